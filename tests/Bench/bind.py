#!/usr/bin/env python3
"""An interface in service.bind that comes and goes while there is another way out: what leaves by the wrong one, and how soon seeding is back.

    tests/Bench/bind.py EDGESEED --flaps 1000            # some 40 minutes, hardly any processor
    tests/Bench/bind.py EDGESEED --flaps 20 --short      # what the tests run

As root, with iproute2 and python3-libtorrent. In a network namespace of its own the box has vpn0, to which the service is bound, and eth0, by which everything can
be reached as well. Behind both are a name server, trackers over UDP and HTTP, one that never answers, a node of the DHT, and two downloaders (libtorrent). vpn0 is switched off and on, or
taken away and made anew with another address; each fifth time its route comes later than it. Everything on eth0 is captured, and of lo what is not this machine speaking to its own page. At the end the same without
service.bind: the capture must then see packets, or it would prove nothing.
"""
import argparse
import collections
import json
import mmap
import os
import select
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

NAME_SERVER, TRACKER, SILENT, LEECHERS = "203.0.113.53", "203.0.113.10", "203.0.113.99", ("203.0.113.20", "203.0.113.21")
PAGE, PEERS, NODE = 6969, 6881, 6882
ALL_PROTOCOLS = 3
LIMIT = 5  # seconds until there is data again
SHARED = struct.Struct("<qqqqqq")  # payload, questions over UDP, over TCP, announces over UDP, over HTTP, questions of the DHT


def run(*command):
    subprocess.run(command, check=True)


def own_namespaces():
    """Goes on in namespaces of its own, with a name server of its own."""
    if not os.environ.get("EDGESEED_BENCH_NETWORK"):
        os.environ["EDGESEED_BENCH_NETWORK"] = "1"
        os.execvp("unshare", ["unshare", "--net", "--mount", "sh", "-c", 'ip link set lo up; exec "$@"', "sh", sys.executable, *sys.argv])


# What is behind both ways out.

def answer_name(question):
    """An answer to one question: addresses, an alias, or over UDP for the long one only that it is long."""
    at, labels = 12, []
    while question[at]:
        labels.append(question[at + 1:at + 1 + question[at]].decode().lower())
        at += question[at] + 1
    kind = struct.unpack_from(">H", question, at + 1)[0]
    asked, records = question[12:at + 5], []
    address = {"tracker": TRACKER, "web": TRACKER, "node": TRACKER, "long": TRACKER, "silent": SILENT}.get(labels[0])
    owner = b"\xc0\x0c"
    if labels[0] == "web":
        records.append(owner + struct.pack(">HHIH", 5, 1, 60, 10) + b"\x07tracker" + b"\xc0" + bytes([12 + 1 + len(labels[0])]))
        owner = b"\xc0" + bytes([12 + len(asked) + 12])
    if kind == 1 and address:
        records += [owner + struct.pack(">HHIH", 1, 1, 60, 4) + socket.inet_aton(address)] * (1 if labels[0] != "long" else 40)
    return question[:2] + struct.pack(">HHHHH", 0x8180 | (0 if address else 3), 1, len(records), 0, 0) + asked + b"".join(records)


def serve_names(counts):
    datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    datagrams.bind((NAME_SERVER, 53))
    streams = socket.create_server((NAME_SERVER, 53))
    while True:
        for ready in select.select([datagrams, streams], [], [])[0]:
            if ready is datagrams:
                question, source = datagrams.recvfrom(600)
                counts["dns_udp"] += 1
                answer = answer_name(question)
                if len(answer) > 512:
                    answer = answer[:2] + struct.pack(">HHHHH", 0x8380, 1, 0, 0, 0) + question[12:]
                datagrams.sendto(answer, source)
            else:
                client, _ = streams.accept()
                with client:
                    client.settimeout(2)
                    try:
                        length = struct.unpack(">H", client.recv(2, socket.MSG_WAITALL))[0]
                        counts["dns_tcp"] += 1
                        answer = answer_name(client.recv(length, socket.MSG_WAITALL))
                        client.sendall(struct.pack(">H", len(answer)) + answer)
                    except (OSError, struct.error):
                        pass  # The interface went away in between.


def peers():
    return b"".join(socket.inet_aton(leecher) + struct.pack(">H", PEERS) for leecher in LEECHERS)


