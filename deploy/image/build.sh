#!/usr/bin/env bash
# A card image of Debian with EdgeSeed on it, for Raspberry Pi 3, 4 and Zero 2 W. The same commit, package and Debian packages give the same bytes.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

usage() {
  cat <<'END'
usage: sudo deploy/image/build.sh [OPTION…]

  --deb FILE                  EdgeSeed's arm64 package [default: the newest in out/linux-arm64, as publish-arm64.sh --deb makes it]
  --suite NAME                release of Debian [default: trixie]
  --kernel stable|backports   stable: Raspberry Pi 3, 4, Zero 2 W; backports: also Raspberry Pi 5, which nobody tried [default: stable]
  --mirror URL                Debian's packages [default: that of this machine's own apt sources]
  --archive URL               where cards ask for upgrades, URL-security for those of security [default: the mirror they were made from]
  --url URL                   folder on the web that the image will be fetched from, for the manifest [default: file:// of --out]
  --cache DIR                 where the base system is kept from run to run [default: out/image-cache]
  --out DIR                   where results go [default: out/image]

Makes edgeseed.img.xz, .bmap, packages.txt (what is on it), edgeseed.rpi-imager-manifest (for Raspberry Pi Imager) and SHA256SUMS.
The first run takes a quarter of an hour and 2 GB, the next ones five minutes as long as Debian has no newer packages.

  ./publish-arm64.sh --deb && sudo deploy/image/build.sh
  bmaptool copy out/image/edgeseed.img.xz /dev/sdX      # or Raspberry Pi Imager with the manifest
END
}

die() { echo "build.sh: $*" >&2; exit 1; }
say() { echo "== $* (${SECONDS} s)"; }

suite=trixie kernel=stable mirror='' archive='' deb='' url='' out=out/image cache=out/image-cache
while [ $# -gt 0 ]; do
  case $1 in
    --suite | --kernel | --mirror | --archive | --deb | --url | --out | --cache)
      [ $# -ge 2 ] || die "$1 needs a value; --help lists them"
      declare "${1#--}=$2"; shift 2 ;;
    -h | --help) usage; exit 0 ;;
    *) die "unknown option $1; --help lists them" ;;
  esac
done

# --- What is needed, all of it in one line -----------------------------------------------------------------------------------
missing=() debian=()
need() { command -v "$1" >/dev/null || { missing+=("$1"); debian+=("$2"); }; } # COMMAND DEBIAN-PACKAGE
PATH=$PATH:/usr/sbin:/sbin
need mmdebstrap mmdebstrap
need mkfs.vfat dosfstools
need mcopy mtools
need sfdisk fdisk
need bmaptool bmap-tools
need xz xz-utils
need dpkg-deb dpkg
need unshare util-linux
keys=/usr/share/keyrings/debian-archive-keyring.gpg
[ -e $keys ] || { missing+=("$keys"); debian+=(debian-archive-keyring); }
if [ "$(dpkg --print-architecture)" != arm64 ] && ! grep -qs '^enabled' /proc/sys/fs/binfmt_misc/qemu-aarch64; then
  missing+=("programs for arm64 on this machine"); debian+=(qemu-user-static binfmt-support)
fi
[ ${#missing[@]} -eq 0 ] || die "missing ${missing[*]}: sudo apt-get install ${debian[*]}"
[ "$(id -u)" -eq 0 ] || die "files of an image belong to root: sudo $0"
case $kernel in stable | backports) ;; *) die "--kernel is stable or backports, not '$kernel'" ;; esac
[[ $suite =~ ^[a-z]+$ ]] || die "--suite is a release's name such as trixie, not '$suite'"
if [ -z "$deb" ]; then
  deb=$(find "$here/../../out/linux-arm64" -name 'edgeseed_*_arm64.deb' -printf '%T@ %p\n' 2>/dev/null | sort -n | tail -n 1 | cut -d' ' -f2-)
  [ -n "$deb" ] || die "there is no package in out/linux-arm64: ./publish-arm64.sh --deb, or --deb FILE"
