#!/usr/bin/env python3
"""What strangers may do to `edgeseed track`, and what it must not cost: run against the program as it is shipped.

    cc -O2 -std=gnu11 -o /tmp/announce tests/Bench/load/announce.c
    tests/Bench/tracker_hostile.py --announce /tmp/announce --edgeseed PATH [forged|cap|flood|slow]...

forged  connection ids that were not given get no answer, and no unproven source gets more bytes than it sent
cap     ten times more torrents and peers than allowed: memory stays flat, newcomers get peers
flood   one source that sends 20,000 announces a second beside another that asks 200 times: the other's p99 at most doubles
slow    a thousand HTTP clients that send a byte a second: the tracker answers all the while
"""
import argparse, json, os, random, shlex, shutil, signal, socket, statistics, struct, subprocess, sys, tempfile, threading, time

PORT = 16975
ADDRESS = "10.77.0.1"
CONNECT = 0x41727101980


class Tracker:
    def __init__(self, args, config=""):
        self.folder = tempfile.mkdtemp(prefix="tracker-hostile-")
        with open(os.path.join(self.folder, "seed.toml"), "w") as toml:
            toml.write("[tracker]\n" + config)
        self.process = subprocess.Popen([args.edgeseed, "track", "--config", os.path.join(self.folder, "seed.toml"), "--port", str(PORT), "--bind", "127.0.0.1", "--bind", ADDRESS,
                                         "--state", os.path.join(self.folder, "state")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            if self.get("/healthz"):
                return
            time.sleep(0.05)
        sys.exit("the tracker does not start")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)
        assert code == 0, f"exit code {code}"

    def memory_kb(self, key="VmHWM"):
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith(key + ":"))

    @staticmethod
    def get(path, timeout=5):
        try:
            with socket.create_connection(("127.0.0.1", PORT), timeout) as connection:
                connection.settimeout(timeout)
                connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\nConnection: close\r\n\r\n".encode())
                answer = b""
                while part := connection.recv(65536):
                    answer += part
            return answer.split(b"\r\n\r\n", 1)[1].decode("latin1") if b" 200 " in answer[:20] else ""
        except OSError:
            return ""

    def metric(self, name):
        # The snapshot behind the page may be a second old.
        time.sleep(1.2)
        return next(float(line.split()[1]) for line in self.get("/metrics").splitlines() if line.startswith(name + " "))


def udp(source="127.0.0.1"):
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client.bind((source, 0))
    client.connect(("127.0.0.1" if source.startswith("127.") else ADDRESS, PORT))
    client.settimeout(1)
    return client


def connect_id(client):
    client.send(struct.pack(">QII", CONNECT, 0, 7))
    return struct.unpack(">IIQ", client.recv(64))[2]


def announce_packet(connection, torrent, port):
    return struct.pack(">QII20s20sQQQIIIiH", connection, 1, 9, torrent, b"-XX0000-abcdefghijkl", 0, 1000, 0, 2, 0, 0, 50, port)


def load(args, *options):
    return json.loads(subprocess.run([args.announce, "--port", str(PORT), "--seeders", "0", *map(str, options)], stdout=subprocess.PIPE, check=True).stdout)


def forged(args):
    with Tracker(args) as tracker:
        chance = random.Random(3)
        client, other = udp(), udp("127.0.0.2")
        stolen = connect_id(other)
        sent = received = answers = 0
        client.setblocking(False)
        for i in range(args.packets):
            kind = i % 4
            connection = stolen if kind == 0 else chance.getrandbits(64) if kind == 1 else 0 if kind == 2 else CONNECT
            packet = announce_packet(connection, chance.randbytes(20), 6881) if i % 3 else struct.pack(">QII", connection, 2, 5) + chance.randbytes(20 * (i % 70))
            try:
                sent += client.send(packet)
                while True:
                    received += len(client.recv(4096))
                    answers += 1
            except (BlockingIOError, ConnectionRefusedError):
                pass
        time.sleep(1)
        try:
            while True:
                received += len(client.recv(4096))
                answers += 1
        except BlockingIOError:
            pass
        assert tracker.metric("edgeseed_tracker_announces_total") == 0
        print(f"forged: {args.packets} packets with ids that were stolen, random, zero or the protocol's: {sent} bytes in, {received} bytes out in {answers} answers")
        assert answers == 0
        client.send(struct.pack(">QII", CONNECT, 0, 7))
        time.sleep(0.2)
        assert len(client.recv(64)) == 16, "a real request is answered"


