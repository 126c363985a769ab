#!/usr/bin/env python3
"""What strangers do to `edgeseed serve`, and what an honest client still gets beside each: run against the program as it is shipped.

    tests/Bench/hostile.py --edgeseed PATH [--short] [ATTACK]...        all attacks, one after the other
    tests/Bench/hostile.py --edgeseed PATH --soak MINUTES               all of them in turn on one running service

Runs in a network namespace of its own (as root, or where users may make one): only a loopback device, whose addresses outside of 127/8 are the world's to
the service. python3 is the system's, which has libtorrent. Each attack comes from one address, and with --addresses N from as many. It passes when the honest
client gets four fifths of what it gets alone, memory stays below the limit, and page and peer port answer afterwards.
"""
import argparse, hashlib, json, os, random, re, resource, shutil, signal, socket, struct, subprocess, sys, tempfile, threading, time

PORT, PEER_PORT = 16979, 16981
BOX, HONEST = "203.0.113.1", "203.0.113.2"
PIECE = 65536
HONEST_CLIENT = r"""
import libtorrent as lt, sys, time
torrent, folder, seconds, port, source = sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
session = lt.session({"listen_interfaces": source + ":16990", "outgoing_interfaces": source, "enable_dht": False, "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False,
                      "enable_outgoing_utp": False, "enable_incoming_utp": False, "min_reconnect_time": 1, "max_failcount": 1000})
handle = session.add_torrent({"ti": lt.torrent_info(torrent), "save_path": folder})
began = None
end = time.time() + seconds
while time.time() < end:
    handle.connect_peer((sys.argv[6], port))
    time.sleep(0.5)
print(handle.status().total_done / seconds)
"""


def bencode(value):
    if isinstance(value, int):
        return b"i%de" % value
    if isinstance(value, str):
        value = value.encode()
    if isinstance(value, bytes):
        return b"%d:%s" % (len(value), value)
    if isinstance(value, list):
        return b"l" + b"".join(map(bencode, value)) + b"e"
    return b"d" + b"".join(bencode(key) + bencode(value[key]) for key in sorted(value)) + b"e"


class Box:
    """The service with one torrent, on a limited line."""

    def __init__(self, edgeseed, upload, extra=""):
        self.folder = tempfile.mkdtemp(prefix="hostile-")
        library = os.path.join(self.folder, "library")
        os.mkdir(library)
        data = random.Random(1).randbytes(24_000_000)
        self.name = "film.bin"
        with open(os.path.join(library, self.name), "wb") as file:
            file.write(data)
        info = {"length": len(data), "name": self.name, "piece length": PIECE, "pieces": b"".join(hashlib.sha1(data[i:i + PIECE]).digest() for i in range(0, len(data), PIECE))}
        self.hash = hashlib.sha1(bencode(info)).hexdigest()
        self.torrent = os.path.join(library, "film.torrent")
        with open(self.torrent, "wb") as file:
            file.write(bencode({"info": info}))
        config = os.path.join(self.folder, "seed.toml")
        with open(config, "w") as toml:
            toml.write(f'[seeder]\nupload = "{upload}"\n{extra}')
        self.log = open(os.path.join(self.folder, "log"), "wb")
        self.process = subprocess.Popen([edgeseed, "serve", library, "--config", config, "--state", os.path.join(self.folder, "state"), "--port", str(PORT), "--peer-port", str(PEER_PORT),
                                         "--bind", BOX, "--no-hardware"], stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT)
        end = time.time() + 60
        while "seeding" not in [torrent["state"] for torrent in (self.status() or {}).get("torrents", [])]:
            if time.time() > end or self.process.poll() is not None:
                sys.exit("the service does not start:\n" + open(self.log.name).read())
            time.sleep(0.2)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def get(self, path, source=HONEST, timeout=10):
        try:
            with socket.create_connection((BOX, PORT), timeout, (source, 0)) as connection:
                connection.sendall(f"GET {path} HTTP/1.1\r\nHost: box\r\nConnection: close\r\n\r\n".encode())
                answer = b""
                while block := connection.recv(65536):
                    answer += block
                return answer
        except OSError:
            return b""

    def status(self):
        head, _, body = self.get("/status.json", BOX).partition(b"\r\n\r\n")
        if b"chunked" in head:
            body = b"".join(body.split(b"\r\n")[1::2])
        try:
            return json.loads(body)
        except ValueError:
            return None

    def figures(self):
        lines = dict(line.split(":\t", 1) for line in open(f"/proc/{self.process.pid}/status").read().splitlines() if ":\t" in line)
        return {"hwm_kb": int(lines["VmHWM"].split()[0]), "rss_kb": int(lines["VmRSS"].split()[0]), "descriptors": len(os.listdir(f"/proc/{self.process.pid}/fd"))}

    def peer_answers(self):
        try:
            with join(self, HONEST) as connection:
                return connection.recv(1) == b"\x13"
        except OSError:
            return False

    def honest(self, seconds):
        folder = tempfile.mkdtemp(dir=self.folder)
        run = subprocess.run(["/usr/bin/python3", "-c", HONEST_CLIENT, self.torrent, folder, str(seconds), str(PEER_PORT), HONEST, BOX], capture_output=True, text=True, timeout=seconds + 60)
        shutil.rmtree(folder)
        return float(run.stdout) if run.returncode == 0 else sys.exit(run.stderr)


