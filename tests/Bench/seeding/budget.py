#!/usr/bin/env python3
"""How exactly the upload budget is kept, counted on the wire: the kernel's own counters of a virtual network card in a network namespace, all
headers from Ethernet on included. For each rate and number of leechers: what was sent over 30 s, the fullest one-second window, and how even
the shares were. The 30 s begin five seconds after everybody is connected; the fullest second before that is told too. Needs root (ip, unshare,
nsenter). --short: one rate, 8 s. --packets: which packets the fullest second held (takes much of a processor at high rates)."""
import argparse, json, os, signal, subprocess, sys, time

if "BENCH_NETWORK" not in os.environ:
    os.execvpe("unshare", ["unshare", "--net", "--mount", sys.executable, *sys.argv], dict(os.environ, BENCH_NETWORK="seeder"))

from packets import Packets
from common import Seeder, leech_program, make_torrent, verdict, SCRATCH

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--rates", default="4000,100000,5000000")
parser.add_argument("--peers", default="1,20,200")
parser.add_argument("--seconds", type=float, default=30)
parser.add_argument("--start", type=float, default=240, help="seconds for everybody to connect, at most")
parser.add_argument("--super-seeding", default="never")
parser.add_argument("--packets", action="store_true")
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


def watch(seconds, until=lambda: False):
    """(time, bytes sent) every 10 ms, for so long or until it is so, which is asked once a second."""
    samples, begin, asked = [], time.monotonic(), 0
    while time.monotonic() < begin + seconds:
        samples.append((time.monotonic(), sent_bytes()))
        if time.monotonic() > begin + asked + 1:
            asked += 1
            if until():
                break
        time.sleep(0.01)
    return samples


def fullest_second(samples):
    """Most bytes in any window of a second, and when that ended."""
    most, ended, first = 0, 0, 0
    for at, bytes_sent in samples:
        while samples[first][0] < at - 1.0:
            first += 1
        if bytes_sent - samples[first][1] > most:
            most, ended = bytes_sent - samples[first][1], at
    return most, ended


folder = os.path.join(SCRATCH, "data")
os.mkdir(folder)
torrent, _ = make_torrent(folder, "budget.bin", os.urandom(64 << 20), 1 << 18)
held = True
for rate in map(int, args.rates.split(",")):
    for peers in map(int, args.peers.split(",")):
        # Leechers that share nothing: with super-seeding their shares would be the plan's and not the budget's.
        seeder = Seeder(folder, upload=rate, host="10.9.0.1", extra=f'super_seeding = "{args.super_seeding}"')
        try:
            seeder.wait()
            packets = Packets("seed0") if args.packets else None
            # They come as fast as the line can greet them with a quarter of it; more at once wait in the kernel, and try again when that has no room.
            ramp = max(2, 1000 * 4 * 600 // rate)
            load = subprocess.Popen(["nsenter", "-t", str(other.pid), "-n", leech_program(), "--host", "10.9.0.1", "--port", str(seeder.peer_port), "--peers", str(peers),
                                     "--src", "none", "--fast", "--ext", "--seconds", "1000", "--ramp", str(ramp), "--reconnect", "5", torrent], stdout=subprocess.PIPE, text=True)
            # The 30 s are of a line that is busy: they begin when everybody is connected, which a slow line takes its time for. What that looks
            # like on the wire is told all the same. The question is asked inside the seeder's own namespace and passes no card.
            begin = time.monotonic()
            start = watch(args.start, lambda: seeder.status()["upload"]["peers"] == peers)
            started = time.monotonic() - begin
            start += watch(5)
            load.send_signal(signal.SIGUSR1)
            samples = watch(args.seconds)
            load.terminate()
            result = json.loads(load.communicate()[0])
        finally:
            seeder.stop()
        (began, first), (ended, last) = samples[0], samples[-1]
        used, (most, at) = (last - first) / (ended - began) / rate, fullest_second(samples)
        start_most, start_at = fullest_second(start)
        # Evenness means something where each one's share is a block.
        is_even = rate * args.seconds / peers < 16384 or result["jain"] >= 0.95
        held &= verdict(f"{rate} B/s, {peers} leechers", 0.97 <= used <= 1 and most <= 1.05 * rate and is_even,
                        f"{used:.1%} used, fullest second {most / rate:.1%}, Jain {result['jain']:.3f}, {result['up_at_end']} connected after {started:.0f} s; "
                        f"fullest second before that {start_most / rate:.1%}")
        if packets:
            print(f"    fullest second: {packets.between(at - 1, at)}\n    before: {packets.between(start_at - 1, start_at)}\n    all: {packets.between(began, ended)}")
other.kill()
raise SystemExit(0 if held else 1)