def cap(args):
    torrents, peers = 2000, 20_000
    # Reckoned with 16 bytes a peer: room for 20,000; ten times as many of both are announced.
    with Tracker(args, f"max_torrents = {torrents}\nmax_memory = \"{peers * 16} B\"\nsource_rate = 0\n") as tracker:
        load(args, "--torrents", torrents, "--peers", peers, "--fill")
        base, held = tracker.memory_kb(), tracker.metric("edgeseed_tracker_peers")
        print(f"cap: allowed {torrents} torrents, {peers} peers; filled to {held:.0f} peers: VmHWM {base} kB")
        flat = []
        for round_number in range(1, 4):
            before = tracker.memory_kb()
            result = load(args, "--torrents", 10 * torrents, "--peers", 10 * peers, "--fill", "--seed", 100 + round_number)
            flat.append(tracker.memory_kb() - before)
            print(f"cap: {10 * torrents} torrents and {10 * peers} peers more: VmHWM {tracker.memory_kb()} kB, torrents {tracker.metric('edgeseed_tracker_torrents'):.0f}, "
                  f"peers {tracker.metric('edgeseed_tracker_peers'):.0f}, errors {result['errors']}, p99 {result['p99_us']} us")
            assert result["errors"] == 0
        # The same number of peers on a twentieth of the torrents: only the cap on peers holds them back, and each finds others.
        for seed in (997, 998, 999):
            before = tracker.memory_kb()
            newcomers = load(args, "--torrents", torrents // 2, "--peers", 10 * peers, "--fill", "--seed", seed)
            print(f"cap: newcomers on {torrents // 2} torrents got {newcomers['peers_per_reply']} peers each; VmHWM {tracker.memory_kb()} kB")
            assert newcomers["peers_per_reply"] > 5, "newcomers get no peers"
            flat.append(tracker.memory_kb() - before)
        print(f"cap: VmHWM grew with each round by {flat} kB, from {base} to {tracker.memory_kb()} kB in all")
        assert tracker.metric("edgeseed_tracker_torrents") <= torrents and tracker.metric("edgeseed_tracker_peers") <= peers + 64, "more is held than allowed"
        assert max(flat[1], flat[2], flat[4], flat[5]) < 512, "memory has grown"


def paced(args, source):
    return load(args, "--torrents", 100, "--peers", 1000, "--rate", 200, "--seconds", 5, "--window", 8, "--src", source, "--host", ADDRESS)


def spray(packets_a_second):
    """One source that has a connection id, announces, and reads no answer: 50 packets in one call (UDP_SEGMENT), so that sending costs little."""
    client = udp("10.77.0.66")
    packet = announce_packet(connect_id(client), b"a" * 20, 6881)
    client.setsockopt(socket.IPPROTO_UDP, 103, len(packet))
    began, sent = time.monotonic(), 0
    while True:
        client.send(packet * 50)
        sent += 50
        time.sleep(max(0, sent / packets_a_second - (time.monotonic() - began)))


def flood(args):
    """From addresses that are not the box's own, for those are not limited."""
    with Tracker(args, "source_rate = 1000\n") as tracker:
        quiet, noisy = [], []
        for _ in range(5):
            quiet.append(paced(args, "10.77.0.2"))
            flooding = subprocess.Popen([sys.executable, __file__, "--spray", str(args.flood)])
            try:
                time.sleep(0.5)
                noisy.append(paced(args, "10.77.0.2"))
            finally:
                flooding.kill()
                flooding.wait()
        before, during = (statistics.median(run["p99_us"] for run in runs) for runs in (quiet, noisy))
        dropped = tracker.metric("edgeseed_tracker_refused_total")
        print(f"flood: 200 announces a second beside one source that sends {args.flood}: p99 {before:.0f} us alone, {during:.0f} us beside it "
              f"({during / before:.2f} times, medians of 5 runs); errors {sum(run['errors'] for run in noisy)}; {dropped:.0f} packets of the flood dropped; "
              f"VmHWM {tracker.memory_kb()} kB")
        assert sum(run["errors"] for run in noisy) == 0 and during <= 2 * before and tracker.memory_kb() < 24576


def slow(args):
    with Tracker(args) as tracker:
        connections, stop = [], threading.Event()
        for _ in range(args.slow):
            connection = socket.socket()
            connection.connect(("127.0.0.1", PORT))
            connections.append(connection)

        def drip():
            text = b"GET /announce?info_hash=" + b"a" * 200
            for letter in text:
                for connection in connections:
                    try:
                        connection.send(bytes([letter]))
                    except OSError:
                        pass
                if stop.wait(1):
                    return

        dripping = threading.Thread(target=drip)
        dripping.start()
        time.sleep(1)
        served = load(args, "--torrents", 100, "--peers", 1000, "--http", "--rate", 100, "--seconds", 10, "--window", 8)
        overs = load(args, "--torrents", 100, "--peers", 1000, "--rate", 100, "--seconds", 3, "--window", 8)
        healthy = tracker.get("/healthz")
        stop.set()
        dripping.join()
        print(f"slow: beside {args.slow} HTTP clients at a byte a second: {served['ok']} HTTP announces, errors {served['errors']}, p99 {served['p99_us']} us; "
              f"{overs['ok']} UDP announces, errors {overs['errors']}; /healthz {'answers' if healthy else 'is silent'}; VmHWM {tracker.memory_kb()} kB")
        assert served["errors"] == 0 and overs["errors"] == 0 and healthy and tracker.memory_kb() < 24576


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--announce")
    parser.add_argument("--edgeseed")
    parser.add_argument("--packets", type=int, default=200_000)
    parser.add_argument("--flood", type=int, default=20_000, help="packets a second of the source that floods")
    parser.add_argument("--slow", type=int, default=1000)
    parser.add_argument("shows", nargs="*", default=["forged", "cap", "flood", "slow"])
    parser.add_argument("--spray", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.spray:
        spray(args.spray)
    if not args.announce or not args.edgeseed:
        parser.error("--announce and --edgeseed are needed")
    if "EDGESEED_IN_NETWORK" not in os.environ:
        # A network of our own, with addresses that are not loopback's: those are not limited.
        setup = f"ip link set lo up && for i in 1 2 66; do ip address add 10.77.0.$i/24 dev lo; done && exec {shlex.quote(sys.executable)} \"$@\""
        os.execvpe("unshare", ["unshare", "--net"] + ([] if os.getuid() == 0 else ["--user", "--map-root-user"]) + ["sh", "-c", setup, "sh"] + sys.argv,
                   {**os.environ, "EDGESEED_IN_NETWORK": "1"})
    args.announce, args.edgeseed = os.path.abspath(args.announce), os.path.abspath(args.edgeseed)
    failed = 0
    for show in args.shows:
        try:
            {"forged": forged, "cap": cap, "flood": flood, "slow": slow}[show](args)
            print(f"{show}: held", flush=True)
        except AssertionError as error:
            failed += 1
            print(f"{show}: NOT held {error}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