def connect(port, source):
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    connection.settimeout(5)
    connection.bind((source, 0))
    connection.connect((BOX, port))
    return connection


def join(box, source, then=b""):
    connection = connect(PEER_PORT, source)
    connection.sendall(b"\x13BitTorrent protocol" + b"\0\0\0\0\0\x10\0\x04" + bytes.fromhex(box.hash) + b"-XX0001-" + random.randbytes(12) + then)
    return connection


class Attack:
    """Strangers at work until stopped: connections that are made and made again, and what is done with each."""

    def __init__(self, box, sources, count, begin, step=None, pause=0.2):
        self.box, self.sources, self.count, self.begin, self.step, self.pause = box, sources, count, begin, step, pause
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def __enter__(self):
        self.thread.start()
        time.sleep(3)
        return self

    def __exit__(self, *_):
        self.stopping.set()
        self.thread.join()

    def run(self):
        open_ones = []
        while not self.stopping.is_set():
            missing = min(self.count - len(open_ones), 50)
            for _ in range(missing):
                try:
                    open_ones.append(self.begin(self.box, random.choice(self.sources)))
                    open_ones[-1].setblocking(False)
                except OSError:
                    break
            for connection in list(open_ones):
                try:
                    if self.step:
                        self.step(connection)
                    elif connection.recv(4096) == b"":
                        raise ConnectionError
                except BlockingIOError:
                    pass
                except OSError:
                    connection.close()
                    open_ones.remove(connection)
            self.stopping.wait(self.pause)
        for connection in open_ones:
            connection.close()


def request(path, more=""):
    def begin(box, source):
        connection = connect(PORT, source)
        connection.sendall(f"GET {path.format(box=box)} HTTP/1.1\r\n{more}".encode())
        return connection
    return begin


def slow_reader(box, source):
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.bind((source, 0))
    connection.connect((BOX, PORT))
    connection.sendall(f"GET /files/{box.hash}/{box.name}?save HTTP/1.1\r\nHost: box\r\n\r\n".encode())
    return connection


def metadata_asker(box, source):
    def extended(number, body):
        return struct.pack(">IBB", 2 + len(body), 20, number) + body
    ask = extended(1, bencode({"msg_type": 0, "piece": 0}))
    return join(box, source, extended(0, bencode({"m": {"ut_metadata": 3}})) + ask * 4)


def ask_again(connection):
    body = bencode({"msg_type": 0, "piece": 0})
    if connection.recv(65536) == b"":
        raise ConnectionError
    connection.send(struct.pack(">IBB", 2 + len(body), 20, 1) + body)


