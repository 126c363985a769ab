#!/usr/bin/env bash
# From a clone to a box: publishes edgeseed as one stripped native binary, packs it as a .deb, and installs it over SSH.
# The same commit gives the same bytes. Without options: the product, the linux-arm64 binary only.
set -euo pipefail
cd "$(dirname "$0")"

usage() {
  cat <<'END'
usage: ./publish-arm64.sh [OPTION…] [USER@HOST]

  --rid linux-arm64|linux-x64   machine to build for [default: linux-arm64]
  --instructions SET            use a processor's further instructions, such as avx2 or native (this machine's): faster
                                hashing, but it ends at once on a processor that lacks them [default: none]
  --deb                         also pack edgeseed_VERSION_ARCH.deb
  --out DIR                     where results go [default: out/RID]
  USER@HOST                     pack, copy to this box, install, restart, wait until it is well; USER may become root with sudo
END
}

die() { echo "publish-arm64.sh: $*" >&2; exit 1; }
say() { echo "== $*"; }

rid=linux-arm64 instructions='' deb=no out='' target=''
while [ $# -gt 0 ]; do
  case $1 in
    --rid | --instructions | --out)
      [ $# -ge 2 ] || die "$1 needs a value; --help lists them"
      declare "${1#--}=$2"; shift 2 ;;
    --deb) deb=yes; shift ;;
    -h | --help) usage; exit 0 ;;
    -*) die "unknown option $1; --help lists them" ;;
    *) [ -z "$target" ] || die "one USER@HOST, not two"; target=$1 deb=yes; shift ;;
  esac
done
case $rid in
  linux-arm64) arch=arm64 cpu=aarch64 machine=AArch64 ;;
  linux-x64) arch=amd64 cpu=x86_64 machine=X86-64 ;;
  *) die "--rid is linux-arm64 or linux-x64, not '$rid'" ;;
esac
out=$(realpath -m "${out:-out/$rid}")
sysroot=/usr/$cpu-linux-gnu

# --- What is needed, all of it in one line -----------------------------------------------------------------------------------
missing=() debian=()
need() { # COMMAND DEBIAN-PACKAGE
  command -v "$1" >/dev/null && return
  missing+=("$1")
  case " ${debian[*]-} " in *" $2 "*) ;; *) debian+=("$2") ;; esac
}
need clang clang
need readelf binutils
if [ "$(uname -m)" != "$cpu" ]; then
  need "$cpu-linux-gnu-ld" "binutils-${cpu/_/-}-linux-gnu"
  need "$cpu-linux-gnu-gcc" "gcc-${cpu/_/-}-linux-gnu"
  [ -e "$sysroot/lib/libc.so.6" ] || { missing+=("$sysroot"); debian+=("libc6-dev-$arch-cross"); }
fi
if [ "$deb" = yes ]; then
  need dpkg-deb dpkg
  need gzip gzip
