#!/usr/bin/env python3
"""Twenty downloaders and one seeder with a slow line: how long until everybody has everything, against the ideal.

    tests/Bench/get-swarm.py EDGESEED [MEBIBYTES] [DOWNLOADERS]

The seeder is `edgeseed serve` at 1 MiB/s; the ideal is the time in which it can send everything once. Run as root: it works in a network of
its own.
"""
import os, re, shutil, subprocess, sys, tempfile, time

from get_common import SEEDER, TRACKER, inside_network


def main():
    inside_network()
    binary, mebibytes, count = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 64, int(sys.argv[3]) if len(sys.argv) > 3 else 20
    home = tempfile.mkdtemp(prefix="edgeseed-swarm-")
    os.makedirs(home + "/seed")
    data, torrent = home + "/seed/data.bin", home + "/seed/data.bin.torrent"
    with open(data, "wb") as out:
        for _ in range(mebibytes):
            out.write(os.urandom(1 << 20))
    announce = f"http://{TRACKER}:7000/announce"
    subprocess.run([binary, "make", data, "--output", torrent, "--announce", announce], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    quiet = dict(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    running = [subprocess.Popen([binary, "track", "--port", "7000", "--bind", TRACKER, "--state", home + "/state"], **quiet)]
    try:
        time.sleep(1)
        running.append(subprocess.Popen([binary, "serve", home + "/seed", "--state", home + "/serve", "--bind", SEEDER, "--upload", "1MiB/s", "--no-hardware"], **quiet))
        time.sleep(4)
        began, downloads = time.monotonic(), []
        for number in range(count):
            target = f"{home}/{number}"
            os.makedirs(target)
            downloads.append(subprocess.Popen(
                [binary, "get", torrent, "--dir", target, "--json", "--bind", f"10.77.0.{10 + number}"],
                stdout=open(f"{target}.log", "w"), stderr=subprocess.STDOUT))
        running += downloads
        done = {}
        while len(done) < count and time.monotonic() - began < mebibytes * 4:
            time.sleep(0.2)
            for number in range(count):
                if number not in done and '"event":"complete"' in open(f"{home}/{number}.log").read():
                    done[number] = time.monotonic() - began
        for number in range(count):
            if subprocess.run(["cmp", "-s", data, f"{home}/{number}/data.bin"]).returncode != 0:
                print(f"downloader {number} DIFFERS")
        times = sorted(done.values())
        peak = max(int(re.search(r"VmHWM:\s+(\d+)", open(f"/proc/{p.pid}/status").read())[1]) for p in downloads) // 1024
        print(f"{len(done)} of {count} complete; first {times[0]:.1f} s, last {times[-1]:.1f} s; ideal {mebibytes} s: {times[-1] / mebibytes:.2f} times; peak {peak} MiB")
    finally:
        for process in running:
            process.kill()
        shutil.rmtree(home)


main()