def serve_announces(counts):
    tracker = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    tracker.bind((TRACKER, 6969))
    while True:
        packet, source = tracker.recvfrom(2000)
        action, transaction = struct.unpack_from(">II", packet, 8)
        if action == 0:
            tracker.sendto(struct.pack(">IIQ", 0, transaction, 4711), source)
        else:
            counts["udp"] += 1
            tracker.sendto(struct.pack(">IIIII", 1, transaction, 60, 2, 1) + peers(), source)


def serve_http(counts):
    server = socket.create_server((TRACKER, 80))
    while True:
        client, _ = server.accept()
        with client:
            client.settimeout(2)
            try:
                client.recv(4000)
                counts["http"] += 1
                body = b"d8:intervali60e5:peers12:" + peers() + b"e"
                client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body)
            except OSError:
                pass  # The interface went away in between.


def serve_node(counts):
    """A node of the DHT that knows no other."""
    node = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    node.bind((TRACKER, NODE))
    while True:
        packet, source = node.recvfrom(2000)
        if b"1:y1:q" not in packet:
            continue
        counts["dht"] += 1
        begin = packet.rindex(b"1:t") + 3
        length = int(packet[begin:packet.index(b":", begin)])
        transaction = packet[begin:packet.index(b":", begin) + 1 + length]
        node.sendto(b"d1:rd2:id20:" + b"far node of the DHT " + b"5:nodes0:5:token4:nodee1:t" + transaction + b"1:y1:re", source)


def be_far(folder):
    """Runs everything that is far, and keeps the counts in a file that both see."""
    import libtorrent
    counts = dict.fromkeys(("dns_udp", "dns_tcp", "udp", "http", "dht"), 0)
    for serve in (serve_names, serve_announces, serve_http, serve_node):
        threading.Thread(target=serve, args=(counts,), daemon=True).start()
    sessions = []
    for number, leecher in enumerate(LEECHERS):
        session = libtorrent.session({"listen_interfaces": f"{leecher}:{PEERS}", "enable_dht": False, "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False,
                                      "outgoing_interfaces": leecher, "alert_mask": int(libtorrent.alert.category_t.peer_notification | libtorrent.alert.category_t.connect_notification)})
        torrent = libtorrent.torrent_info(os.path.join(folder, "big.torrent"))
        place = os.path.join(folder, f"leecher{number}")
        os.makedirs(place, exist_ok=True)
        handle = session.add_torrent({"ti": torrent, "save_path": place, "storage_mode": libtorrent.storage_mode_t.storage_mode_sparse})
        sessions.append((session, handle))
    with open(os.path.join(folder, "counts"), "r+b") as file, mmap.mmap(file.fileno(), SHARED.size) as shared:
        print("ready", flush=True)
        while True:
            for number, (session, _) in enumerate(sessions):
                for alert in session.pop_alerts():
                    print(f"{time.monotonic():.3f} downloader {number}: {alert.message()}", flush=True)
            payload = sum(handle.status().total_payload_download for _, handle in sessions)
            SHARED.pack_into(shared, 0, payload, counts["dns_udp"], counts["dns_tcp"], counts["udp"], counts["http"], counts["dht"])
            time.sleep(0.02)


# The box.

