"""The network that a card image makes of its own, with radios: mac80211_hwsim in the emulated PC, real systemd, wpa_supplicant and dnsmasq, and a station that joins.

    EDGESEED_VM=… EDGESEED_BINARY=… python3 -m unittest -v tests/Machine/test_radio.py      (five minutes; too long for every commit)

The rig must have been made with VMRIG_PKGS="wpasupplicant dnsmasq-base busybox iw".
"""
import os
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from needs import absent, given

TREE = Path(__file__).resolve().parents[2] / "deploy/image/root"
MODULES = ("kernel/net/rfkill/rfkill.ko", "kernel/lib/crypto/libarc4.ko", "kernel/net/wireless/cfg80211.ko", "kernel/net/mac80211/mac80211.ko",
           "kernel/drivers/net/wireless/mac80211_hwsim.ko", "kernel/crypto/ccm.ko", "kernel/crypto/cmac.ko", "kernel/arch/x86/crypto/aesni-intel.ko")
STATION = """
set -e
iw phy "$(cat /sys/class/net/wlan1/phy80211/name)" set netns "$(cat /run/station.pid)"
in_it() { nsenter -t "$(cat /run/station.pid)" -n "$@"; }
in_it ip link set wlan1 up
printf 'network={\\nssid="Class 7b"\\nkey_mgmt=WPA-PSK\\npsk="correct horse"\\n}\\n' >/run/station.conf
in_it wpa_supplicant -B -i wlan1 -c /run/station.conf
printf '#!/bin/sh\\n[ "$1" != bound ] || { ip address add "$ip/$mask" dev wlan1; echo "$ip $dns" >/run/station.lease; }\\n' >/run/udhcpc
chmod 755 /run/udhcpc
in_it busybox udhcpc -i wlan1 -n -q -t 60 -s /run/udhcpc
cat /run/station.lease
in_it busybox wget -q -O - http://10.61.0.1/generate_204
"""


class Radio(unittest.TestCase):
    def test_station_joins_by_radio_and_is_shown_the_page(self):
        folder, program = Path(given("EDGESEED_VM", "the rig")), given("EDGESEED_BINARY", "the program")
        cache = Path(os.environ.get("VMRIG_CACHE", "/tmp/vmrig"))
        kernels = list(cache.glob("kernel-*/lib/modules/*"))
        if not kernels or not (kernels[0] / MODULES[4]).exists():
            absent(f"{cache} has no kernel with mac80211_hwsim: VMRIG_PKGS='wpasupplicant dnsmasq-base busybox iw' {folder}/build-image.sh")
        sys.path.insert(0, str(folder))
        import vm
        scratch = tempfile.TemporaryDirectory(prefix="edgeseed-radio-")
        self.addCleanup(scratch.cleanup)
        box = vm.VM(Path(scratch.name))
        self.addCleanup(box.kill)
        box.start()
        self.run_in(box, "command -v dnsmasq wpa_supplicant iw busybox", 60)
        for module in MODULES:
            if (kernels[0] / module).exists():
                box.push(kernels[0] / module, f"/usr/lib/modules/{kernels[0].name}/extra/{Path(module).name}")
        box.push(program, "/usr/bin/edgeseed")
        for place in ("usr/lib/edgeseed/access-point", "usr/lib/edgeseed/portal", "etc/systemd/system/edgeseed-access-point.service", "etc/systemd/system/edgeseed-portal.socket",
                      "etc/systemd/system/edgeseed-portal@.service", "etc/systemd/network/81-wireless.network"):
            box.push(TREE / place, f"/{place}")
        settings = Path(scratch.name) / "seed.toml"
        settings.write_text('[network]\naccess_point = { name = "Class 7b", password = "correct horse", channel = 11 }\n')
        box.push(settings, "/etc/edgeseed/seed.toml")
        self.run_in(box, "chmod 755 /etc/edgeseed /usr/lib/edgeseed/* /usr/bin/edgeseed; mkdir -p /srv/publish; echo film >/srv/publish/film.txt; depmod; "
                         "ip link set eth0 down; systemd-run -u page edgeseed serve /srv/publish --state /run/page", 60)
        self.run_in(box, "modprobe mac80211_hwsim radios=2 && systemctl daemon-reload && systemctl restart systemd-networkd && systemctl start edgeseed-access-point", 120)
        self.run_in(box, "for i in $(seq 180); do iw dev wlan0 info | grep -q 'type AP' && exit 0; sleep 1; done; journalctl -u edgeseed-access-point -n 40; exit 1", 240)
        self.assertIn("channel 11", self.run_in(box, "iw dev wlan0 info", 30))
        self.run_in(box, "systemd-run -u station unshare -n sleep 600; for i in $(seq 30); do systemctl show -p MainPID --value station >/run/station.pid; "
                         "[ \"$(readlink /proc/$(cat /run/station.pid)/ns/net)\" = \"$(readlink /proc/1/ns/net)\" ] || exit 0; sleep 1; done; exit 1", 60)
        seen = self.run_in(box, STATION, 240)
        self.assertRegex(seen, r"(?m)^10\.61\.0\.\d+ 10\.61\.0\.1$")
        self.assertIn("film.txt", seen)

    def run_in(self, box, command, seconds):
        code, printed = box.run(command, seconds)
        self.assertEqual(code, 0, f"{command}\n{printed}")
        return printed


if __name__ == "__main__":
    unittest.main()
