#!/usr/bin/env python3
"""Memory with a class that fetches a folder: so many .zip of the same folder at once, each by an address of its own, each tested when it is there.
On loopback; exits with 1 when the most memory exceeds service.memory_limit's default."""
import argparse
import concurrent.futures
import io
import json
import pathlib
import random
import subprocess
import tempfile
import time
import urllib.request
import zipfile
from http.client import HTTPConnection

LIMIT_KB, PAGE = 32 * 1024, 6969


def memory(pid, what):
    return next(int(line.split()[1]) for line in open(f"/proc/{pid}/status") if line.startswith(what))


def seeded():
    with urllib.request.urlopen(f"http://127.0.0.1:{PAGE}/status.json", timeout=10) as answer:
        return [torrent["info_hash"] for torrent in json.load(answer)["torrents"] if torrent["state"] == "seeding"]


def fetch(number, info_hash):
    """Fetches the archive from an address of its own; bytes of the files in it."""
    connection = HTTPConnection("127.0.0.1", PAGE, timeout=300, source_address=(f"127.0.1.{number + 1}", 0))
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
parser.add_argument("edgeseed")
parser.add_argument("--zips", type=int, default=20)
parser.add_argument("--files", type=int, default=400)
parser.add_argument("--megabytes", type=int, default=20)
wanted = parser.parse_args()
with tempfile.TemporaryDirectory() as scratch:
    album = pathlib.Path(scratch, "data", "album")
    album.mkdir(parents=True)
    source = random.Random(1)
    for i in range(wanted.files):
        (album / f"picture {i:04}.jpg").write_bytes(source.randbytes(wanted.megabytes * 1_000_000 // wanted.files))
    service = subprocess.Popen(
        [wanted.edgeseed, "serve", album.parent, "--state", f"{scratch}/state", "--bind", "127.0.0.1", "--port", str(PAGE), "--peer-port", "6881", "--no-hardware"], stdout=subprocess.DEVNULL)
    try:
        for _ in range(600):
            time.sleep(0.1)
            try:
                if seeded():
                    break
            except OSError:
                pass
        [info_hash] = seeded()
        before, began = memory(service.pid, "VmHWM"), time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(wanted.zips) as pool:
            sizes = list(pool.map(lambda number: fetch(number, info_hash), range(wanted.zips)))
        seconds, most = time.monotonic() - began, memory(service.pid, "VmHWM")
    finally:
        service.terminate()
        service.wait()
    print(f"{wanted.zips} zips of {wanted.files} files at once: {sum(sizes) / 1e6:.0f} MB in {seconds:.1f} s, all whole; VmHWM {before} kB before, {most} kB after (limit {LIMIT_KB})")
    raise SystemExit(most > LIMIT_KB)