fi
[ -z "$target" ] || { need ssh openssh-client; need scp openssh-client; }
lacks=''
[ ${#missing[@]} -eq 0 ] || lacks="missing ${missing[*]}: sudo apt-get install ${debian[*]}"
if ! command -v dotnet >/dev/null || ! dotnet --version >/dev/null 2>&1; then
  lacks+="${lacks:+; }missing the .NET 10 SDK: https://dot.net/download, or sudo apt-get install dotnet-sdk-10.0"
fi
[ -z "$lacks" ] || die "$lacks"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
properties=(-p:_IsPublishing=true -p:IlcInstructionSet="$instructions")
say "restoring $rid"
if ! dotnet restore src/EdgeSeed -r "$rid" "${properties[@]}" -nologo -v q >"$scratch/restore.log" 2>&1; then
  packs=$(sed -nE 's/.*NU110[123]: Unable to find (a stable )?package ([A-Za-z0-9._-]*[A-Za-z0-9]).*/\2/p' "$scratch/restore.log" | sort -u | tr '\n' ' ')
  [ -n "$packs" ] || { cat "$scratch/restore.log" >&2; die "the packages could not be restored"; }
  die "missing packages: ${packs}— run once where a package feed has them: dotnet restore src/EdgeSeed -r $rid ${properties[*]}"
fi

# --- The binary --------------------------------------------------------------------------------------------------------------
commit=$(git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)
dirty=$([ -z "$(git status --porcelain 2>/dev/null)" ] || echo +dirty)
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || stat -c %Y publish-arm64.sh)
export SOURCE_DATE_EPOCH
say "publishing commit $commit$dirty${instructions:+, instructions: $instructions}"
mkdir -p "$out"
dotnet publish src/EdgeSeed -c Release -r "$rid" "${properties[@]}" --no-restore -nologo -v q -o "$scratch/publish" \
  -p:ContinuousIntegrationBuild=true -p:PathMap="$PWD=/_/edgeseed" >"$scratch/publish.log" 2>&1 ||
  { cat "$scratch/publish.log" >&2; die "the build failed"; }
! grep -E 'warning' "$scratch/publish.log" || die "the build has warnings"
install -m 755 "$scratch/publish/edgeseed" "$out/edgeseed"
install -m 644 "$scratch/publish/edgeseed.dbg" "$out/edgeseed.dbg"

readelf -hW "$out/edgeseed" | grep -q "Machine:.*$machine" || die "$out/edgeseed is not a $cpu program"
! readelf -SW "$out/edgeseed" | grep -q ' \.symtab ' || die "$out/edgeseed is not stripped"
runner=()
if [ "$(uname -m)" != "$cpu" ]; then
  qemu=$(command -v "qemu-$cpu" || command -v "qemu-$cpu-static" || true)
  runner=(${qemu:+"$qemu" -L "$sysroot"})
fi
if [ "$(uname -m)" = "$cpu" ] || [ ${#runner[@]} -gt 0 ]; then
  say "says: $("${runner[@]}" "$out/edgeseed" --version)"
else
  say "not run: this machine is $(uname -m), and qemu-$cpu is not here (sudo apt-get install qemu-user)"
fi

# What is inside: the packages with their versions, and the packs that the native compiler linked in.
{
  echo "edgeseed $commit$dirty $rid${instructions:+ instructions=$instructions}"
  {
    grep -oE '"[A-Za-z][A-Za-z0-9._-]+/[0-9][^"/]*": \{' "src/EdgeSeed/obj/project.assets.json" | sed -E 's/"(.*)\/(.*)": \{/\1 \2/'
    sed -nE '/"downloadDependencies"/,/\]/ { s/.*"name": "(.*)",/\1/p; s/.*"version": "\[([^,]*),.*/\1/p }' "src/EdgeSeed/obj/project.assets.json" | paste -d ' ' - -
  } | LC_ALL=C sort -u
} >"$out/contents.txt"
say "$out/edgeseed: $(stat -c %s "$out/edgeseed") bytes, sha256 $(sha256sum "$out/edgeseed" | cut -c1-16)…"
[ "$deb" = yes ] || exit 0

# --- The package -------------------------------------------------------------------------------------------------------------
# A commit that is not a tagged release sorts before that release, and later commits after earlier ones.
version=$(sed -nE 's/.*<Version>(.*)<\/Version>.*/\1/p' Directory.Build.props)
[ "$(git describe --exact-match --tags HEAD 2>/dev/null || true)" = "v$version" ] ||
  version+="~$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d%H%M%S).$commit$dirty"
glibc=$(readelf -VW "$out/edgeseed" | grep -oE 'GLIBC_[0-9.]+' | sed 's/GLIBC_//' | sort -Vu | tail -n 1)

root=$scratch/root
mkdir -p "$root/DEBIAN"
put() { install -D -m "$1" "$2" "$root/$3"; } # MODE FILE PLACE
packed() { mkdir -p "$root/$(dirname "$2")"; gzip -9nc "$1" >"$root/$2"; chmod 644 "$root/$2"; } # FILE PLACE
put 755 "$out/edgeseed" usr/bin/edgeseed
put 755 deploy/drive usr/lib/edgeseed/drive
put 644 deploy/seed.toml usr/share/edgeseed/seed.toml
put 644 deploy/edgeseed.avahi.service etc/avahi/services/edgeseed.service
put 644 deploy/debian/edgeseed.sysusers usr/lib/sysusers.d/edgeseed.conf
put 644 deploy/debian/edgeseed.modules-load usr/lib/modules-load.d/edgeseed.conf
put 644 deploy/debian/copyright usr/share/doc/edgeseed/copyright
put 644 deploy/debian/lintian-overrides usr/share/lintian/overrides/edgeseed
put 644 "$out/contents.txt" usr/share/doc/edgeseed/contents.txt
for unit in deploy/*.service deploy/*.path; do
  case $unit in *.avahi.service) ;; *) put 644 "$unit" "lib/systemd/system/$(basename "$unit")" ;; esac
done
for rules in deploy/*.rules; do put 644 "$rules" "lib/udev/rules.d/$(basename "$rules")"; done
packed deploy/man/edgeseed.1 usr/share/man/man1/edgeseed.1.gz
packed deploy/man/seed.toml.5 usr/share/man/man5/seed.toml.5.gz
put 644 deploy/completions/edgeseed.bash usr/share/bash-completion/completions/edgeseed
put 644 deploy/completions/_edgeseed usr/share/zsh/vendor-completions/_edgeseed
put 644 deploy/completions/edgeseed.fish usr/share/fish/vendor_completions.d/edgeseed.fish
printf 'edgeseed (%s) stable; urgency=medium\n\n  * Commit %s.\n\n -- The EdgeSeed authors <edgeseed@example.org>  %s\n' \
  "$version" "$commit$dirty" "$(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")" >"$scratch/changelog"
packed "$scratch/changelog" usr/share/doc/edgeseed/changelog.gz
for script in postinst prerm postrm; do install -m 755 "deploy/debian/$script" "$root/DEBIAN/$script"; done
echo /etc/avahi/services/edgeseed.service >"$root/DEBIAN/conffiles"
(cd "$root" && find . -type f -not -path './DEBIAN/*' -printf '%P\0' | LC_ALL=C sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
installed=$(find "$root" -type f -not -path '*/DEBIAN/*' -printf '%s\n' | awk '{s += int(($1 + 1023) / 1024)} END {print s}')
sed -e "s/@VERSION@/$version/; s/@ARCH@/$arch/; s/@SIZE@/$installed/; s/@GLIBC@/$glibc/" deploy/debian/control >"$root/DEBIAN/control"
find "$root" -type d -exec chmod 755 {} +
chmod 644 "$root/DEBIAN/control" "$root/DEBIAN/conffiles" "$root/DEBIAN/md5sums"
find "$root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
# gzip, not xz: a board unpacks it in a third of the time.
package=$out/edgeseed_${version}_$arch.deb
rm -f "$out"/edgeseed_*_"$arch".deb
dpkg-deb --root-owner-group -Zgzip --build "$root" "$package" >/dev/null
say "$package: $(stat -c %s "$package") bytes, installed $installed KiB"
if command -v lintian >/dev/null; then
  lintian --fail-on error "$package" || die "lintian finds errors"
fi
[ -n "$target" ] || exit 0

# --- To the box --------------------------------------------------------------------------------------------------------------
say "installing on $target"
theirs=$(ssh "$target" dpkg --print-architecture)
[ "$theirs" = "$arch" ] || die "$target is $theirs, not $arch: --rid names another"
# A folder that nobody else on the box can have made: what lies in it is installed as root.
folder=$(ssh "$target" mktemp -d)
[[ $folder =~ ^/[A-Za-z0-9._/-]+$ ]] || die "no folder for the package could be made on $target"
scp -q "$package" "$target:$folder/edgeseed.deb"
ssh "$target" "folder=$folder"';
  sudo=$([ "$(id -u)" = 0 ] || echo sudo); chmod 755 "$folder"
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --reinstall --allow-downgrades "$folder/edgeseed.deb" && $sudo systemctl restart edgeseed
  code=$?; rm -rf "$folder"; exit $code' ||
  die "the installation on $target failed"
for ((i = 0; i < 60; i++)); do
  if page=$(ssh "$target" '$([ "$(id -u)" = 0 ] || echo sudo) edgeseed status --json' 2>/dev/null | sed -nE 's/.*"page_url": *"([^"]*)".*/\1/p' | head -n 1) && [ -n "$page" ]; then
    say "well: $page"
    exit 0
  fi
  sleep 1
done
ssh "$target" 'systemctl --no-pager status edgeseed; journalctl -u edgeseed -n 20 --no-pager' >&2 || true
die "edgeseed on $target is not well after a minute"
