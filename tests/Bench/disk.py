#!/usr/bin/env python3
"""Seeding from a slow disk that does not fit into the page cache: EdgeSeed beside rtorrent, two drives at once, and what an idle disk is asked for.

    tests/Bench/disk.py seed EDGESEED --models hdd,stick,laptop --peers 10,50,200 --rounds 2     # beside rtorrent, in turn
    tests/Bench/disk.py seed EDGESEED --piece 4M --no-rtorrent                                   # pieces of 4 MiB
    tests/Bench/disk.py seed EDGESEED --leech=--suggest=50                                       # half of the leechers follow suggestions (BEP 6)
    tests/Bench/disk.py seed EDGESEED --plain                                                    # a file system that does not say what is cached
    tests/Bench/disk.py seed EDGESEED --upload 500000 --peers 20 --warm 42 --seconds 84 --keep   # a limited line, and a cache that loses nothing while it has room
    tests/Bench/disk.py two EDGESEED --peers 50 --stall 30                                       # a disk, which stalls in the middle, and a fast drive at once
    tests/Bench/disk.py swarm EDGESEED --size 256M --cgroup 128M --kind libtorrent               # ten that share, from a fresh torrent and from one half spread
    tests/Bench/disk.py idle EDGESEED --torrents 1000 --minutes 30                               # nobody downloads
    tests/Bench/disk.py make EDGESEED --models hdd,fast --size 1G                                # makes torrents of version 1, 2 and both, in turn

As root, with fuse3 and e2fsprogs, libfuse3-dev, a C compiler, and rtorrent unless --no-rtorrent. Downloaders (load/hleech.c) ask for each piece once in an order of their own,
64 blocks deep; figures are of a window after a warm-up. Where --before names an older EdgeSeed, that one takes part too.
  limit      MB/s that the model can read where every window of 1 MiB, or piece if that is shorter, costs a seek: more takes one read for several peers
  amp        bytes read from the disk for each byte sent
  gap        ms that the worst served of the downloaders waited for a block
"""
import argparse
import json
import os
import random
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from slow_disk import model, seeders, sharers  # noqa: E402

PORT = 21000
MIB = 1 << 20
COLUMNS = ("model", "peers", "seeder", "MB/s", "limit", "amp", "seeks/MB", "served", "jain", "gap", "hwm MiB")


def size(text):
    return int(text.rstrip("KMG")) << {"K": 10, "M": 20, "G": 30}.get(text[-1], 0)


def own_network():
    """Goes on in a network namespace with nothing but loopback."""
    if not os.environ.get("EDGESEED_BENCH_NETWORK"):
        os.environ["EDGESEED_BENCH_NETWORK"] = "1"
        os.execvp("unshare", ["unshare", "--net", "sh", "-c", 'ip link set lo up; ulimit -n 20000; exec "$@"', "sh", sys.executable, *sys.argv])


def leech(program, options, disk, port, peers, seed, source):
    command = [program, "--port", str(port), "--peers", str(peers), "--warm", str(options.warm), "--seconds", str(options.seconds), "--ctl", disk.control,
               "--seed", str(seed), "--fast", "--ext", "--src", source, *shlex.split(options.leech), disk.torrents[0]]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def figures(process):
    """What the downloaders got and what the disk did for it."""
    got = json.loads(process.communicate()[0])
    before, after = got["ctl0"][0], got["ctl1"][0]
    megabytes = max(got["win_bytes"] / 1e6, 1e-9)
    return {"MB/s": round(got["win_mbps"], 1), "amp": round((after["bytes"] - before["bytes"]) / 1e6 / megabytes, 2), "seeks/MB": round((after["seeks"] - before["seeks"]) / megabytes, 2),
            "served": got["win_served"], "jain": round(got["jain"], 3), "gap": round(got["gap_worst_max_ms"])}


def show(record):
    print("| " + " | ".join(str(record.get(column, "")) for column in COLUMNS) + " |", flush=True)


def start(options, scratch, name, disks):
    """A seeder on one disk or more; its first start checks the data, with the model off."""
    for disk in disks:
        disk.model()
        disk.forget()
    state = os.path.join(scratch, f"state-{name}-{len(disks)}")
    if name == "rtorrent":
        return seeders.rtorrent(disks[0].data, disks[0].torrents[0], state, PORT, options.cgroup, options.upload)
    binary = options.before if name == "before" else options.edgeseed
    return seeders.edgeseed(binary, [disk.data for disk in disks], state, PORT, options.memory, options.cgroup, options.upload, "auto" if options.what == "swarm" else "never")


