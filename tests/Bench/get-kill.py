#!/usr/bin/env python3
"""kill -9 at random moments of a download from three peers: does it go on, and what is lost?

    tests/Bench/get-kill.py EDGESEED [KILLS]

After each kill every piece on disk is hashed. It held when no piece that was right before became wrong, what EdgeSeed had said to be done
was there, pieces that were half done were never more than the peers, and every completed download had the very same bytes. Run as root: it
works in a network of its own. The short form is tests/Interop/GetTests.cs.
"""
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

from get_common import ANNOUNCE, DOWNLOADER, edgeseed_seed, inside_network, make, peers, start_tracker, wait, write_random

PIECE, MEBIBYTES, SEEDS = 256 << 10, 64, ("10.77.0.2", "10.77.0.20", "10.77.0.21")


def main():
    inside_network()
    binary, wanted = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100
    home = tempfile.mkdtemp(prefix="edgeseed-kill-")
    target, running, chance = home + "/target", [], random.Random(5)
    kills = completed = wrong = lost = most_partial = 0
    try:
        for number in range(len(SEEDS)):
            os.makedirs(f"{home}/seed{number}")
        write_random(home + "/seed0/data.bin", MEBIBYTES)
        for number in range(1, len(SEEDS)):
            shutil.copy(home + "/seed0/data.bin", f"{home}/seed{number}/data.bin")
        with open(home + "/seed0/data.bin", "rb") as file:
            data = file.read()
        right = [hashlib.sha1(data[at:at + PIECE]).digest() for at in range(0, len(data), PIECE)]
        torrent = home + "/data.torrent"
        info_hash = make(binary, home + "/seed0/data.bin", torrent, "--announce", ANNOUNCE, "--piece-size", "256KiB")
        running.append(start_tracker(binary, home))
        running += [edgeseed_seed(binary, address, torrent, f"{home}/seed{number}") for number, address in enumerate(SEEDS)]
        wait(lambda: peers(info_hash)[0] == len(SEEDS))
        before, last = set(), {}
        os.mkdir(target)
        while kills < wanted:
            log = open(home + "/said", "w+")
            process = subprocess.Popen([binary, "get", torrent, "--dir", target, "--no-seed", "--json", "--bind", DOWNLOADER, "--download", "30MB/s"],
                                       stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.DEVNULL)
            try:
                process.wait(chance.uniform(0.05, 2.5))
                with open(target + "/data.bin", "rb") as file:
                    wrong += file.read() != data
                completed += 1
                shutil.rmtree(target)
                os.mkdir(target)
                before, last = set(), {}
                continue
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                kills += 1
            there = b""
            if os.path.exists(target + "/data.bin"):
                with open(target + "/data.bin", "rb") as file:
                    there = file.read()
            blocks = [there[at:at + PIECE] for at in range(0, len(there), PIECE)]
            now = {number for number, block in enumerate(blocks) if hashlib.sha1(block).digest() == right[number]}
            log.seek(0)
            said = [json.loads(line) for line in log if line.endswith("\n")]
            done = max((event["done"] for event in said if event["event"] == "progress"), default=0)
            # What is done is counted from the beginning of a run.
            checked = max((event["pieces"] for event in said if event["event"] == "checked"), default=0)
            lost += len(before - now) + max(0, checked * PIECE + done - len(now) * PIECE) // PIECE
            # What an earlier kill left half done is still there, until its turn comes.
            begun = sum(1 for number, block in enumerate(blocks) if number not in now and any(block) and block != last.get(number))
            most_partial = max(most_partial, begun)
            before, last = now, {number: block for number, block in enumerate(blocks) if number not in now}
    finally:
        for process in running:
            process.kill()
            process.wait()
        shutil.rmtree(home)
    held = wrong == 0 and lost == 0 and most_partial <= len(SEEDS)
    print(json.dumps({"kills": kills, "completed": completed, "wrong": wrong, "pieces_lost": lost, "half_done_at_most": most_partial, "peers": len(SEEDS), "held": held}))
    sys.exit(0 if held else 1)


main()
