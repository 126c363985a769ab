#!/usr/bin/env bash
# The entry of an image for Raspberry Pi Imager, as the file its "Use custom" and a double click take: manifest.sh IMAGE.img.xz URL DATE KERNEL
# Fields as in doc/json-schema/os-list-schema.json of Raspberry Pi Imager. URL is that of the folder the image will be fetched from.
set -euo pipefail
[ $# -eq 4 ] || { echo 'usage: manifest.sh IMAGE.img.xz URL YYYY-MM-DD stable|backports' >&2; exit 2; }
image=$1 url=${2%/} date=$3 kernel=$4
[[ $url =~ ^[a-z]+://[A-Za-z0-9._~:/%+@-]+$ ]] || { echo "manifest.sh: '$url' is not an address" >&2; exit 2; }
[[ $date =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}$ ]] || { echo "manifest.sh: '$date' is not a date" >&2; exit 2; }
devices='"pi3-64bit", "pi4-64bit"'
[ "$kernel" = stable ] || devices='"pi3-64bit", "pi4-64bit", "pi5-64bit"'
name=$(basename "$image")
cat <<END
{
  "os_list": [
    {
      "name": "EdgeSeed",
      "description": "Publishes USB drives over BitTorrent: tracker, seeder and page. Open http://edgeseed.local:6969/ when it is up",
      "icon": "icons/cat_misc_utility_images.png",
      "url": "$url/$name",
      "extract_size": $(xz -dc "$image" | wc -c),
      "extract_sha256": "$(xz -dc "$image" | sha256sum | cut -d' ' -f1)",
      "image_download_size": $(stat -c %s "$image"),
      "image_download_sha256": "$(sha256sum "$image" | cut -d' ' -f1)",
      "release_date": "$date",
      "init_format": "none",
      "devices": [$devices]
    }
  ]
}
END