def run_seed(options, scratch, program):
    disk = model.Disk(scratch, 2, "disk", 1, options.size, options.piece, options.plain)
    names = ["edgeseed"] + ["before"] * bool(options.before) + ["rtorrent"] * (not options.no_rtorrent)
    for name in names:
        start(options, scratch, name, [disk]).stop()
    print("| " + " | ".join(COLUMNS) + " |\n|" + "---|" * len(COLUMNS))
    for round_number in range(options.rounds):
        for name in options.models.split(","):
            for peers in map(int, options.peers.split(",")):
                for seeder in names:
                    process = start(options, scratch, seeder, [disk])
                    disk.forget()
                    disk.model(name)
                    keeper = subprocess.Popen([options.keeper, disk.torrents[0].removesuffix(".torrent")]) if options.keep else None
                    record = figures(leech(program, options, disk, PORT, peers, round_number + 1, "127.16.0.1"))
                    if keeper:
                        keeper.kill()
                        keeper.wait()
                    show({"model": name, "peers": peers, "seeder": seeder, "limit": round(model.limit(name, min(options.piece, MIB)), 1), "hwm MiB": round(process.hwm(), 1), **record})
                    process.stop()


def run_two(options, scratch, program):
    disks = [model.Disk(scratch, 2, "slow", 1, options.size, options.piece), model.Disk(scratch, 3, "quick", 1, options.size, options.piece)]
    names = ["edgeseed"] + ["before"] * bool(options.before)
    for name in names:
        start(options, scratch, name, disks).stop()
    print("| " + " | ".join(COLUMNS) + " |\n|" + "---|" * len(COLUMNS))
    for round_number in range(options.rounds):
        for peers in map(int, options.peers.split(",")):
            for name in names:
                for case in ("hdd alone", "fast alone", "both"):
                    process = start(options, scratch, name, disks)
                    loads = []
                    for number, (disk, kind) in enumerate(zip(disks, ("hdd", "fast"))):
                        disk.forget()
                        disk.model(kind)
                        if case in (f"{kind} alone", "both"):
                            loads.append((kind, leech(program, options, disk, PORT, peers, round_number * 2 + number + 1, f"127.{16 + 16 * number}.0.1")))
                    if options.stall and case == "both":
                        time.sleep(options.warm + options.seconds / 3)
                        disks[0].stall("hdd", options.stall)
                    for kind, load in loads:
                        show({"model": f"{kind} of {case}", "peers": peers, "seeder": name, "limit": round(model.limit(kind, min(options.piece, MIB)), 1), "hwm MiB": round(process.hwm(), 1), **figures(load)})
                    process.stop()


def run_swarm(options, scratch, _program):
    """Clients that share among themselves and are fed from the disk: seconds until all are complete, and copies that the seeder sent."""
    disk = model.Disk(scratch, 7, "shared", 1, options.size, options.piece)
    with open(disk.torrents[0].removesuffix(".torrent"), "rb") as file:
        data = file.read()
    names = ["edgeseed"] + ["before"] * bool(options.before) + ["rtorrent"] * (not options.no_rtorrent)
    for name in names:
        start(options, scratch, name, [disk]).stop()
    for round_number in range(options.rounds):
        for case in ("fresh", "half"):
            for name in names:
                with tempfile.TemporaryDirectory(prefix="edgeseed-sharers-", dir="/dev/shm") as targets:
                    print(json.dumps({"case": case, "seeder": name, **share(options, scratch, disk, name, data if case == "half" else None, targets, round_number)}), flush=True)


