#!/usr/bin/env bash
# The card image from its making to its life, which takes too long for every commit: built twice, both the same bytes; a release that a clean
# Debian installs from; security upgrades; the network that a box makes of its own; then the card in an emulated Raspberry Pi 3B.
set -euo pipefail
cd "$(dirname "$0")/../.."
if [ $# -ne 1 ] || [ "$1" = --help ]; then
  cat >&2 <<'END'
usage: sudo tests/Machine/image.sh EDGESEED_ARM64.deb

  EDGESEED_IMAGE    where the image goes [default: out/image]
  EDGESEED_CACHE    where the base system is kept from run to run [default: out/image-cache]
  EDGESEED_DEB      the package for this machine, for test_apt_install.py; without it that is skipped
  EDGESEED_VM, EDGESEED_BINARY       as test_radio.py says, which is skipped without them; a rig of its own is made in the cache
  EDGESEED_CUTS, EDGESEED_PATIENCE   as test_card_image.py says
END
  exit 2
fi
EDGESEED_ARM64_DEB=$(realpath "$1")
export EDGESEED_ARM64_DEB EDGESEED_IMAGE=${EDGESEED_IMAGE:-$PWD/out/image}
cache=$(realpath -m "${EDGESEED_CACHE:-out/image-cache}")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

deploy/image/build.sh --deb "$EDGESEED_ARM64_DEB" --cache "$cache" --url https://downloads.example.org/edgeseed --out "$EDGESEED_IMAGE"
deploy/image/build.sh --deb "$EDGESEED_ARM64_DEB" --cache "$cache" --url https://downloads.example.org/edgeseed --out "$scratch/again"
diff "$EDGESEED_IMAGE/SHA256SUMS" "$scratch/again/SHA256SUMS"
echo "built twice: the same bytes"
/usr/bin/python3 -m unittest tests/Image/test_image.py
if [ -n "${EDGESEED_VM-}" ]; then
  export VMRIG_CACHE=$cache/rig
  VMRIG_PKGS="wpasupplicant dnsmasq-base busybox iw aria2" "$EDGESEED_VM/build-image.sh"
fi
/usr/bin/python3 -m unittest -v tests/Machine/test_apt_install.py tests/Machine/test_upgrades.py tests/Machine/test_radio.py
/usr/bin/python3 -m unittest -v -f tests/Machine/test_card_image.py
