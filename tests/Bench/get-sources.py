#!/usr/bin/env python3
"""Does `edgeseed get` bring the very same bytes from every client, by torrent and by magnet link, from a mixed swarm, and from a web server?

    tests/Bench/get-sources.py EDGESEED [MEBIBYTES] [SOURCE...]

SOURCE is transmission, libtorrent, rtorrent, aria2, edgeseed, mixed or web; default all. In the mixed swarm each of the five has some pieces
and none has all; they are downloading too. Each run prints wall seconds, the downloader's CPU seconds and peak memory, and whether the data
is the same. The short form is tests/Interop/GetTests.cs. Run as root: it works in a network of its own.
"""
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

from get_common import (ANNOUNCE, CLIENTS, DOWNLOADER, SEEDER, SEEDS, WEB, inside_network, make, peers, start_tracker, wait, write_random)

PIECE = 1 << 20


def fetch(binary, what, source, home, data):
    target = tempfile.mkdtemp(dir=home)
    began = time.monotonic()
    process = subprocess.Popen([binary, "get", source, "--dir", target, "--no-seed", "--bind", DOWNLOADER], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - began
    same = status == 0 and subprocess.run(["cmp", "-s", data, target + "/data.bin"]).returncode == 0 and os.listdir(target) == ["data.bin"]
    shutil.rmtree(target)
    print(f"{what:24} {wall:7.1f} s  {usage.ru_utime + usage.ru_stime:6.1f} CPU s  {usage.ru_maxrss / 1024:5.1f} MiB  {'same' if same else 'DIFFERS'}", flush=True)
    if not same:
        print(said.decode(), flush=True)
    return same


def from_one(binary, name, home, data, torrent, info_hash):
    folder = home + "/seed"
    seeder = SEEDS[name](binary, SEEDER, torrent, folder)
    try:
        wait(lambda: peers(info_hash)[0] == 1, 300)
        same = fetch(binary, name, torrent, home, data)
        return fetch(binary, name + ", magnet", f"magnet:?xt=urn:btih:{info_hash}&tr={ANNOUNCE}", home, data) and same
    finally:
        end(seeder, folder)
        # Whoever cannot say goodbye any more is forgotten otherwise only after half an hour.
        wait(lambda: peers(info_hash) == (0, 0) or seeder.poll() is not None, 30)


def mixed(binary, home, data, torrent, info_hash, mebibytes):
    """Five clients with 40 % of the pieces each; every piece is with somebody."""
    names, running, chance = list(SEEDS), [], random.Random(7)
    holders = [{chance.randrange(len(names)), chance.randrange(len(names))} for _ in range(mebibytes)]
    try:
        for number, name in enumerate(names):
            folder = f"{home}/part-{name}"
            os.makedirs(folder)
            with open(data, "rb") as whole, open(folder + "/data.bin", "wb") as part:
                part.truncate(mebibytes * PIECE)
                for piece, having in enumerate(holders):
                    if number in having:
                        part.seek(piece * PIECE)
                        whole.seek(piece * PIECE)
                        part.write(whole.read(PIECE))
            running.append((SEEDS[name](binary, f"10.77.0.{20 + number}", torrent, folder), folder))
        wait(lambda: sum(peers(info_hash)) == len(names), 300)
        return fetch(binary, "mixed swarm", torrent, home, data)
    finally:
        for process, folder in running:
            end(process, folder)


def web(binary, home, data):
    torrent = home + "/web.torrent"
    make(binary, data, torrent, "--web-seed", f"http://{WEB}:8080/data.bin", "--announce", f"http://{WEB}:9/announce")
    server = subprocess.Popen([sys.executable, CLIENTS + "/ranged_server.py", WEB, "8080", home + "/seed"], stdout=subprocess.PIPE)
    try:
        server.stdout.readline()
        return fetch(binary, "web server with ranges", torrent, home, data)
    finally:
        server.kill()
        server.wait()


def end(process, folder):
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for left in (".rtorrent", ".transmission"):
        shutil.rmtree(folder + left, ignore_errors=True)


def main():
    inside_network()
    binary, mebibytes = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1024
    sources = sys.argv[3:] or [*SEEDS, "mixed", "web"]
    home = os.path.join(tempfile.gettempdir(), "edgeseed-sources")
    shutil.rmtree(home, ignore_errors=True)
    os.makedirs(home + "/seed")
    data, torrent = home + "/seed/data.bin", home + "/data.torrent"
    write_random(data, mebibytes)
    same = True
    try:
        for source in sources:
            if source == "web":
                same = web(binary, home, data) and same
                continue
            # A tracker of its own for each, because clients that were killed are remembered.
            info_hash = make(binary, data, torrent, "--announce", ANNOUNCE, "--piece-size", "1MiB")
            tracker = start_tracker(binary, home)
            try:
                same = (mixed(binary, home, data, torrent, info_hash, mebibytes) if source == "mixed" else from_one(binary, source, home, data, torrent, info_hash)) and same
            finally:
                tracker.terminate()
                tracker.wait()
                if os.path.exists(home + "/tracker.state"):
                    os.remove(home + "/tracker.state")
    finally:
        shutil.rmtree(home)
    sys.exit(0 if same else 1)


main()
