#!/usr/bin/env python3
"""Two builds of the program side by side, interleaved in one run: did it get slower or larger?

    tests/Bench/before_after.py BEFORE AFTER [--rounds 3] [--only seeding,tracker,get,idle,size]

Processor time of seeding to 1 and to 200 leechers and of `get`, in seconds a GB; answers of the tracker per second of its processor time (UDP); peak and
resident memory of an idle service; bytes of the binary. Another build goes first each round. The last table holds medians, their ranges, and what AFTER's
are in BEFORE's. Native builds (publish-arm64.sh --rid linux-x64); run as root, in a network of its own, with nothing else running: 70 s a round.
"""
import argparse, json, os, statistics, subprocess, sys, tempfile, time

from get_common import DOWNLOADER, PORT, QUIET, SEEDER, edgeseed_seed, inside_network, make, peers, start_tracker, wait, write_random

HERE = os.path.dirname(os.path.abspath(__file__))
SEED_MIB, GET_MIB, SECONDS, IDLE_SECONDS = 192, 256, 4, 10
ANNOUNCES = ["--torrents", "1000", "--peers", "100000", "--seeders", "0", "--ips", "50"]
# Where more is better.
RATES = {"tracker, answers per CPU s"}


def seeding(common, binary, _):
    """CPU s/GB of what leaves, by the number of leechers."""
    common.BINARY = binary
    folder = tempfile.mkdtemp(dir=common.SCRATCH)
    torrent, _ = common.make_torrent(folder, "data.bin", os.urandom(1 << 20) * SEED_MIB, 1 << 18)
    seeder = common.Seeder(folder)
    try:
        seeder.wait()
        for leechers in (1, 200):
            command = [common.leech_program(), "--port", str(seeder.peer_port), "--peers", str(leechers), "--seconds", str(SECONDS), "--fast", torrent]
            before = seeder.cpu()
            run = json.loads(subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout)
            yield f"seeding to {leechers}, CPU s/GB", (seeder.cpu() - before) * 1e9 / run["bytes"]
    finally:
        seeder.stop()


def tracker(common, binary, home):
    """Answers per CPU second over UDP, once it knows everybody."""
    announce = os.path.join(home, "announce")
    if not os.path.exists(announce):
        subprocess.run(["cc", "-O2", "-std=gnu11", "-o", announce, os.path.join(HERE, "load/announce.c")], check=True)
    state = tempfile.mkdtemp(dir=home)
    process = subprocess.Popen([binary, "track", "--port", "7100", "--bind", "127.0.0.1", "--state", state + "/state"], **QUIET)
    try:
        time.sleep(1.5)
        subprocess.run([announce, "--port", "7100", *ANNOUNCES, "--fill"], check=True, **QUIET)
        before = common.cpu_seconds(process.pid)
        run = json.loads(subprocess.run([announce, "--port", "7100", *ANNOUNCES, "--seconds", str(SECONDS)], check=True, capture_output=True, text=True).stdout)
        yield "tracker, answers per CPU s", run["ok"] / (common.cpu_seconds(process.pid) - before)
    finally:
        end(process)


def get(common, binary, home):
    """CPU s/GB of a download from one seeder, which is always the same build."""
    seeded = home + "/seed"
    os.makedirs(seeded, exist_ok=True)
    write_random(seeded + "/data.bin", GET_MIB)
    info_hash = make(common.FIRST, seeded + "/data.bin", home + "/data.torrent", "--announce", "http://10.77.0.1:7000/announce")
    serving = [start_tracker(common.FIRST, tempfile.mkdtemp(dir=home)), edgeseed_seed(common.FIRST, SEEDER, home + "/data.torrent", seeded)]
    try:
        wait(lambda: peers(info_hash)[0] > 0)
        target = tempfile.mkdtemp(dir=home)
        process = subprocess.Popen([binary, "get", home + "/data.torrent", "--dir", target, "--no-seed", "--bind", DOWNLOADER, "--peer-port", str(PORT)], **QUIET)
        _, status, usage = os.wait4(process.pid, 0)
        if status != 0 or subprocess.run(["cmp", "-s", seeded + "/data.bin", target + "/data.bin"]).returncode != 0:
            sys.exit(f"{binary} get failed: {status}")
        os.remove(target + "/data.bin")
        yield "get, CPU s/GB", (usage.ru_utime + usage.ru_stime) * 1e9 / (GET_MIB << 20)
    finally:
        for process in serving:
            end(process)


def idle(common, binary, _):
    """Memory of a service with one small torrent that nobody wants."""
    common.BINARY = binary
    folder = tempfile.mkdtemp(dir=common.SCRATCH)
    common.make_torrent(folder, "data.bin", os.urandom(1 << 20), 1 << 18)
    seeder = common.Seeder(folder)
    try:
        seeder.wait()
        time.sleep(IDLE_SECONDS)
        memory = seeder.memory()
        yield "idle, VmHWM kB", memory["VmHWM"]
        yield "idle, VmRSS kB", memory["VmRSS"]
    finally:
        seeder.stop()


def size(_, binary, __):
    """Bytes of the program."""
    yield "size, bytes", os.path.getsize(binary)


MEASUREMENTS = {"seeding": seeding, "tracker": tracker, "get": get, "idle": idle, "size": size}


def end(process):
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before")
    parser.add_argument("after")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default=",".join(MEASUREMENTS), help="of " + ", ".join(MEASUREMENTS))
    args = parser.parse_args()
    inside_network()
    builds = {"before": os.path.abspath(args.before), "after": os.path.abspath(args.after)}
    os.environ["EDGESEED_BINARY"] = builds["before"]
    sys.path.insert(0, os.path.join(HERE, "seeding"))
    import common

    common.FIRST = builds["before"]
    figures = {}
    with tempfile.TemporaryDirectory(prefix="edgeseed-ab-") as home:
        for number in range(args.rounds):
            for name in list(builds)[:: 1 if number % 2 == 0 else -1]:
                for measurement in args.only.split(","):
                    for what, value in MEASUREMENTS[measurement](common, builds[name], home):
                        figures.setdefault(what, {}).setdefault(name, []).append(value)
                        print(f"{number} {name:7} {what:28} {value:14,.2f}", flush=True)
    print(f"\n{'median (range)':28} {'before':>36} {'after':>36}   after / before")
    for what, runs in figures.items():
        shown = [f"{statistics.median(runs[name]):,.2f} ({min(runs[name]):,.2f} to {max(runs[name]):,.2f})" for name in builds]
        ratio = statistics.median(runs["after"]) / statistics.median(runs["before"])
        print(f"{what:28} {shown[0]:>36} {shown[1]:>36}   {ratio:.3f}{' (more is better)' if what in RATES else ''}")


main()
