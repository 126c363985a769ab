"""A line of 4 KB/s under requests of every kind, counted on the wire: no second holds more than 105 % of it, headers included. What the kernel answers by itself
(SYN+ACK, bare ACK, RST, FIN, ARP) is counted apart: nobody asks the service for it. As root: the strangers live in a network namespace of their own."""
import json, os, subprocess, sys, time

from seeding.packets import Packets
from strangers.box import HONEST, HONEST_CLIENT, PEER_PORT, BOX, Box

RATE = 4_000
HEADER, SLICE = 66, RATE / 3 / 4
# What is not data has 15 % of the line at most, and half of what of that the kernel sends is expected once more (UploadBudget); a second of 105 % holds that, two
# acknowledgements more, and no room for another slice, which on this line is a twelfth of it: what is left is data, in such slices at worst.
LEAST_DATA = (1.05 * RATE - 1.5 * 0.15 * RATE - 2 * HEADER - SLICE / 2) * (1 - HEADER / SLICE)
KERNELS = {"SYN+ACK", "bare ACK", "RST", "FIN", "ARP", "IPv6"}
HERE = os.path.dirname(os.path.abspath(__file__))


def fullest_second(packets):
    """Most bytes in any window of a second, and when that ended."""
    most, ended, first, held = 0, 0, 0, 0
    for at, size in packets:
        held += size
        while packets[first][0] <= at - 1:
            held -= packets[first][1]
            first += 1
        if held > most:
            most, ended = held, at
    return most, ended


def page(args, sources, check):
    """The same with the page alone asked for, by 50 connections a second."""
    return wire(args, sources, check, "page")


def wire(args, sources, check, what="wire"):
    seconds = 60 if args.short else 600
    world = subprocess.Popen(["unshare", "--net", "sleep", "100000"])
    inside = ["nsenter", "-t", str(world.pid), "-n"]
    try:
        time.sleep(0.5)
        subprocess.run("ip address flush dev lo && ip route flush table local dev lo && ip address add 127.0.0.1/8 dev lo", shell=True, check=True)
        # No segmentation offload: each packet passes the card with its own header.
        for command in (f"ip link add box0 type veth peer name world0 netns {world.pid}", "ip link set box0 gso_max_segs 1 gso_max_size 1514", f"ip address add {BOX}/24 dev box0", "ip link set box0 up"):
            subprocess.run(command.split(), check=True)
        for command in ["ip link set lo up", "ip link set world0 up", *[f"ip address add {address}/24 dev world0" for address in [HONEST, *sources]]]:
            subprocess.run([*inside, *command.split()], check=True)
        with Box(args.edgeseed, f"{RATE} B/s", announced=(60, f"http://{sources[0]}:6969/announce")) as box:
            packets = Packets("box0")
            folder = os.path.join(box.folder, "honest")
            os.mkdir(folder)
            honest = subprocess.Popen([*inside, "/usr/bin/python3", "-c", HONEST_CLIENT, box.torrent, folder, str(seconds), str(PEER_PORT), HONEST, BOX], stdout=subprocess.PIPE, text=True)
            strangers = subprocess.Popen([*inside, sys.executable, os.path.join(HERE, "asker.py"), what, box.hash, box.name, *sources], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            time.sleep(seconds + 2)
            taken = {taker: bytes_ / seconds for taker, bytes_ in json.loads(strangers.communicate("", timeout=30)[0]).items()}
            got = float(honest.communicate(timeout=30)[0])
            ours = [(at, size) for at, size, kind in packets.seen if kind not in KERNELS]
            kernels = sum(size for _, size, kind in packets.seen if kind in KERNELS)
            most, at = fullest_second(ours)
            print(f"         fullest second: {packets.between(at - 1, at)}\n         all: {packets.between(0, time.monotonic())}", flush=True)
            held = check(most <= 1.05 * RATE, f"{what}: the fullest of {seconds} seconds held {most} B = {most / RATE:.1%} of {RATE}; on the average {sum(size for _, size in ours) / seconds:.0f} B/s, and {kernels / seconds:.0f} of the kernel's own")
            # Some of the strangers take data as anybody may: among those who do an honest client has an equal share at least.
            data = got + sum(taken.values())
            held &= check(data >= LEAST_DATA, f"{what}: {data:.0f} B/s were data = {data / RATE:.0%}, by design {LEAST_DATA:.0f} at least")
            equal = data / (1 + len(taken))
            held &= check(got >= 0.8 * equal, f"{what}: of that an honest client got {got:.0f}, others {', '.join(f'{bytes_:.0f} ({taker})' for taker, bytes_ in taken.items())}; equal shares are {equal:.0f}")
            held &= check(box.process.poll() is None and b" 200 " in box.get("/healthz", BOX)[:16], f"{what}: the service runs, and the page answers")
            return held
    finally:
        world.kill()
