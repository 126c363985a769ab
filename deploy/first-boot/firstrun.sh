#!/bin/bash
# The older way, for Raspberry Pi OS up to 2025-10 (Bookworm). Fill in the parts in capitals, copy this file and
# edgeseed_VERSION_arm64.deb (as edgeseed.deb) to the card's first partition, and append to the one line of cmdline.txt there:
#   systemd.run=/boot/firmware/firstrun.sh systemd.run_success_action=reboot systemd.unit=kernel-command-line.target
set +e

NAME='YOUR_NAME'
KEY='YOUR_SSH_PUBLIC_KEY'
WIFI_NAME='YOUR_WIFI_NAME'       # empty with a cable
WIFI_PASSWORD='YOUR_WIFI_PASSWORD'
WIFI_COUNTRY='DE'

boot=/boot/firmware
[ -d "$boot" ] || boot=/boot

hostnamectl hostname edgeseed 2>/dev/null || echo edgeseed >/etc/hostname
sed -i 's/^127\.0\.1\.1.*/127.0.1.1\tedgeseed/' /etc/hosts

id "$NAME" >/dev/null 2>&1 || useradd --create-home --shell /bin/bash --groups sudo "$NAME"
# In somebody's home only that somebody writes: a link there leads root nowhere.
# shellcheck disable=SC2016
printf '%s\n' "$KEY" | runuser -u "$NAME" -- sh -c 'umask 077; mkdir -p "$1/.ssh" && cat >"$1/.ssh/authorized_keys"' sh "$(getent passwd "$NAME" | cut -d: -f6)"
(umask 227; echo "$NAME ALL=(ALL) NOPASSWD:ALL" >/etc/sudoers.d/010_edgeseed)
systemctl enable ssh
raspi-config nonint do_i2c 0

if [ -n "$WIFI_NAME" ]; then
  raspi-config nonint do_wifi_country "$WIFI_COUNTRY"
  umask 077
  cat >/etc/NetworkManager/system-connections/edgeseed.nmconnection <<END
[connection]
id=edgeseed
type=wifi
[wifi]
ssid=$WIFI_NAME
[wifi-security]
key-mgmt=wpa-psk
psk=$WIFI_PASSWORD
[ipv4]
method=auto
[ipv6]
method=auto
END
  umask 022
  rfkill unblock wifi
fi

dpkg -i "$boot/edgeseed.deb"

# It runs once: the card holds the Wi-Fi password no longer.
rm -f "$boot/firstrun.sh"
sed -i 's| systemd\.run[^ ]*||g; s| systemd\.unit=kernel-command-line\.target||' "$boot/cmdline.txt"
exit 0
