#!/usr/bin/env python3
"""How exactly the upload budget is kept, counted on the wire: the kernel's own counters of a virtual network card in a network namespace, all
headers from Ethernet on included. For each rate and number of leechers: what was sent over 30 s, the fullest one-second window, and how even
the shares were. Needs root (ip, unshare, nsenter). --short: one rate, 8 s."""
import argparse, json, os, subprocess, sys, time

if "BENCH_NETWORK" not in os.environ:
    os.execvpe("unshare", ["unshare", "--net", "--mount", sys.executable, *sys.argv], dict(os.environ, BENCH_NETWORK="seeder"))

from common import Seeder, leech_program, make_torrent, verdict, SCRATCH

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--rates", default="4000,100000,5000000")
parser.add_argument("--peers", default="1,20,200")
parser.add_argument("--seconds", type=float, default=30)
parser.add_argument("--short", action="store_true")
args = parser.parse_args()
if args.short:
    args.rates, args.peers, args.seconds = "1000000", "20", 8

# No segmentation offload: each packet passes the card, and its counters, with its own header.
other = subprocess.Popen(["unshare", "--net", "sleep", "100000"])
time.sleep(0.3)
for command in ("ip link set lo up", f"ip link add seed0 type veth peer name leech0 netns {other.pid}", "ip link set seed0 gso_max_segs 1 gso_max_size 1514",
                "ip addr add 10.9.0.1/24 dev seed0", "ip link set seed0 up", f"nsenter -t {other.pid} -n ip addr add 10.9.0.2/24 dev leech0",
                f"nsenter -t {other.pid} -n ip link set leech0 up"):
    subprocess.run(command.split(), check=True)


def sent_bytes():
    with open("/proc/self/net/dev") as file:
        for line in file:
            if line.strip().startswith("seed0:"):
                return int(line.split(":")[1].split()[8])


def watch(seconds):
    """(time, bytes sent) every 10 ms."""
    samples, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        samples.append((time.monotonic(), sent_bytes()))
        time.sleep(0.01)
    return samples


def fullest_second(samples):
    most, first = 0, 0
    for at, bytes_sent in samples:
        while samples[first][0] < at - 1.0:
            first += 1
        most = max(most, bytes_sent - samples[first][1])
    return most


folder = os.path.join(SCRATCH, "data")
os.mkdir(folder)
torrent, _ = make_torrent(folder, "budget.bin", os.urandom(64 << 20), 1 << 18)
held = True
for rate in map(int, args.rates.split(",")):
    for peers in map(int, args.peers.split(",")):
        # Leechers that share nothing: with super-seeding their shares would be the plan's and not the budget's.
        seeder = Seeder(folder, upload=rate, host="10.9.0.1", extra='super_seeding = "never"')
        try:
            seeder.wait()
            # Leechers are all there and served before the clock starts.
            # To greet one costs about a kilobyte.
            settle = max(8 if rate <= 10_000 else 5, peers * 1000 / rate)
            load = subprocess.Popen(["nsenter", "-t", str(other.pid), "-n", leech_program(), "--host", "10.9.0.1", "--port", str(seeder.peer_port), "--peers", str(peers),
                                     "--src", "none", "--fast", "--ext", "--seconds", str(args.seconds + settle + 3), torrent], stdout=subprocess.PIPE, text=True)
            time.sleep(settle)
            samples = watch(args.seconds)
            result = json.loads(load.communicate()[0])
        finally:
            seeder.stop()
        (began, first), (ended, last) = samples[0], samples[-1]
        used, burst = (last - first) / (ended - began) / rate, fullest_second(samples) / rate
        # Evenness means something where each one's share is some blocks.
        is_even = rate * args.seconds / peers < 4 * 16384 or result["jain"] >= 0.95
        held &= verdict(f"{rate} B/s, {peers} leechers", 0.97 <= used <= 1.005 and burst <= 1.05 and is_even,
                        f"{used:.1%} used, fullest second {burst:.1%}, Jain {result['jain']:.3f}, {result['served']} served")
other.kill()
raise SystemExit(0 if held else 1)
