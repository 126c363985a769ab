#!/usr/bin/env bash
# Everything a release page needs, in one folder: packages, tarballs, card image, checksums with a signature, and an apt repository that
# any static web server serves.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

usage() {
  cat <<'END'
usage: deploy/release.sh --key FILE --gpg KEY --url URL [OPTION…] [PACKAGE.deb…]

  --key FILE    SSH private key that signs the checksums (ssh-keygen -t ed25519 makes one; its public half is published beside them)
  --gpg KEY     gpg key that signs the apt repository, by its fingerprint or address; GNUPGHOME says where it is
  --url URL     address of the folder once it is served
  --image DIR   results of deploy/image/build.sh, to be released as well [default: none]
  --out DIR     where all of it goes; must not be there yet [default: out/release]
  PACKAGE.deb   packages as publish-arm64.sh --deb makes them [default: the newest of out/linux-arm64 and of out/linux-x64]

  ./publish-arm64.sh --deb && ./publish-arm64.sh --rid linux-x64 --deb
  deploy/release.sh --key ~/.ssh/release --gpg release@example.org --url https://downloads.example.org/edgeseed
END
}

die() { echo "release.sh: $*" >&2; exit 1; }

key='' gpg='' url='' image='' out=out/release packages=()
while [ $# -gt 0 ]; do
  case $1 in
    --key | --gpg | --url | --image | --out)
      [ $# -ge 2 ] || die "$1 needs a value; --help lists them"
      declare "${1#--}=$2"; shift 2 ;;
    -h | --help) usage; exit 0 ;;
    -*) die "unknown option $1; --help lists them" ;;
    *) packages+=("$1"); shift ;;
  esac
done

missing=() debian=()
need() { command -v "$1" >/dev/null || { missing+=("$1"); debian+=("$2"); }; } # COMMAND DEBIAN-PACKAGE
need apt-ftparchive apt-utils
need gpg gnupg
need ssh-keygen openssh-client
need dpkg-deb dpkg
need xz xz-utils
[ ${#missing[@]} -eq 0 ] || die "missing ${missing[*]}: sudo apt-get install ${debian[*]}"
[[ -n $key && -n $gpg && -n $url ]] || die "--key, --gpg and --url are needed; --help explains them"
[[ -r $key && -r $key.pub ]] || die "$key and $key.pub are no readable SSH key: ssh-keygen -t ed25519 -f $key"
gpg --batch --list-secret-keys -- "$gpg" >/dev/null 2>&1 || die "gpg has no secret key '$gpg'"
[[ $url =~ ^https?://[A-Za-z0-9._~:/%+-]+$ ]] || die "--url is an address such as https://downloads.example.org/edgeseed, not '$url'"
url=${url%/} out=${out%/}
[ ! -e "$out" ] || die "$out is there already: remove it, or --out DIR"
if [ ${#packages[@]} -eq 0 ]; then
  for rid in linux-arm64 linux-x64; do
    package=$(find "$here/../out/$rid" -name 'edgeseed_*.deb' -printf '%T@ %p\n' 2>/dev/null | sort -n | tail -n 1 | cut -d' ' -f2-)
    [ -n "$package" ] || die "there is no package in out/$rid: ./publish-arm64.sh --rid $rid --deb"
    packages+=("$package")
  done
fi

export LC_ALL=C
SOURCE_DATE_EPOCH=$(git -C "$here" log -1 --format=%ct 2>/dev/null || stat -c %Y "$0")
export SOURCE_DATE_EPOCH
part=$out.part
rm -rf "$part"
mkdir -p "$part/apt/pool"
trap 'rm -rf "$part" "$part.sums"' EXIT

# --- Packages, and the program alone as a tarball ----------------------------------------------------------------------------
architectures=()
for package in "${packages[@]}"; do
  [ "$(dpkg-deb -f "$package" Package 2>/dev/null)" = edgeseed ] || die "$package is not a package of EdgeSeed"
  version=$(dpkg-deb -f "$package" Version)
  architecture=$(dpkg-deb -f "$package" Architecture)
  case $architecture in arm64 | amd64) ;; *) die "$package is for $architecture, which nobody made yet" ;; esac
  case " ${architectures[*]-} " in *" $architecture "*) die "two packages for $architecture" ;; esac
  architectures+=("$architecture")
  # Web servers and releases pages change ~ and + in names.
  name=edgeseed-${version//[~+]/-}-linux-$architecture
  cp "$package" "$part/apt/pool/edgeseed_${version//[~+]/-}_$architecture.deb"
  cp "$package" "$part/$name.deb"
  content=$part/content/$name
  mkdir -p "$content"
  dpkg-deb --fsys-tarfile "$package" | tar -x -C "$content" --no-same-owner ./usr/bin ./usr/share
  mv "$content"/usr/* "$content/"
  rmdir "$content/usr"
  tar -C "$part/content" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner -c "$name" | gzip -9n >"$part/$name.tar.gz"
done
rm -rf "$part/content"
if [ -n "$image" ]; then
  for file in edgeseed.img.xz edgeseed.img.bmap edgeseed.rpi-imager-manifest packages.txt; do
    cp "$image/$file" "$part/" || die "$image has no $file: deploy/image/build.sh makes it"
  done
  grep -q "\"url\": \"$url/edgeseed.img.xz\"" "$part/edgeseed.rpi-imager-manifest" || die "the image's manifest names another address: deploy/image/build.sh --url $url"
fi

# --- The apt repository ------------------------------------------------------------------------------------------------------
(
  cd "$part/apt"
  for architecture in "${architectures[@]}"; do
    index=dists/stable/main/binary-$architecture
    mkdir -p "$index"
    apt-ftparchive -a "$architecture" packages pool >"$index/Packages"
    gzip -9nk "$index/Packages"
    xz -9k "$index/Packages"
  done
  apt-ftparchive -o APT::FTPArchive::Release::Origin=EdgeSeed -o APT::FTPArchive::Release::Label=EdgeSeed -o APT::FTPArchive::Release::Suite=stable \
    -o APT::FTPArchive::Release::Codename=stable -o APT::FTPArchive::Release::Components=main -o APT::FTPArchive::Release::Architectures="${architectures[*]}" \
    release dists/stable >"Release"
  mv Release dists/stable/Release
  gpg --batch --yes -u "$gpg" --armor --detach-sign -o dists/stable/Release.gpg dists/stable/Release
  gpg --batch --yes -u "$gpg" --clearsign -o dists/stable/InRelease dists/stable/Release
)
# One file in /etc/apt/sources.list.d, key and all.
{
  printf 'Types: deb\nURIs: %s/apt\nSuites: stable\nComponents: main\nArchitectures: %s\nSigned-By:\n' "$url" "${architectures[*]}"
  gpg --batch --armor --export -- "$gpg" | sed 's/^$/./; s/^/ /'
} >"$part/edgeseed.sources"

# --- Checksums and their signature -------------------------------------------------------------------------------------------
printf 'edgeseed namespaces="edgeseed" %s\n' "$(cut -d' ' -f1,2 "$key.pub")" >"$part/allowed_signers"
(cd "$part" && find . -maxdepth 1 -type f -printf '%P\0' | sort -z | xargs -0 sha256sum) >"$part.sums"
mv "$part.sums" "$part/SHA256SUMS"
ssh-keygen -q -Y sign -n edgeseed -f "$key" "$part/SHA256SUMS" 2>/dev/null || die "$key cannot sign"
mv "$part" "$out"
echo "== $out: serve it at $url"
(cd "$out" && find . -maxdepth 1 -type f -printf '%P %s bytes\n' | sort)
