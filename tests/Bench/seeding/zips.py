#!/usr/bin/env python3
"""Memory with a class that fetches a folder: so many .zip of the same folder at once, each by an address of its own, each tested when it is there."""
import argparse
import concurrent.futures
import io
import os
import random
import time
import zipfile
from http.client import HTTPConnection

from common import SCRATCH, Seeder, verdict

LIMIT_MIB = 32


def fetch(seeder, number, info_hash):
    """Fetches the archive from an address of its own; bytes of the files in it."""
    connection = HTTPConnection(seeder.host, seeder.port, timeout=300, source_address=(f"127.0.1.{number + 1}", 0))
    connection.request("GET", f"/files/{info_hash}.zip")
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise SystemExit(f"zip {number}: {answer.status} {body[:200]}")
    archive = zipfile.ZipFile(io.BytesIO(body))
    if (bad := archive.testzip()) is not None:
        raise SystemExit(f"zip {number}: {bad} is damaged")
    return sum(entry.file_size for entry in archive.infolist())


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--zips", type=int, default=20)
parser.add_argument("--files", type=int, default=400)
parser.add_argument("--megabytes", type=int, default=20)
wanted = parser.parse_args()
album = os.path.join(SCRATCH, "data", "album")
os.makedirs(album)
source = random.Random(1)
for i in range(wanted.files):
    with open(os.path.join(album, f"picture {i:04}.jpg"), "wb") as picture:
        picture.write(source.randbytes(wanted.megabytes * 1_000_000 // wanted.files))
seeder = Seeder(os.path.dirname(album), memory_mib=LIMIT_MIB)
seeder.wait()
[torrent] = seeder.status()["torrents"]
before, began = seeder.memory()["VmHWM"], time.monotonic()
with concurrent.futures.ThreadPoolExecutor(wanted.zips) as pool:
    sizes = list(pool.map(lambda number: fetch(seeder, number, torrent["info_hash"]), range(wanted.zips)))
seconds, most = time.monotonic() - began, seeder.memory()["VmHWM"]
seeder.stop()
held = verdict(
    "memory", most <= LIMIT_MIB * 1024,
    f"{wanted.zips} zips of {wanted.files} files at once: {sum(sizes) / 1e6:.0f} MB in {seconds:.1f} s, all whole; VmHWM {before} kB before, {most} kB after (limit {LIMIT_MIB * 1024})")
raise SystemExit(not held)
