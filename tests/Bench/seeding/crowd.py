#!/usr/bin/env python3
"""A crowd that comes at once: so many leechers of one torrent from the page cache, no limit on the upload, and how evenly they are served.

Several programs are run in turn, the second round backwards, so that a builder of EdgeSeed sees before and after in one run."""
import argparse
import json
import os
import subprocess
import tempfile

import common

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("programs", nargs="*", default=[common.BINARY], help="edgeseed binaries [default: EDGESEED_BINARY]")
parser.add_argument("--leechers", type=int, default=1000)
parser.add_argument("--seconds", type=int, default=10)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--jain", type=float, default=0.97, help="what the last program must reach in every round")
wanted = parser.parse_args()

folder = tempfile.mkdtemp(dir=common.SCRATCH)
torrent, _ = common.make_torrent(folder, "data.bin", os.urandom(1 << 20) * 256, 1 << 18)
places = f"max_peers = {wanted.leechers + 200}\nmax_peers_per_torrent = {wanted.leechers + 200}"
reached = []
for turn in range(wanted.rounds):
    for program in wanted.programs if turn % 2 == 0 else wanted.programs[::-1]:
        common.BINARY = program
        seeder = common.Seeder(folder, memory_mib=64, extra=places)
        seeder.wait()
        before = seeder.cpu()
        load = subprocess.run(
            [common.leech_program(), "--port", str(seeder.peer_port), "--peers", str(wanted.leechers), "--seconds", str(wanted.seconds), "--fast", torrent],
            check=True, capture_output=True, text=True, timeout=wanted.seconds + 60)
        run = json.loads(load.stdout)
        cpu = seeder.cpu() - before
        seeder.stop()
        print(f"round {turn + 1}, {program}: Jain {run['jain']:.3f}, {run['bytes'] / 1e6 / run['active_s']:,.0f} MB/s, {cpu * 1e9 / run['bytes']:.3f} CPU s/GB", flush=True)
        if program == wanted.programs[-1]:
            reached.append(run["jain"])
raise SystemExit(0 if common.verdict("evenly served", min(reached) >= wanted.jain, f"Jain {min(reached):.3f} to {max(reached):.3f}, {wanted.jain} wanted") else 1)
