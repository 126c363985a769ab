#!/usr/bin/env python3
"""What the DHT costs the service: run against the program as it is shipped, with and without it in turn.

    tests/Bench/dht.py --edgeseed PATH memory       peak and resident memory of few and of many torrents, among 5,120 nodes, its table of peers full: 1 MiB more at most
    tests/Bench/dht.py --edgeseed PATH idle         processor time while 10,000 torrents are announced in turn from a line of 100 KB/s: 0.3 % more at most
    tests/Bench/dht.py --edgeseed PATH flood        the tracker's answers beside one source that asks for peers 4,000 times a second: p99 1.5 times as late at most
    tests/Bench/dht.py --edgeseed PATH newcomer     what a source that asks once and says no more is sent, and one that answers

Runs in a network namespace of its own (as root, or where users may make one). Addresses of 198.18.0.0/15, which are for measurements (RFC 2544), are the
world's to the service. The cases pass when each promise holds.
"""
import argparse, os, socket, statistics, struct, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
BOX, STRANGER, OTHER_BOX, PORT = "198.18.0.1", "198.18.0.2", "198.18.0.4", 17000
FLOOD = r"""
import socket, sys, time
source, box, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
flood = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
flood.bind((source, 0))
question = b"d1:ad2:id20:abcdefghij01234567899:info_hash20:mnopqrstuvwxyz123456e1:q9:get_peers1:t2:aa1:y1:qe"
due = time.monotonic()
while True:
    for _ in range(20):
        flood.sendto(question, (box, port))
    due += 0.005
    time.sleep(max(0, due - time.monotonic()))
"""


def start(library, state, upload, dht, limit=32, rescan="60s", host=BOX):
    bootstrap = ", ".join(f'"198.18.{block}.10:7000"' for block in range(5, 9))
    return Seeder(library, limit, upload, host, PORT, state, rescan, f"dht = {'true' if dht else 'false'}\ndht_bootstrap = [{bootstrap}]\n[seeder.lan]\ndiscovery = false\n")


def network():
    return subprocess.Popen([sys.executable, os.path.join(HERE, "dht_nodes.py"), BOX, str(PORT + 1)])


def seeding(seeder, count):
    """Waits until all torrents are seeded, by a count that costs the service nothing to speak of."""
    while True:
        try:
            if seeder.metrics("edgeseed_torrents").get('state="seeding"') == count:
                return
        except OSError:
            pass
        if seeder.process.poll() is not None or time.monotonic() - seeder.started > 300:
            sys.exit("it does not get there: " + open(seeder.state + ".log").read()[-2000:])
        time.sleep(0.5)


def library(count, name=""):
    """A folder of so many torrents, and a state in which they have been read."""
    folder, state = os.path.join(SCRATCH, f"library{count}{name}"), os.path.join(SCRATCH, f"state{count}{name}")
    os.mkdir(folder)
    for number in range(count):
        make_torrent(folder, f"item-{number:05}.bin", os.urandom(1024), 16384)
    first = start(folder, state, "unlimited", dht=False, limit=limit_of(count))
    seeding(first, count)
    first.stop()
    return folder, state


def limit_of(count):
    return 40 if count > 5000 else 32


def dht_figures(seeder):
    metrics = {name: seeder.metrics("edgeseed_dht_" + name).get("", 0) for name in ("stored_peers", "lookups_total", "confirmed_total", "sent_bytes_total")}
    nodes = sum(seeder.metrics("edgeseed_dht_nodes").values())
    return f"{nodes:.0f} nodes, {metrics['stored_peers']:.0f} peers of others, {metrics['lookups_total']:.0f} lookups, {metrics['confirmed_total']:.0f} announces, {metrics['sent_bytes_total']:.0f} bytes sent"


