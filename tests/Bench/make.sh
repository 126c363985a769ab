#!/usr/bin/env bash
# edgeseed make against mktorrent -t 2, in turn, on a file that lies in the page cache: wall and CPU seconds of each round,
# and the ratio of the medians. EDGESEED may have arguments: "dotnet edgeseed.dll". Usage: make.sh [EDGESEED] [MIB] [ROUNDS]
set -euo pipefail
read -ra edgeseed <<<"${1:-edgeseed}"
mebibytes=${2:-2048}
rounds=${3:-5}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
head -c "${mebibytes}M" /dev/urandom >"$scratch/payload.bin"

# Runs a command once the file is in the page cache; appends "wall user+sys" to the named list.
timed() {
  local list=$1 TIMEFORMAT='%R %U %S'
  shift
  cat "$scratch/payload.bin" >/dev/null
  { time "$@" >/dev/null 2>&1; } 2>"$scratch/time"
  awk '{print $1, $2 + $3}' "$scratch/time" >>"$scratch/$list"
  rm -f "$scratch/out.torrent"
}

median() { sort -n "$scratch/$1" | awk -v column="$2" '{v[NR] = $column} END {print v[int((NR + 1) / 2)]}'; }

for ((round = 0; round <= rounds; round++)); do
  timed edgeseed "${edgeseed[@]}" make "$scratch/payload.bin" --piece-size 2MiB --output "$scratch/out.torrent"
  timed mktorrent mktorrent -t 2 -l 21 -o "$scratch/out.torrent" "$scratch/payload.bin"
  [ "$round" -gt 0 ] || rm "$scratch/edgeseed" "$scratch/mktorrent" # the first round warms up
done
for name in edgeseed mktorrent; do
  echo "$name: median $(median $name 1) s wall, $(median $name 2) s CPU for $mebibytes MiB ($rounds rounds)"
done
awk -v a="$(median mktorrent 1)" -v b="$(median edgeseed 1)" 'BEGIN {printf "speed of edgeseed make / mktorrent -t 2: %.2f\n", a / b}'
