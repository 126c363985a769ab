#!/bin/sh
# Takes EdgeSeed off this box: the program alone, or with --purge its configuration, state and user as well. Drives are untouched.
set -e
case ${1-} in
  '') action=remove ;;
  --purge) action=purge ;;
  *) echo "usage: uninstall.sh [--purge]" >&2; exit 2 ;;
esac
[ "$(id -u)" = 0 ] || { echo "uninstall.sh: needs root: sudo $0 $*" >&2; exit 1; }
exec apt-get "$action" -y edgeseed