def memory(args):
    held = True
    for count in args.torrents:
        folder, state = library(count)
        figures = {True: [], False: []}
        for number in range(2 * args.rounds):
            dht = number % 2 == 1
            seeder, nodes = start(folder, state, "unlimited", dht, limit_of(count)), network()
            seeding(seeder, count)
            time.sleep(args.seconds or 60)
            figures[dht].append(seeder.memory())
            print(f"         {count} torrents, {'with' if dht else 'without'}: {figures[dht][-1]}{', ' + dht_figures(seeder) if dht else ''}", flush=True)
            nodes.kill()
            seeder.stop()
        for what in ("VmHWM", "VmRSS"):
            less, more = (statistics.median(each[what] for each in figures[dht]) for dht in (False, True))
            held &= verdict(f"memory, {count} torrents", more - less <= 1024, f"{what} {less} kB without and {more} kB with the DHT (medians of {args.rounds}): {more - less:+} kB")
    return held


def idle(args):
    """Both at the same time, so that what else the machine does falls on both; folders are looked through at the start alone."""
    count, seeders = 10_000, {}
    for dht, host in ((False, OTHER_BOX), (True, BOX)):
        folder, state = library(count, host)
        seeders[dht] = start(folder, state, "100 KB/s", dht, limit_of(count), "1h", host)
    nodes = network()
    for seeder in seeders.values():
        seeding(seeder, count)
    time.sleep(30)
    more = []
    for _ in range(args.rounds):
        before = {dht: seeder.cpu() for dht, seeder in seeders.items()}
        time.sleep(args.seconds or 60)
        used = {dht: (seeder.cpu() - before[dht]) / (args.seconds or 60) for dht, seeder in seeders.items()}
        more.append(used[True] - used[False])
        print(f"         {used[False]:.3%} of a processor without, {used[True]:.3%} with", flush=True)
    print("        ", dht_figures(seeders[True]))
    nodes.kill()
    held = verdict("idle", statistics.median(more) <= 0.003, f"10,000 torrents: {statistics.median(more):+.3%} of a processor for the DHT (median of {args.rounds})")
    return all([seeder.stop() == 0 for seeder in seeders.values()]) and held


def percentile(values, part):
    return sorted(values)[int(len(values) * part)] * 1e6


def ask_udp(seconds):
    """How late the tracker answers, once every four milliseconds (BEP 15: connect)."""
    late, end = [], time.monotonic() + seconds
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        asker.bind((STRANGER, 0))
        asker.connect((BOX, PORT))
        asker.settimeout(1)
        while time.monotonic() < end:
            began = time.perf_counter()
            asker.send(struct.pack(">QII", 0x41727101980, 0, len(late)))
            asker.recv(100)
            late.append(time.perf_counter() - began)
            time.sleep(0.004)
    return late


def ask_http(seconds, info_hash):
    """The same over a connection that is kept."""
    late, end = [], time.monotonic() + seconds
    escaped = "".join(f"%{byte:02x}" for byte in info_hash)
    request = f"GET /announce?info_hash={escaped}&peer_id=-XX0001-123456789012&port=7001&uploaded=0&downloaded=0&left=1&compact=1 HTTP/1.1\r\nHost: {BOX}\r\n\r\n".encode()
    with socket.create_connection((BOX, PORT), 5, (STRANGER, 0)) as asker:
        asker.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while time.monotonic() < end:
            began = time.perf_counter()
            asker.sendall(request)
            answer = asker.recv(4096)
            if b" 200 " not in answer[:16]:
                sys.exit(f"the tracker says {answer!r}")
            late.append(time.perf_counter() - began)
            time.sleep(0.015)
    return late


