#!/usr/bin/env python3
"""Many small torrents on disk: time from the start until all are seeded, first with hashing and then after a restart; peak memory; processor time
while nothing happens. COUNT torrents of 64 KiB with their .torrent beside them. --memory: memory_limit in MiB; --rescan is as configured by default."""
import argparse, os, random, socket, time
from common import Seeder, make_torrent, make_version2, verdict, SCRATCH

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("count", type=int, nargs="?", default=1000)
parser.add_argument("--memory", type=int, default=0, help="default: 32, which is the default limit, up to 5,000 torrents, else 40")
parser.add_argument("--v2", action="store_true", help="torrents of version 2")
parser.add_argument("--idle", type=float, default=60)
args = parser.parse_args()
memory = args.memory or (32 if args.count <= 5000 else 40)
folder, state = os.path.join(SCRATCH, "data"), os.path.join(SCRATCH, "state")
os.mkdir(folder)
make = make_version2 if args.v2 else lambda *what: make_torrent(*what, 16384)
hashes = [make(folder, "item-%05d.bin" % i, random.Random(i).randbytes(65536))[1] for i in range(args.count)]


def is_seeded(seeder, info_hash, number):
    """Whether a peer is answered for this torrent."""
    try:
        with socket.create_connection((seeder.host, seeder.peer_port), 5, (f"127.40.{number // 250 % 250}.{number % 250 + 1}", 0)) as peer:
            peer.sendall(b"\x13BitTorrent protocol" + bytes(8) + info_hash + b"-MN0001-%012d" % number)
            return len(peer.recv(68)) > 0
    except OSError:
        return False


def seconds_until_all(seeder):
    asked = 0
    for info_hash in random.sample(hashes, min(32, len(hashes))) + [hashes[0], hashes[-1]]:
        while not is_seeded(seeder, info_hash, asked):
            asked += 1
            if seeder.process.poll() is not None or time.monotonic() - seeder.started > 300:
                raise SystemExit("it does not get there: " + open(seeder.state + ".log").read()[-2000:])
            time.sleep(0.1)
        asked += 1
    return time.monotonic() - seeder.started


held = True
for what in ("first start", "restart"):
    seeder = Seeder(folder, memory_mib=memory, state=state, rescan="60s")
    took = seconds_until_all(seeder)
    time.sleep(5)
    before, began = seeder.cpu(), time.monotonic()
    time.sleep(args.idle)
    idle, used = (seeder.cpu() - before) / (time.monotonic() - began), seeder.memory()
    held &= verdict(f"{args.count} torrents, {what}", (what == "first start" or took <= 15) and used["VmHWM"] <= memory * 1024 and idle <= 0.01,
                    f"all seeding after {took:.1f} s, VmHWM {used['VmHWM']} kB of {memory * 1024}, RssAnon {used['RssAnon']} kB, idle {idle:.2%} of a processor")
    held &= seeder.stop() == 0
raise SystemExit(0 if held else 1)