class Network:
    """The box's two interfaces, a router to which both lead, and the network behind it."""

    def __init__(self):
        self.far, self.world = self.another(), self.another()
        self.far_sh(f"""
            sysctl -qw net.ipv4.ip_forward=1
            ip link add world0 type veth peer name eth0 netns {self.world.pid}
            ip address add 203.0.113.1/24 dev world0
            ip link set world0 up""")
        addresses = "; ".join(f"ip address add {address}/24 dev eth0" for address in (NAME_SERVER, TRACKER, *LEECHERS))
        run(*self.inside(self.world, "sh", "-ec", f"{addresses}; ip link set eth0 up; ip route add default via 203.0.113.1"))
        run("sh", "-ec", f"""
            ip link add eth0 type veth peer name far0 netns {self.far.pid}
            sysctl -qw net.ipv6.conf.eth0.disable_ipv6=1
            ip address add 192.168.50.2/24 dev eth0
            ip link set eth0 up
            ip route add default via 192.168.50.1 dev eth0 metric 100""")
        self.far_sh("sysctl -qw net.ipv6.conf.far0.disable_ipv6=1; ip address add 192.168.50.1/24 dev far0; ip link set far0 up")
        self.made = 0
        self.make()

    @staticmethod
    def another():
        """A process that holds a namespace."""
        holder = subprocess.Popen(["unshare", "--net", "sh", "-c", "ip link set lo up; echo; exec sleep infinity"], stdout=subprocess.PIPE)
        holder.stdout.readline()
        return holder

    @staticmethod
    def inside(holder, *command):
        return ["nsenter", "-t", str(holder.pid), "-n", *command]

    def far_sh(self, script):
        run(*self.inside(self.far, "sh", "-ec", script))

    def close(self):
        for holder in (self.far, self.world):
            holder.kill()
            holder.wait()

    def make(self, routeless=0):
        """vpn0, another one and with another address each time."""
        self.made += 1
        run("sh", "-ec", f"ip link add vpn0 type veth peer name far1 netns {self.far.pid}; sysctl -qw net.ipv6.conf.vpn0.disable_ipv6=1; ip address add 10.9.0.{1 + self.made % 250}/24 dev vpn0")
        self.far_sh("sysctl -qw net.ipv6.conf.far1.disable_ipv6=1; ip address add 10.9.0.254/24 dev far1; ip link set far1 up")
        self.up(routeless)

    def up(self, routeless=0):
        """routeless: seconds from when it is on until it leads anywhere, as where an address is asked for."""
        run("sh", "-ec", f"ip link set vpn0 up; sleep {routeless}; ip route replace default via 10.9.0.254 dev vpn0 metric 10")

    def down(self):
        run("ip", "link", "set", "vpn0", "down")

    def take_away(self):
        run("ip", "link", "delete", "vpn0")


class Capture(threading.Thread):
    """All packets of eth0, and those of lo that are not this machine with its own ports."""

    def __init__(self):
        super().__init__(daemon=True)
        self.found = []
        self.count = 0
        self.sockets = []
        for device in ("eth0", "lo"):
            packets = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ALL_PROTOCOLS))
            packets.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
            packets.bind((device, 0))
            self.sockets.append(packets)
        self.start()

    def run(self):
        while True:
            for ready in select.select(self.sockets, [], [])[0]:
                try:
                    packet, address = ready.recvfrom(2048)
                except OSError:
                    continue  # That an interface was down once.
                if address[0] == "lo" and self.is_own(packet):
                    continue
                self.count += 1
                if len(self.found) < 20:
                    self.found.append((address[0], packet[12:60].hex()))

    @staticmethod
    def is_own(packet):
        if packet[12:14] != b"\x08\x00":
            return False
        if packet[23] == 1 and packet[26:30] == packet[30:34]:
            return True  # The kernel tells us that vpn0 did not reach somebody.
        if packet[23] != 6:
            return False
        ports = struct.unpack_from(">HH", packet, 34)
        return packet[26] == packet[30] == 127 and any(port in (PAGE, PEERS) for port in ports)

    def lost(self):
        """Packets that the kernel had no room for: PACKET_STATISTICS."""
        return sum(struct.unpack("II", packets.getsockopt(263, 6, 8))[1] for packets in self.sockets)


class Trail(threading.Thread):
    """What passed vpn0 lately, without the data itself: what a late flap waited for."""

    KEPT = 4000

    def __init__(self):
        super().__init__(daemon=True)
        self.passed = collections.deque(maxlen=self.KEPT)
        self.start()

    def run(self):
        packets = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ALL_PROTOCOLS))
        while True:
            try:
                packet, address = packets.recvfrom(2048)
            except OSError:
                continue  # That the interface was down once.
            if address[0] == "vpn0":
                what = self.describe(packet)
                if what:
                    self.passed.append((time.monotonic(), ("out " if address[2] == socket.PACKET_OUTGOING else "in  ") + what))

    @staticmethod
    def describe(packet):
        if packet[12:14] == b"\x08\x06":
            return f"ARP {packet[21]} {socket.inet_ntoa(packet[28:32])} for {socket.inet_ntoa(packet[38:42])}"
        if packet[12:14] != b"\x08\x00":
            return None
        ends = f"{socket.inet_ntoa(packet[26:30])}:{struct.unpack_from('>H', packet, 34)[0]} > {socket.inet_ntoa(packet[30:34])}:{struct.unpack_from('>H', packet, 36)[0]}"
        if packet[23] != 6:
            return f"protocol {packet[23]} {ends} {len(packet)}"
        flags = "".join(name for bit, name in ((2, "SYN "), (1, "FIN "), (4, "RST ")) if packet[47] & bit)
        payload = struct.unpack_from(">H", packet, 16)[0] - 20 - (packet[46] >> 4) * 4
        if not flags and (payload == 0 or payload > 600):
            return None
        return f"TCP {flags}{ends} {payload}"

    def since(self, began):
        return [f"{at - began:7.3f} {what}" for at, what in list(self.passed) if at >= began - 1.5]