def break_off(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raise ConnectionError


def udp(box, source):
    connection = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    connection.bind((source, 0))
    connection.connect((BOX, PORT))
    return connection


def udp_connect(connection):
    for _ in range(25):
        connection.send(struct.pack(">QII", 0x41727101980, 0, 1))


HOST = "Host: box\r\n\r\n"
ATTACKS = {
    "idle": ("500 connections that say nothing", "400 KB/s", lambda box, from_: Attack(box, from_, 500, join)),
    "interested": ("500 peers that are interested and ask for nothing", "400 KB/s", lambda box, from_: Attack(box, from_, 500, lambda box, source: join(box, source, struct.pack(">IB", 1, 2)))),
    "heads": ("300 heads of requests that never end", "400 KB/s", lambda box, from_: Attack(box, from_, 300, request("/x"))),
    "readers": ("40 web downloads that are hardly read", "400 KB/s", lambda box, from_: Attack(box, from_, 40, slow_reader, lambda connection: connection.recv(60))),
    "metadata": ("50 peers that ask for the info dictionary for ever", "200 KB/s", lambda box, from_: Attack(box, from_, 50, metadata_asker, ask_again, 0.05)),
    "pages": ("30 pages a second", "20 KB/s", lambda box, from_: Attack(box, from_, 30, request("/", HOST), pause=1)),
    "udp": ("500 UDP connects a second", "20 KB/s", lambda box, from_: Attack(box, from_, 4, udp, udp_connect)),
    "broken": ("web downloads that are broken off", "400 KB/s", lambda box, from_: Attack(box, from_, 20, request("/files/{box.hash}/{box.name}?save", HOST), break_off, 0.02)),
}


def check(condition, what):
    print(("ok       " if condition else "NOT HELD ") + what, flush=True)
    return condition


def run(name, args, sources):
    what, upload, attack = ATTACKS[name]
    seconds = 12 if args.short else 40
    with Box(args.edgeseed, upload) as box:
        alone = box.honest(seconds)
        with attack(box, sources):
            beside = box.honest(seconds)
            page = box.get("/healthz", BOX)
        figures = box.figures()
        held = check(beside >= 0.8 * alone, f"{name}: {what}, from {len(sources)} address(es): honest {beside / 1000:.1f} KB/s of {alone / 1000:.1f} alone = {beside / max(alone, 1):.0%}")
        held &= check(args.limit == 0 or figures["hwm_kb"] <= args.limit * 1024, f"{name}: peak of memory {figures['hwm_kb'] / 1024:.1f} MiB")
        held &= check(b" 200 " in page[:16] and b" 200 " in box.get("/healthz")[:16] and box.peer_answers(), f"{name}: page and peer port answer, during and after")
        held &= check(box.process.poll() is None, f"{name}: the service runs")
        return held


def soak(args, sources):
    with Box(args.edgeseed, "400 KB/s") as box:
        end, names, held, first, process = time.time() + args.soak * 60, list(ATTACKS), True, None, box.process.pid
        while time.time() < end:
            random.shuffle(names)
            for name in names:
                with ATTACKS[name][2](box, sources):
                    rate = box.honest(20)
                time.sleep(5)
                figures = box.figures()
                print(f"{(time.time() - end) / 60 + args.soak:6.1f} min {name:10s} honest {rate / 1000:6.1f} KB/s, {figures}", flush=True)
                if time.time() > end:
                    break
            first = first or box.figures()
        last = box.figures()
        held &= check(last["rss_kb"] <= first["rss_kb"] * 1.1 + 1024, f"memory after the first round {first['rss_kb']} kB, at the end {last['rss_kb']} kB")
        held &= check(last["descriptors"] <= first["descriptors"] + 4, f"descriptors {first['descriptors']} and {last['descriptors']}")
        held &= check(box.process.poll() is None and box.process.pid == process and box.peer_answers() and b" 200 " in box.get("/healthz")[:16], "no restart, and both ports answer")
        return held


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("attacks", nargs="*", metavar="ATTACK", help=", ".join(ATTACKS))
    parser.add_argument("--edgeseed", required=True, help="the program")
    parser.add_argument("--addresses", type=int, default=1, help="addresses that an attack comes from [1]")
    parser.add_argument("--limit", type=int, default=32, help="MiB of memory that the service may take; 0 for a build that is not the native one [32]")
    parser.add_argument("--short", action="store_true", help="12 seconds each instead of 40")
    parser.add_argument("--soak", type=float, default=0, metavar="MINUTES", help="all attacks in turn on one service")
    args = parser.parse_args()
    if os.environ.get("HOSTILE_INSIDE") != "1":
        private = ["unshare"] + ([] if os.geteuid() == 0 else ["--user", "--map-root-user"]) + ["--net"]
        os.execvpe(private[0], [*private, sys.executable, *sys.argv], {**os.environ, "HOSTILE_INSIDE": "1"})
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
    subprocess.run("ip link set lo up && ip address add 203.0.113.0/24 dev lo && ip address add 203.0.113.1/24 dev lo", shell=True, check=True)
    sources = [f"203.0.113.{100 + i}" for i in range(args.addresses)]
    for address in [HONEST, *sources]:
        subprocess.run(["ip", "address", "add", address + "/24", "dev", "lo"], check=True)
    if args.soak:
        sys.exit(0 if soak(args, sources) else 1)
    unknown = set(args.attacks) - set(ATTACKS)
    if unknown:
        parser.error(f"no such attack: {', '.join(sorted(unknown))}")
    results = [run(name, args, sources) for name in args.attacks or ATTACKS]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