fi
[ "$(dpkg-deb -f "$deb" Package Architecture 2>/dev/null | tr '\n' ' ')" = 'Package: edgeseed Architecture: arm64 ' ] || die "$deb is not an arm64 package of EdgeSeed"
# shellcheck disable=SC2016 # apt's own names
origin() { apt-get indextargets --format '$(LABEL)|$(REPO_URI)' 'Created-By: Packages' | sed -n "s/^$1|//p" | head -n 1; }
security=''
if [ -z "$mirror" ]; then
  mirror=$(origin Debian) security=$(origin Debian-Security)
  [ -n "$mirror" ] || die "apt knows no mirror of Debian: sudo apt-get update, or --mirror URL"
fi

out=$(realpath -m "$out")
url=${url:-file://$out}
[[ $url =~ ^[a-z]+://[A-Za-z0-9._~:/%+@-]+$ ]] || die "'$url' is no address for the manifest: --url URL, or an --out without blanks"
for address in "$mirror" "$archive"; do [[ $address =~ ^([a-z]+:[A-Za-z0-9._~:/%+@-]+)?$ ]] || die "'$address' is no address of Debian's packages"; done
mkdir -p "$out" "$cache"
cache=$(realpath "$cache")
mirror=${mirror%/} archive=${archive%/} security=${security%/}
work=$(mktemp -d -p "$cache")
trap 'rm -rf "$work"' EXIT
export LC_ALL=C TZ=UTC DEBIAN_FRONTEND=noninteractive

# --- The base: what Debian has, kept under the list of its packages with their versions --------------------------------------
signed="[signed-by=$keys]"
sources=("deb $signed $mirror $suite main non-free-firmware" "deb $signed $mirror $suite-updates main non-free-firmware")
[ -z "$security" ] || sources+=("deb $signed $security $suite-security main non-free-firmware")
image=linux-image-arm64
if [ "$kernel" = backports ]; then
  sources+=("deb $signed $mirror $suite-backports main non-free-firmware")
  image+=/$suite-backports
fi
include=$(grep -v '^#' "$here/packages" | paste -sd,),$image
debootstrap() {
  mmdebstrap --mode=root --format=tar --architectures=arm64 --variant=essential --include="$include" --dpkgopt="$here/dpkg.cfg" \
    --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' --aptopt='Acquire::Retries "3"' "$@" "${sources[@]}"
}
say "asking Debian for the packages of $suite"
debootstrap --simulate --verbose "$suite" - >"$work/simulated" 2>&1 || { tail -n 20 "$work/simulated" >&2; die "the packages cannot be had from $mirror"; }
sed -nE 's/^Inst ([^ ]+) .*\(([^ ]+) .*/\1 \2/p' "$work/simulated" | sort >"$work/packages"
[ "$(wc -l <"$work/packages")" -gt 100 ] || die "apt's answer was not understood: $(tail -n 1 "$work/simulated")"
base=$cache/$suite-$kernel-$(cat "$work/packages" "$here/dpkg.cfg" <(printf '%s\n' "${sources[@]}") |
  sha256sum | cut -c1-16).tar
if [ ! -e "$base" ]; then
  say "installing $(wc -l <"$work/packages") packages"
  # The initramfs is made once all is there. A time of its own: what is kept may serve many commits.
  INITRD=No SOURCE_DATE_EPOCH=1767225600 debootstrap "$suite" "$work/base.tar" >"$work/log" 2>&1 ||
    { tail -n 40 "$work/log" >&2; die "the base system could not be made"; }
  mv "$work/base.tar" "$base"
fi

# --- What makes it a box -----------------------------------------------------------------------------------------------------
SOURCE_DATE_EPOCH=$(git -C "$here" log -1 --format=%ct 2>/dev/null || stat -c %Y "$here/build.sh")
export SOURCE_DATE_EPOCH
root=$work/root
mkdir "$root"
say "unpacking the base"
tar -C "$root" -xf "$base"
# Ours, whatever a clone made of owners, modes and times.
tar -C "$here/root" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --mode=u=rwX,go=rX -c . | tar -C "$root" -x --no-overwrite-dir
mkdir -p "$root/state" "$root/boot/firmware" "$root/var/lib/systemd/timesync" "$root/var/lib/edgeseed"
rm -f "$root/etc/resolv.conf"
cp "$deb" "$root/edgeseed.deb"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"

say "installing EdgeSeed, making the initramfs"
# In namespaces of its own: nothing stays mounted, nothing goes on running.
# shellcheck disable=SC2016
unshare --mount --pid --fork --kill-child sh -c 'mount -t proc proc "$1/proc" && mount --bind /dev "$1/dev" && exec chroot "$1" /bin/sh -ec "$2"' sh "$root" '
  export ROOTPART=PARTUUID=0ed6e5ee-02
  dpkg -i /edgeseed.deb
  passwd -l root
  for kernel in /usr/lib/modules/*; do update-initramfs -c -k "${kernel##*/}"; done
  systemctl enable systemd-networkd systemd-resolved systemd-timesyncd ssh avahi-daemon edgeseed edgeseed-card edgeseed-grow edgeseed-trial edgeseed-trial-end edgeseed-access-point edgeseed-upgrade.timer
  systemctl mask systemd-networkd-wait-online systemd-random-seed apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer e2scrub_reap.service dpkg-db-backup.timer wpa_supplicant.service systemd-logind systemd-networkd-persistent-storage
  dpkg-query -W >/packages.txt
' >"$work/log" 2>&1 || { tail -n 40 "$work/log" >&2; die "EdgeSeed could not be installed"; }
for file in config.txt cmdline.txt 'vmlinuz*' 'initrd*'; do
  [ -n "$(find "$root/boot/firmware" -maxdepth 1 -name "$file")" ] || { cat "$work/log" >&2; die "the boot partition has no $file"; }
done

say "settling"
# Firmware for cameras and for those who look for faults in it; dpkg.cfg.d keeps it away when it is upgraded.
rm -f "$root"/usr/lib/raspi-firmware/{start,fixup}{,4}{_,}{x,db,cd}.{elf,dat} "$root"/boot/firmware/{start,fixup}{,4}{_,}{x,db,cd}.{elf,dat}
mv "$root/packages.txt" "$out/packages.txt"
rm -rf "$root/edgeseed.deb" "$root/usr/sbin/policy-rc.d" "$root"/etc/ssh/ssh_host_* "$root/var/lib/dbus/machine-id" "$root/var/lib/systemd/random-seed" \
  "$root"/var/lib/apt/lists/* "$root"/var/cache/{apt,debconf,ldconfig,man}/* "$root"/var/log/* "$root"/var/lib/dpkg/*-old "$root"/etc/*- "$root"/tmp/* "$root"/run/*
: >"$root/etc/machine-id"
ln -s ../run/systemd/resolve/stub-resolv.conf "$root/etc/resolv.conf"
if [ -n "$archive" ]; then
  {
    printf '%s\n' "${sources[@]}" | sed "s| $mirror | $archive |; / $suite-security /d"
    echo "deb $signed $archive-security $suite-security main non-free-firmware"
  } >"$root/etc/apt/sources.list"
fi
# A Raspberry Pi's own LED says how the box is from the first minute on, and the usual display, where there is one.
sed -i '/^\[hardware\.leds]/,/^\[/ s/^#status = "none"$/status = "board:ACT"/; /^\[hardware\.display]/,/^\[/ s/^#model = "none"$/model = "ssd1306-128x64"/' "$root/etc/edgeseed/seed.toml"
[ "$(grep -cE '^(status = "board:ACT"|model = "ssd1306-128x64")$' "$root/etc/edgeseed/seed.toml")" -eq 2 ] || die "the sample configuration has no LED or no display to set"
cp "$root/etc/edgeseed/seed.toml" "$root/usr/share/edgeseed/card/seed.toml"
cp "$root"/usr/share/edgeseed/card/* "$root/boot/firmware/"
# Nothing has to be brought up to date at a start, which on a read-only root would be every start.
touch "$root/usr/lib/clock-epoch" "$root/etc/.updated" "$root/var/.updated"
mv "$root/boot/firmware" "$work/fat"
mkdir "$root/boot/firmware"
find "$root" "$work/fat" -newermt "@$SOURCE_DATE_EPOCH" -print0 | xargs -0 touch -hd "@$SOURCE_DATE_EPOCH"

# --- File systems, made by the tools of that very Debian, so that this machine's make no difference -------------------------
# Room to grow for newer systems: root's size stays that of its place on cards in use (edgeseed-update).
fat_mb=256 root_mb=640 state_mb=64
used=$(du -sm --apparent-size "$root" | cut -f1)
[ $((used * 115 / 100 + 32)) -le $root_mb ] || die "the system has grown to $used MiB, too much for a root of $root_mb"
say "file systems: FAT $fat_mb MiB, root $root_mb MiB, state $state_mb MiB"
truncate -s "${fat_mb}M" "$work/fat.img"
mkfs.vfat -F 32 -s 4 -n EDGEBOOT --invariant -i 0ED6E5EE "$work/fat.img" >/dev/null
(cd "$work/fat" && find . -mindepth 1 -type d -printf '%P\n' | sort | while read -r folder; do mmd -i "$work/fat.img" "::$folder"; done)
(cd "$work/fat" && find . -type f -printf '%P\n' | sort | while read -r file; do mcopy -i "$work/fat.img" -mQ "$file" "::$file"; done)
ext4() { # LABEL NUMBER MIB FOLDER IMAGE
  truncate -s "$3M" "$work/$5"
  MKE2FS_CONFIG=/root/etc/mke2fs.conf chroot "$work" /root/usr/lib/ld-linux-aarch64.so.1 --library-path /root/usr/lib/aarch64-linux-gnu /root/usr/sbin/mke2fs -q -t ext4 -b 4096 -i 16384 -F -L "$1" \
    -U "0ed6e5ee-0000-4000-8000-00000000000$2" -E "hash_seed=0ed6e5ee-0000-4000-8000-00000000001$2,lazy_itable_init=0,root_owner=0:0" -m 1 -d "$4" "/$5"
}
mkdir "$work/nothing" "$work/etc"
touch "$work/etc/mtab"
touch -d "@$SOURCE_DATE_EPOCH" "$work/nothing"
ext4 EDGESEED 2 "$root_mb" /root root.img
ext4 EDGESTATE 3 "$state_mb" /nothing state.img

say "image"
image=$work/edgeseed.img
truncate -s $((4 + fat_mb + root_mb + state_mb))M "$image"
sfdisk -q "$image" <<END
label: dos
label-id: 0x0ed6e5ee
start=4MiB, size=${fat_mb}MiB, type=c, bootable
start=$((4 + fat_mb))MiB, size=${root_mb}MiB, type=83
start=$((4 + fat_mb + root_mb))MiB, size=${state_mb}MiB, type=83
END
place() { dd if="$work/$1" of="$image" bs=1M seek="$2" conv=notrunc,sparse status=none; } # FILE MIB
place fat.img 4
place root.img $((4 + fat_mb))
place state.img $((4 + fat_mb + root_mb))
bmaptool -q create -o "$out/edgeseed.img.bmap" "$image"
say "packing"
# Blocks of one size: the same bytes on any number of processors.
xz -9 -T2 --block-size=64MiB -c "$image" >"$out/edgeseed.img.xz"
"$here/manifest.sh" "$out/edgeseed.img.xz" "$url" "$(date -u -d "@$SOURCE_DATE_EPOCH" +%F)" "$kernel" >"$out/edgeseed.rpi-imager-manifest"
(cd "$out" && sha256sum edgeseed.img.xz edgeseed.img.bmap packages.txt edgeseed.rpi-imager-manifest >SHA256SUMS)
say "$out/edgeseed.img.xz: $(stat -c %s "$out/edgeseed.img.xz") bytes, $(stat -c %s "$image") on the card"
[ "$(stat -c %s "$out/edgeseed.img.xz")" -le 120000000 ] || die "the image has grown over 120 MB"