def flood(args):
    folder = os.path.join(SCRATCH, "library")
    os.mkdir(folder)
    _, info_hash = make_torrent(folder, "item.bin", os.urandom(300_000), 16384)
    seeder, nodes = start(folder, os.path.join(SCRATCH, "state"), "unlimited", dht=True), network()
    seeding(seeder, 1)
    time.sleep(10)
    seconds, late = args.seconds or 6, {}
    for _ in range(args.rounds):
        for what in ("quiet", "flood"):
            source = what == "flood" and subprocess.Popen([sys.executable, "-c", FLOOD, "198.18.0.3", BOX, str(PORT + 1)])
            time.sleep(0.5)
            for protocol, ask in (("UDP", ask_udp), ("HTTP", lambda seconds: ask_http(seconds, info_hash))):
                cpu, began = seeder.cpu(), time.monotonic()
                answers = ask(seconds)
                late.setdefault((protocol, what), []).append((percentile(answers, 0.5), percentile(answers, 0.99)))
                print(f"         {protocol}, {what}: median {late[protocol, what][-1][0]:.0f} µs, p99 {late[protocol, what][-1][1]:.0f} µs, {(seeder.cpu() - cpu) / (time.monotonic() - began):.1%} of a processor", flush=True)
            if source:
                source.kill()
    print("        ", dht_figures(seeder))
    nodes.kill()
    held = seeder.stop() == 0
    for protocol in ("UDP", "HTTP"):
        quiet, beside = (statistics.median(each[1] for each in late[protocol, what]) for what in ("quiet", "flood"))
        held &= verdict(f"flood, {protocol}", beside <= 1.5 * quiet, f"p99 {quiet:.0f} µs without and {beside:.0f} µs beside it (medians of {args.rounds}): {beside / quiet:.2f} times")
    return held


def newcomer(args):
    folder = os.path.join(SCRATCH, "library")
    os.mkdir(folder)
    make_torrent(folder, "item.bin", os.urandom(300_000), 16384)
    seeder, nodes = start(folder, os.path.join(SCRATCH, "state"), "unlimited", dht=True), network()
    seeding(seeder, 1)
    time.sleep(30)
    print("        ", dht_figures(seeder))
    held = True
    for answers in (False, True):
        sent = got = longest = 0
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
            asker.bind((STRANGER if answers else "198.18.0.3", 0))
            asker.settimeout(0.5)
            for number in range(20):
                question = b"d1:ad2:id20:abcdefghij01234567899:info_hash20:%se1:q9:get_peers1:t2:%02d1:v4:LT201:y1:qe" % (os.urandom(20), number)
                sent += asker.sendto(question, (BOX, PORT + 1))
                try:
                    while datagram := asker.recv(2048):
                        got, longest = got + len(datagram), max(longest, len(datagram))
                        if answers and b"1:y1:q" in datagram:
                            message, _ = decode(datagram)
                            sent += asker.sendto(b"d1:rd2:id20:abcdefghij0123456789e1:t%d:%s1:y1:re" % (len(message[b"t"]), message[b"t"]), (BOX, PORT + 1))
                except TimeoutError:
                    pass
        held &= verdict("newcomer", got > 2 * sent and longest > 250 if answers else 0 < got <= sent,
                        f"one that {'answers' if answers else 'answers nothing'} sent {sent} bytes and was sent {got}, the longest datagram {longest}")
    nodes.kill()
    return held & (seeder.stop() == 0)


CASES = {"memory": memory, "idle": idle, "flood": flood, "newcomer": newcomer}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("cases", nargs="+", choices=CASES)
    parser.add_argument("--edgeseed", required=True, help="the program")
    parser.add_argument("--rounds", type=int, default=3, help="with and without, each so often [3]")
    parser.add_argument("--seconds", type=float, default=0, help="how long one lasts; memory 60, idle 60, flood 6")
    parser.add_argument("--torrents", type=int, nargs="+", default=[10, 10_000], metavar="N", help="how many there are while memory is measured [10 10000]")
    args = parser.parse_args()
    if os.environ.get("DHT_INSIDE") != "1":
        private = ["unshare"] + ([] if os.geteuid() == 0 else ["--user", "--map-root-user"]) + ["--net"]
        os.execvpe(private[0], [*private, sys.executable, *sys.argv], {**os.environ, "DHT_INSIDE": "1", "EDGESEED_BINARY": os.path.abspath(args.edgeseed)})
    for command in ("link set lo up", "route add local 198.18.0.0/15 dev lo", f"address add {BOX}/32 dev lo", f"address add {OTHER_BOX}/32 dev lo"):
        subprocess.run(["ip", *command.split()], check=True)
    sys.path.insert(0, os.path.join(HERE, "seeding"))
    from common import SCRATCH, Seeder, make_torrent, verdict
    from dht_nodes import decode
    sys.exit(0 if all([CASES[case](args) for case in args.cases]) else 1)
