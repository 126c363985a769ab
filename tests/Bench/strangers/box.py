"""The service with one torrent on a limited line, an honest client of it, and how strangers connect to it. The addresses are documentation's (RFC 5737):
to the service they are the world. With HOSTILE_FAMILY=6 they are IPv6's (RFC 3849): a
stranger has a /64, and comes from another address of it each time."""
import hashlib, json, os, random, shutil, signal, socket, struct, subprocess, sys, tempfile, time

from slow_disk.model import bencode

PORT, PEER_PORT = 16979, 16981
IPV6 = os.environ.get("HOSTILE_FAMILY") == "6"
FAMILY = socket.AF_INET6 if IPV6 else socket.AF_INET
WORLDS = ["2001:db8::/32"] if IPV6 else ["203.0.113.0/24", "198.51.100.0/24"]
BOX, HONEST = ("2001:db8::1", "2001:db8:0:2::2") if IPV6 else ("203.0.113.1", "203.0.113.2")
IP_FREEBIND = 15
PIECE = 65536
HONEST_CLIENT = r"""
import libtorrent as lt, sys, time
torrent, folder, seconds, port, source = sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
session = lt.session({"listen_interfaces": ("[" + source + "]" if ":" in source else source) + ":16990", "outgoing_interfaces": source, "enable_dht": False, "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False,
                      "enable_outgoing_utp": False, "enable_incoming_utp": False, "min_reconnect_time": 1, "max_failcount": 1000})
handle = session.add_torrent({"ti": lt.torrent_info(torrent), "save_path": folder})
began = None
end = time.time() + seconds
while time.time() < end:
    handle.connect_peer((sys.argv[6], port))
    time.sleep(0.5)
print(handle.status().total_done / seconds)
"""


class Box:
    """The service with one torrent, on a limited line.

    library: a folder with its own torrent; else one is made. announced: how many small torrents there are besides, and the tracker they name."""

    def __init__(self, edgeseed, upload, library=None, announced=(0, ""), ready=60):
        self.folder = tempfile.mkdtemp(prefix="hostile-")
        if library is None:
            library = os.path.join(self.folder, "library")
            os.mkdir(library)
            self.name, self.hash, self.torrent = self.publish(library, "film.bin", random.Random(1).randbytes(24_000_000))
        for number in range(announced[0]):
            self.publish(library, f"small{number}.bin", random.Random(number).randbytes(5000), announced[1])
        config = os.path.join(self.folder, "seed.toml")
        with open(config, "w") as toml:
            toml.write(f'[seeder]\nupload = "{upload}"\n')
        self.log = open(os.path.join(self.folder, "log"), "wb")
        self.process = subprocess.Popen([edgeseed, "serve", library, "--config", config, "--state", os.path.join(self.folder, "state"), "--port", str(PORT), "--peer-port", str(PEER_PORT),
                                         "--bind", BOX, "--no-hardware"], stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT)
        end = time.time() + ready
        while "seeding" not in [torrent["state"] for torrent in (self.status() or {}).get("torrents", [])]:
            if time.time() > end or self.process.poll() is not None:
                sys.exit("the service does not start:\n" + open(self.log.name).read())
            time.sleep(0.2)

    @staticmethod
    def publish(library, name, data, announce=None):
        """Writes a file and its torrent: the file's name, the info-hash, the torrent's path."""
        with open(os.path.join(library, name), "wb") as file:
            file.write(data)
        info = {"length": len(data), "name": name, "piece length": PIECE, "pieces": b"".join(hashlib.sha1(data[i:i + PIECE]).digest() for i in range(0, len(data), PIECE))}
        torrent = os.path.join(library, name + ".torrent")
        with open(torrent, "wb") as file:
            file.write(bencode({"info": info, **({"announce": announce} if announce else {})}))
        return name, hashlib.sha1(bencode(info)).hexdigest(), torrent

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
            with connect(PORT, source, timeout) as connection:
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

    def answers(self):
        """Whether page and peer port answer a stranger within ten seconds: what strangers have cost is paid off first."""
        end = time.time() + 10
        while time.time() < end:
            if b" 200 " in self.get("/healthz", timeout=5)[:16] and self.peer_answers():
                return True
            time.sleep(0.5)
        return False

    def honest(self, seconds):
        folder = tempfile.mkdtemp(dir=self.folder)
        run = subprocess.run(["/usr/bin/python3", "-c", HONEST_CLIENT, self.torrent, folder, str(seconds), str(PEER_PORT), HONEST, BOX], capture_output=True, text=True, timeout=seconds + 60)
        shutil.rmtree(folder)
        return float(run.stdout) if run.returncode == 0 else sys.exit(run.stderr)


def sources(count):
    """Where so many strangers come from: addresses, or networks of which each has one."""
    return [f"2001:db8:1:{i:x}::" if IPV6 else f"203.0.113.{100 + i}" for i in range(count)]


def socket_at(source, kind=socket.SOCK_STREAM):
    """A socket at a stranger's address, any of its own when it has a network."""
    connection = socket.socket(FAMILY, kind)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if IPV6:
        connection.setsockopt(socket.SOL_IP, IP_FREEBIND, 1)
    connection.bind((f"{source}{random.getrandbits(16):x}:{random.getrandbits(16):x}" if source.endswith("::") else source, 0))
    return connection


def connect(port, source, timeout=5, receive=0):
    """receive: bytes of the receive buffer, where it is not the system's."""
    connection = socket_at(source)
    if receive:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    connection.settimeout(timeout)
    try:
        connection.connect((BOX, port))
    except OSError:
        connection.close()
        raise
    return connection


def join(box, source, then=b"", receive=0):
    connection = connect(PEER_PORT, source, receive=receive)
    connection.sendall(b"\x13BitTorrent protocol" + b"\0\0\0\0\0\x10\0\x04" + bytes.fromhex(box.hash) + b"-XX0001-" + random.randbytes(12) + then)
    return connection
