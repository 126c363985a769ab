#!/usr/bin/env python3
"""Storms of hostile peers against a service with memory_limit = 24 MiB: VmHWM stays at most 32 MiB, and an honest leecher that comes in the
middle of each gets at least 80 % of its share of the budget. --short: a tenth of each storm, for CI."""
import argparse, json, os, resource, socket, struct, subprocess, threading, time
from common import Seeder, leech_program, make_torrent, verdict, SCRATCH

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--short", action="store_true")
args = parser.parse_args()
scale, seconds = (10, 4) if args.short else (1, 15)
RATE, LIMIT_KB = 4_000_000, 32 * 1024
resource.setrlimit(resource.RLIMIT_NOFILE, (16384, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))

folder = os.path.join(SCRATCH, "data")
os.mkdir(folder)
torrent, info_hash = make_torrent(folder, "storm.bin", os.urandom(64 << 20), 1 << 18)
seeder = Seeder(folder, memory_mib=24, upload=RATE)
seeder.wait()
PIECES = 256


def hello(number, reserved=b"\0\0\0\0\0\0\0\4"):
    return b"\x13BitTorrent protocol" + reserved + info_hash + b"-ST0001-%012d" % number


def dial(number, receive_buffer=0):
    peer = socket.socket()
    if receive_buffer:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    peer.settimeout(5)
    peer.bind((f"127.30.{number // 250 % 250}.{number % 250 + 1}", 0))
    peer.connect((seeder.host, seeder.peer_port))
    return peer


def request(number):
    return struct.pack(">IBIII", 13, 6, number % PIECES, number // PIECES % 16 * 16384, 16384)


class Storm(threading.Thread):
    """Keeps so many hostile connections up until it is stopped; whoever is thrown out comes back."""

    def __init__(self, name, count, attack):
        super().__init__(daemon=True)
        self.title, self.count, self.attack, self.over, self.made, self.number = name, max(1, count // scale), attack, False, 0, 0
        self.ready = threading.Event()

    def run(self):
        peers = []
        while not self.over:
            while len(peers) < self.count and not self.over:
                self.number += 1
                try:
                    peer = dial(self.number, 4096)
                    peer.setblocking(False)
                    peers.append((peer, self.attack(self.number)))
                    self.made += 1
                except OSError:
                    time.sleep(0.01)
                    break
                if self.made % 50 == 0:
                    peers = [p for p in peers if self.step(*p)]
            peers = [p for p in peers if self.step(*p)]
            if self.made >= self.count:
                self.ready.set()
            time.sleep(0.02)
        for peer, _ in peers:
            peer.close()

    @staticmethod
    def step(peer, attack):
        try:
            next(attack)(peer)
            return True
        except (BlockingIOError, StopIteration):
            return True
        except OSError:
            peer.close()
            return False


def idle(number):
    while True:
        yield lambda peer: None


def never_reads(number):
    yield lambda peer: peer.send(hello(number) + b"\0\0\0\1\2" + b"".join(map(request, range(400))))


def floods(number):
    sent = 0
    yield lambda peer: peer.send(hello(number) + b"\0\0\0\1\2")
    while True:
        sent += 200
        yield lambda peer: peer.send(b"".join(map(request, range(sent, sent + 200))))


def long_prefix(number):
    yield lambda peer: peer.send(hello(number) + struct.pack(">I", 0x7FFFFFFF) + b"\7" * 1000)
    yield lambda peer: peer.send(b"\7" * 1000)


def byte_at_a_time(number):
    for byte in hello(number):
        yield lambda peer: peer.send(bytes([byte]))


def half_encrypted(number):
    yield lambda peer: peer.send(os.urandom(96 + number % 400))


def leech():
    out = subprocess.run([leech_program(), "--port", str(seeder.peer_port), "--src", "127.77.0.1", "--seconds", str(seconds + 15), "--after", str(seconds),
                          "--fast", "--ext", "--reconnect", "1", torrent], capture_output=True, text=True, check=True).stdout
    result = json.loads(out)
    return result["wire_bytes"] / max(0.1, result["since_first_s"]) if result["bytes"] else 0


alone = leech()
print(f"an honest leecher alone: {alone / 1000:.0f} KB/s of {RATE / 1000:.0f}", flush=True)
held = True
storms = [("2,000 connections that say nothing", 2000, idle), ("500 readers that never read", 500, never_reads), ("200 floods of requests", 200, floods),
          ("200 length prefixes of 2 GB", 200, long_prefix), ("500 handshakes a byte at a time", 500, byte_at_a_time), ("200 broken encrypted handshakes", 200, half_encrypted)]
for name, count, attack in storms:
    storm = Storm(name, count, attack)
    storm.start()
    storm.ready.wait(20)
    time.sleep(1)
    got = leech()
    status, memory = seeder.status(), seeder.memory()
    storm.over = True
    storm.join()
    held &= verdict(name, got >= 0.8 * alone and memory["VmHWM"] <= LIMIT_KB,
                    f"honest leecher {got / alone:.0%} of its share, VmHWM {memory['VmHWM']} kB, {storm.made} connections made, short of memory: {status['memory']['is_short']}")
raise SystemExit(0 if held and seeder.stop() == 0 else 1)