def share(options, scratch, disk, name, data, targets, seed):
    order, pieces, clients = random.Random(seed), options.size // options.piece, []
    try:
        for number in range(options.clients):
            folder = os.path.join(targets, str(number))
            os.makedirs(folder)
            if data:
                with open(os.path.join(folder, "big.bin"), "wb") as file:
                    file.truncate(options.size)
                    for piece in order.sample(range(pieces), pieces // 2):
                        file.seek(piece * options.piece)
                        file.write(data[piece * options.piece:(piece + 1) * options.piece])
            clients.append(sharers.KINDS[options.kind](number, disk.torrents[0], folder, scratch))
        process = start(options, scratch, name, [disk])
        disk.forget()
        disk.model("hdd")
        began = time.monotonic()
        for number, client in enumerate(clients):
            client.go([("127.0.0.1", PORT), *(other.address for other in clients[:number])])
        while not all(client.is_done() for client in clients) and time.monotonic() - began < 240:
            time.sleep(0.1)
        seconds, counted = time.monotonic() - began, disk.counters()
        record = {"seconds": round(seconds, 1), "copies": round(sum(client.taken() for client in clients) / options.size, 2), "read": round(counted["bytes"] / options.size, 2),
                  "seeks": counted["seeks"], "done": sum(client.is_done() for client in clients), "of": len(clients), "hwm MiB": round(process.hwm(), 1)}
        process.stop()
        return record
    finally:
        disk.model()
        for client in clients:
            client.stop()


def run_idle(options, scratch, _program):
    """Reads that reach the disk while nobody downloads, minute by minute; trackers, scrapes, the page and edits go on."""
    disk = model.Disk(scratch, 5, "idle", options.torrents, MIB, 65536)
    start(options, scratch, "edgeseed", [disk]).stop()
    process = start(options, scratch, "edgeseed", [disk])
    hashes = [status["info_hash"] for status in json.loads(get("/status.json"))["torrents"]]
    config = os.path.join(scratch, "state-edgeseed-1", "seed.toml")
    disk.model("hdd")
    minutes, reads = [], 0
    for second in range(2, options.minutes * 60 + 1, 2):
        escaped = "".join(f"%{hashes[second % len(hashes)][i:i + 2]}" for i in range(0, 40, 2))
        for path in ("/", "/metrics", f"/scrape?info_hash={escaped}", f"/announce?info_hash={escaped}&peer_id=-BN0001-{second:012}&port=7000&left=5&compact=1&event=started"):
            get(path)
        if second % 60 == 30:
            with open(config, "a") as file:
                file.write(f"# edited after {second} s\n")
        time.sleep(2)
        if second % 60 == 0:
            counted = disk.counters()["reads"]
            minutes.append(counted - reads)
            reads = counted
    print(json.dumps({"torrents": options.torrents, "reads by minute": minutes, "after the first": sum(minutes[1:]), "hwm MiB": round(process.hwm(), 1)}))
    process.stop()


def run_make(options, scratch, _program):
    """A torrent of each format is made of what is not cached: how fast, and a hybrid beside the slower of its halves. Medians."""
    disk = model.Disk(scratch, 2, "disk", 1, options.size, options.piece, options.plain)
    for name in options.models.split(","):
        took = {"v1": [], "v2": [], "hybrid": []}
        for _ in range(options.rounds):
            for kind, seconds in took.items():
                disk.forget()
                disk.model(name)
                began = time.monotonic()
                subprocess.run([options.edgeseed, "make", disk.torrents[0].removesuffix(".torrent"), "--format", kind, "--output", os.path.join(scratch, "made.torrent"), "--force"],
                               check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                seconds.append(time.monotonic() - began)
                disk.model()
        speeds = {kind: options.size / 1e6 / statistics.median(seconds) for kind, seconds in took.items()}
        print(json.dumps({"model": name, "MB/s": {kind: round(speed, 1) for kind, speed in speeds.items()}, "hybrid / slower half": round(speeds["hybrid"] / min(speeds["v1"], speeds["v2"]), 3)}))


def get(path):
    return urllib.request.urlopen(f"http://127.0.0.1:{PORT + 1}{path}", timeout=10).read()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("seed", "two", "swarm", "idle", "make"))
    parser.add_argument("edgeseed")
    parser.add_argument("--before", help="another build, in the same rounds")
    parser.add_argument("--models", default="hdd")
    parser.add_argument("--peers", default="10,50,200")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--size", type=size, default="8G", help="of the file")
    parser.add_argument("--piece", type=size, default="1M")
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--keep", action="store_true", help="keep a host that pages out unused memory (DAMON) away from what is cached (load/keep.c); for loads that fit into --cgroup")
    parser.add_argument("--no-rtorrent", action="store_true")
    parser.add_argument("--upload", type=int, default=0, help="bytes a second; 0 does not limit it")
    parser.add_argument("--memory", type=int, default=32, help="service.memory_limit, MiB")
    parser.add_argument("--cgroup", type=size, default="384M", help="memory that process and page cache have together")
    parser.add_argument("--warm", type=float, default=10)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--stall", type=int, default=0, help="seconds that the disk of `two` stalls for in the middle")
    parser.add_argument("--kind", choices=sharers.KINDS, default="libtorrent", help="clients of `swarm`")
    parser.add_argument("--clients", type=int, default=10, help="of `swarm`")
    parser.add_argument("--torrents", type=int, default=1000, help="of `idle`")
    parser.add_argument("--minutes", type=int, default=30, help="of `idle`")
    parser.add_argument("--leech", default="", help="further options of load/hleech.c")
    options = parser.parse_args()
    own_network()
    scratch = tempfile.mkdtemp(prefix="edgeseed-disk-", dir=os.environ.get("BENCH_TMP"))
    os.chmod(scratch, 0o755)
    options.keeper = model.build(scratch, "keep") if options.keep else None
    try:
        {"seed": run_seed, "two": run_two, "swarm": run_swarm, "idle": run_idle, "make": run_make}[options.what](options, scratch, model.build(scratch, "hleech"))
    finally:
        for disk in model.Disk.all:
            disk.close()
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()
