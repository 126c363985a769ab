#!/usr/bin/env python3
"""Peers come, go and die in the middle of a block, torrents are added and removed every second: after a warm-up memory must not grow, no descriptor
be lost, and at the end the counters add up. --minutes: 30 unless told otherwise; the first fifth is warm-up."""
import argparse, os, random, resource, socket, struct, time
from common import Seeder, make_torrent, verdict, SCRATCH

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--minutes", type=float, default=30)
parser.add_argument("--pause", type=float, default=0.01, help="seconds between two peers")
args = parser.parse_args()
resource.setrlimit(resource.RLIMIT_NOFILE, (8192, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
folder = os.path.join(SCRATCH, "data")
os.mkdir(folder)
# Info-hash, pieces and blocks in each.
lasting = make_torrent(folder, "lasting.bin", os.urandom(8 << 20), 1 << 18)[1], 32, 16
seeder = Seeder(folder, memory_mib=32, rescan="1s")
seeder.wait()
INTERESTED, UNCHOKE = b"\0\0\0\1\2", b"\0\0\0\1\1"
passing = {}
number = 0
samples = []
end = time.monotonic() + args.minutes * 60


def visit(torrent, number):
    """One peer: a handshake, mostly interest, some requests once it may ask, some of the answers, and gone without a word."""
    info_hash, pieces, blocks = torrent
    with socket.create_connection((seeder.host, seeder.peer_port), 5, (f"127.50.{number // 250 % 250}.{number % 250 + 1}", 0)) as peer:
        fast = b"\0\0\0\0\0\x10\0\4" if number % 3 else bytes(8)
        peer.sendall((b"\x13BitTorrent protocol" + fast + info_hash + b"-CH0001-%012d" % number)[:20 if number % 17 == 0 else 68])
        peer.settimeout(0.2)
        try:
            if number % 17:
                peer.sendall(INTERESTED)
                said = b""
                while UNCHOKE not in said and (more := peer.recv(16384)):
                    said += more
            for _ in range(number % 8):
                peer.sendall(struct.pack(">IBIII", 13, 6, random.randrange(pieces), random.randrange(blocks) * 16384, 16384))
            wanted = random.randrange(60000)
            while wanted > 0 and (got := len(peer.recv(16384))):
                wanted -= got
        except OSError:
            pass


next_second = time.monotonic()
while time.monotonic() < end:
    if time.monotonic() >= next_second:
        next_second += 1
        name = f"passing-{number}.bin"
        passing[name] = make_torrent(folder, name, os.urandom(1 << 16), 1 << 14)[1], 4, 1
        if len(passing) > 20:
            old = next(iter(passing))
            del passing[old]
            os.remove(os.path.join(folder, old))
            os.remove(os.path.join(folder, old + ".torrent"))
        if int(next_second) % 5 == 0:
            seeder.get("/status.json")
            samples.append((seeder.memory()["RssAnon"], seeder.descriptors()))
    number += 1
    try:
        visit(random.choice([lasting, *passing.values()]), number)
    except OSError:
        pass
    time.sleep(args.pause)
time.sleep(3)
tail = samples[len(samples) // 5:]
half = len(tail) // 2
tenths = [max(anon for anon, _ in samples[i * len(samples) // 10:(i + 1) * len(samples) // 10] or samples) for i in range(10)]
print("largest RssAnon in each tenth of the time, kB:", *tenths, flush=True)
first, second = (max(sample[0] for sample in part) for part in (tail[:half], tail[half:]))
held = verdict("memory after warm-up", second <= first * 1.05 + 512, f"largest RssAnon {first} kB in the first half, {second} kB in the second; VmHWM {seeder.memory()['VmHWM']} kB")
held &= verdict("descriptors", max(s[1] for s in tail[half:]) <= max(s[1] for s in tail[:half]) + 8, f"{tail[0][1]} at first, {tail[-1][1]} at last")
status = seeder.status()
held &= verdict("nobody is left", status["upload"]["peers"] == 0, f"{number} peers came, {status['upload']['peers']} are connected")
came, opened, left, there = (seeder.metrics("edgeseed_connections_" + name) for name in ("accepted_total", "opened_total", "ended_total", "open"))
why = ", ".join(f"{int(count)} {labels.split(chr(34))[1]}" for labels, count in left.items() if count)
held &= verdict("connections add up", came[""] + opened[""] == sum(left.values()) + there[""], f"{int(came[''])} came and {int(opened[''])} were opened: {why}, {int(there[''])} there")
asked, ended, waiting = (seeder.metrics("edgeseed_requests_" + name) for name in ("total", "ended_total", "waiting"))
what = ", ".join(f"{int(count)} {labels.split(chr(34))[1]}" for labels, count in ended.items())
held &= verdict("requests add up", asked[""] == sum(ended.values()) + waiting[""] and asked[""] > 0, f"{int(asked[''])} asked: {what}, {int(waiting[''])} waiting")
held &= verdict("stops cleanly", seeder.stop() == 0, "")
raise SystemExit(0 if held else 1)