class Far:
    def __init__(self, network, folder):
        self.folder = folder
        with open(os.path.join(folder, "counts"), "wb") as file:
            file.write(bytes(SHARED.size))
        self.file = open(os.path.join(folder, "counts"), "r+b")
        self.shared = mmap.mmap(self.file.fileno(), SHARED.size)
        self.process = subprocess.Popen(network.inside(network.world, sys.executable, os.path.abspath(__file__), "--far", folder), stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()
        self.says = collections.deque(maxlen=400)
        threading.Thread(target=lambda: self.says.extend(self.process.stdout), daemon=True).start()

    def counts(self):
        return SHARED.unpack_from(self.shared, 0)

    @property
    def payload(self):
        return self.counts()[0]

    def stop(self):
        self.process.kill()
        self.process.wait()


def make_torrents(folder, size):
    """One that is downloaded all the time, and some whose trackers keep names, UDP and HTTP busy."""
    import libtorrent
    seeds = os.path.join(folder, "seed")
    os.makedirs(seeds)
    with open(os.path.join(seeds, "big"), "wb") as file:
        file.truncate(size)
    trackers = {"big": ["udp://tracker.far.example:6969/announce", "http://web.far.example/announce"]}
    for number in range(12):
        name = f"small{number}"
        with open(os.path.join(seeds, name), "w") as file:
            file.write(name * 2000)
        trackers[name] = [("udp://silent.far.example:6969/announce", "http://silent.far.example/announce", "udp://long.far.example:6969/announce", "http://nowhere.far.example/announce",
                           "http://web.far.example/announce")[number % 5]]
    for name, urls in trackers.items():
        storage = libtorrent.file_storage()
        storage.add_file(name, os.path.getsize(os.path.join(seeds, name)))
        made = libtorrent.create_torrent(storage, 1 << 20 if name == "big" else 1 << 14)
        for tier, url in enumerate(urls):
            made.add_tracker(url, tier)
        libtorrent.set_piece_hashes(made, seeds)
        where = [os.path.join(seeds, name + ".torrent")] + [os.path.join(folder, "big.torrent")] * (name == "big")
        for path in where:
            with open(path, "wb") as file:
                file.write(libtorrent.bencode(made.generate()))


def start(binary, folder, bind):
    config = os.path.join(folder, "seed.toml")
    with open(config, "w") as file:
        file.write(f"[service]\nport_mapping = true\n{bind}\n[seeder]\nupload = \"800 KB/s\"\ndht_bootstrap = [\"node.far.example:{NODE}\"]\n[seeder.lan]\ndiscovery = true\n")
    log = open(os.path.join(folder, "log"), "ab")
    # The namespaces' resolv.conf, for this process and those it starts.
    return subprocess.Popen([binary, "serve", os.path.join(folder, "seed"), "--config", config, "--state", os.path.join(folder, "state"), "--no-hardware"], stdout=log, stderr=log)


def status():
    try:
        return json.load(urllib.request.urlopen(f"http://127.0.0.1:{PAGE}/status.json", timeout=5))
    except OSError:
        return None


def waiting():
    """The interface that the status says is waited for, as soon as it does."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        device = (status() or {"network": {}})["network"].get("waiting_for")
        if device:
            return device
        time.sleep(0.1)
    return None


def wait(condition, limit, what):
    end = time.monotonic() + limit
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.02)
    raise SystemExit(f"not within {limit} s: {what}")


def tell(trail, far, folder, began):
    """What a late flap waited for, by the seconds since the interface came back."""
    told = [f"{float(line.split(' ', 1)[0]) - began:7.3f} {line.split(' ', 1)[1].rstrip()}" for line in list(far.says)]
    lines = sorted(trail.since(began) + [line for line in told if float(line.split()[0]) > -1.5], key=lambda line: float(line.split()[0]))
    print("\n".join(lines[:300]), *open(os.path.join(folder, "log")).read().splitlines()[-8:], sep="\n", flush=True)


def flap(network, far, number, short):
    """One absence. Returns its kind, its length, seconds from the interface's return until a downloader gets data (None for never), and when it returned."""
    is_new = number % 4 == 3
    gap = (0.1, 0.5, 1.0, 0.3)[number % 4] if number % 20 != 9 else (2.0 if short else 5.0)
    (network.take_away if is_new else network.down)()
    time.sleep(gap)
    says = "vpn0" if gap < 2 else waiting()
    (network.make if is_new else network.up)(0.6 if number % 5 == 1 else 0)
    began, before = time.monotonic(), far.payload
    while far.payload <= before:
        if time.monotonic() - began > 20:
            return is_new, gap, None, says, began
        time.sleep(0.01)
    back = time.monotonic() - began
    time.sleep(0.2)
    return is_new, gap, back, says, began


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("edgeseed")
    parser.add_argument("--flaps", type=int, default=1000)
    parser.add_argument("--short", action="store_true", help="shorter absences, and a smaller torrent")
    options = parser.parse_args()
    binary = os.path.abspath(options.edgeseed)
    own_namespaces()
    with tempfile.TemporaryDirectory() as folder:
        resolver = os.path.join(folder, "resolv.conf")
        with open(resolver, "w") as file:
            file.write(f"nameserver {NAME_SERVER}\n")
        run("mount", "--bind", resolver, os.path.realpath("/etc/resolv.conf"))
        make_torrents(folder, (64 if options.short else 2048) << 20)
        network = Network()
        far = Far(network, folder)
        try:
            measure(options, binary, folder, network, far)
        except BaseException as end:
            if isinstance(end, SystemExit) and not end.code:
                raise
            print(open(os.path.join(folder, "log")).read()[-3000:], far.counts(), json.dumps(status())[:3000], file=sys.stderr)
            raise
        finally:
            far.stop()
            network.close()


def measure(options, binary, folder, network, far):
    capture, trail = Capture(), Trail()
    box = start(binary, folder, 'bind = ["vpn0"]')
    wait(lambda: far.payload > 0, 60, "the first data")
    wait(lambda: far.counts()[5] > 0, 60, "a question of the DHT")
    waits, worst_gap_says, failed = {False: [], True: []}, 0, 0
    for number in range(options.flaps):
        is_new, gap, back, says, began = flap(network, far, number, options.short)
        if back is None:
            failed += 1
            print(f"flap {number}: not back within 20 s (made anew: {is_new}, away {gap} s)", flush=True)
            tell(trail, far, folder, began)
        else:
            waits[is_new].append(back)
            if back > 3:
                print(f"flap {number}: back after {back:.2f} s (made anew: {is_new}, away {gap} s)", flush=True)
            if back > LIMIT:
                tell(trail, far, folder, began)
        worst_gap_says += says != "vpn0"
        if box.poll() is not None:
            raise SystemExit("the service ended")
        if (number + 1) % 50 == 0:
            print(f"{number + 1} flaps, {capture.count} packets elsewhere, far has seen {far.counts()}", flush=True)
    time.sleep(1)
    elsewhere, lost, counts, seen = capture.count, capture.lost(), far.counts(), list(capture.found)
    box.terminate()
    box.wait(30)
    for is_new, times in waits.items():
        if times:
            print(f"{'made anew' if is_new else 'switched off and on'}: {len(times)} times, back after {statistics.median(times):.2f} s (median), {max(times):.2f} s (worst)")
    print(f"names asked over UDP {counts[1]}, over TCP {counts[2]}; announces over UDP {counts[3]}, over HTTP {counts[4]}; questions of the DHT {counts[5]}; payload {counts[0] / 1e6:.0f} MB")
    print(f"status did not say that it waits: {worst_gap_says}")
    print(f"packets elsewhere: {elsewhere} ({lost} lost by the capture)")

    # The capture sees what goes the other way, when it may.
    capture.count = 0
    box = start(binary, folder, "")
    before = far.payload
    wait(lambda: far.payload > before, 120, "data without service.bind")
    network.down()
    time.sleep(2)
    network.up()
    control = capture.count
    box.terminate()
    box.wait(30)
    print(f"without service.bind: {control} packets elsewhere")
    slow = [back for times in waits.values() for back in times if back > LIMIT]
    good = elsewhere == 0 and lost == 0 and not failed and not slow and worst_gap_says == 0 and control > 0 and min(counts[1:]) > 0
    print("good" if good else f"NOT GOOD: {failed} never back, {len(slow)} later than {LIMIT} s; seen elsewhere {seen}")
    raise SystemExit(0 if good else 1)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--far"]:
        be_far(sys.argv[2])
    else:
        main()
