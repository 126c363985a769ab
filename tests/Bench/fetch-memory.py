#!/usr/bin/env python3
"""Memory of `edgeseed serve` while it downloads five torrents at once and seeds a sixth, against its memory_limit.

    tests/Bench/fetch-memory.py EDGESEED [MEBIBYTES] [LIMIT]

Five torrents of MEBIBYTES (default 256) without data are fetched from a web server into library.fetch_to, while twenty clients (edgeseed get)
download another one from it again and again. Prints the peak (VmHWM) and whether it stayed within LIMIT (default 32 MiB). Run as root: it
works in a network of its own.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

from get_common import CLIENTS, QUIET, SEEDER, WEB, inside_network, make, wait, write_random

TORRENTS, LEECHERS = 5, 20


def main():
    inside_network()
    binary, mebibytes = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 256
    limit = int(sys.argv[3]) if len(sys.argv) > 3 else 32
    home, running = tempfile.mkdtemp(prefix="edgeseed-fetch-"), []
    for folder in ("data", "card", "own", "mirror"):
        os.mkdir(f"{home}/{folder}")
    try:
        for number in range(TORRENTS):
            write_random(f"{home}/data/{number}.bin", mebibytes)
            make(binary, f"{home}/data/{number}.bin", f"{home}/card/{number}.torrent", "--web-seed", f"http://{WEB}:8080/{number}.bin", "--announce", f"http://{SEEDER}:6969/announce")
        write_random(home + "/own/own.bin", mebibytes)
        own = home + "/own.torrent"
        make(binary, home + "/own/own.bin", own, "--announce", f"http://{SEEDER}:6969/announce")
        shutil.copy(own, home + "/own/own.torrent")
        server = subprocess.Popen([sys.executable, CLIENTS + "/ranged_server.py", WEB, "8080", home + "/data"], stdout=subprocess.PIPE)
        running.append(server)
        server.stdout.readline()
        with open(home + "/seed.toml", "w") as config:
            config.write(f"""[service]
memory_limit = "{limit} MiB"
[library]
folders = ["{home}/card", "{home}/own"]
fetch_to = "{home}/mirror"
fetch_reserve = "1 MB"
download = "60 MB/s"
rescan = "2s"
""")
        serving = subprocess.Popen([binary, "serve", "--config", home + "/seed.toml", "--state", home + "/state", "--bind", SEEDER, "--no-hardware"], **QUIET)
        running.append(serving)
        began, downloads, leeching = time.monotonic(), 0, {}

        def go_on():
            nonlocal downloads
            for number in range(LEECHERS):
                if number in leeching and leeching[number].poll() is None:
                    continue
                downloads += number in leeching and leeching[number].returncode == 0
                target = f"{home}/leech{number}"
                shutil.rmtree(target, ignore_errors=True)
                os.mkdir(target)
                leeching[number] = subprocess.Popen([binary, "get", own, "--dir", target, "--no-seed", "--bind", f"10.77.0.{30 + number}"], **QUIET)
            return all(os.path.exists(f"{home}/mirror/{number}.bin") for number in range(TORRENTS))

        wait(go_on, 300)
        seconds = time.monotonic() - began
        same = all(subprocess.run(["cmp", "-s", f"{home}/data/{n}.bin", f"{home}/mirror/{n}.bin"]).returncode == 0 for n in range(TORRENTS))
        with open(f"/proc/{serving.pid}/status") as status:
            peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
        running += leeching.values()
        held = same and peak <= limit * 1024
        print(json.dumps({"fetched": TORRENTS, "mebibytes": mebibytes, "seconds": round(seconds, 1), "seeded_meanwhile": downloads, "same": same, "peak_kb": peak, "limit_kb": limit * 1024, "held": held}))
    finally:
        for process in running:
            process.kill()
            process.wait()
        shutil.rmtree(home)
    sys.exit(0 if held else 1)


main()
