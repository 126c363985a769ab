"""What strangers do. Each attack is (what it is, the line, how it is begun)."""
import random, socket, struct, threading, time, weakref

from strangers.box import BOX, IPV6, PEER_PORT, PORT, bencode, connect, join, socket_at


class Attack:
    """Strangers at work until stopped: connections that are made and made again, and what is done with each.

    hands: how many at once wait to be connected."""

    lead = 3

    def __init__(self, box, sources, count, begin, step=None, pause=0.2, hands=1):
        self.box, self.sources, self.count, self.begin, self.step, self.pause = box, sources, count // hands, begin, step, pause
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self.run) for _ in range(hands)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        time.sleep(self.lead)
        return self

    def __exit__(self, *_):
        self.stopping.set()
        for thread in self.threads:
            thread.join()

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
    connection = connect(PORT, source, receive=4096)
    connection.sendall(f"GET /files/{box.hash}/{box.name}?save HTTP/1.1\r\nHost: box\r\n\r\n".encode())
    return connection


def metadata_asker(box, source):
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
    connection = socket_at(source, socket.SOCK_DGRAM)
    connection.connect((BOX, PORT))
    return connection


UDP_CONNECT = struct.pack(">QII", 0x41727101980, 0, 1)


def udp_connect(connection):
    for _ in range(25):
        connection.send(UDP_CONNECT)


def utp(box, source):
    connection = socket_at(source, socket.SOCK_DGRAM)
    connection.connect((BOX, PEER_PORT))
    return connection


def utp_syn(connection):
    """Opens connections over uTP (BEP 29) that it does not go on with."""
    for _ in range(25):
        connection.send(struct.pack(">BBHIIIHH", 0x41, 0, random.getrandbits(16), random.getrandbits(32), 0, 1 << 20, 1, 0))


def forged(box, _):
    """A datagram in somebody else's name, who wants no answer."""
    somebody = f"2001:db8:2:{random.getrandbits(16):x}::" if IPV6 else f"198.51.100.{random.randrange(256)}"
    with udp(box, somebody) as connection:
        connection.send(UDP_CONNECT)
    raise ConnectionError


def crumb(connection):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        while connection.recv(65536):
            pass
        raise ConnectionError
    except BlockingIOError:
        connection.send(bytes(4))


def ask_blocks(connection):
    """Asks for blocks without having been let, and takes what is said to it."""
    crumb(connection)
    connection.send(b"".join(struct.pack(">IBIII", 13, 6, random.randrange(300), 0, 16384) for _ in range(50)))


told = weakref.WeakKeyDictionary()


def sip(connection):
    """Asks for a byte of the piece that it was told of last."""
    try:
        came = connection.recv(65536)
        if came == b"":
            raise ConnectionError
        if (at := came.rfind(b"\0\0\0\5\4")) >= 0:
            told[connection] = came[at + 5:at + 9]
    except BlockingIOError:
        pass
    if len(told.get(connection, b"")) == 4:
        connection.send(struct.pack(">IB", 13, 6) + told[connection] + struct.pack(">II", 0, 1))


def hoarder(box, source):
    """Asks for blocks of every piece, and reads nothing that comes."""
    ask = b"".join(struct.pack(">IBIII", 13, 6, piece, 0, 16384) for piece in range(100))
    return join(box, source, struct.pack(">IB", 1, 2) + ask, receive=4096)


def ask_unread(connection):
    connection.send(struct.pack(">IBIII", 13, 6, random.randrange(300), 0, 16384))


def waver(connection):
    crumb(connection)
    connection.send(struct.pack(">IBIB", 1, 2, 1, 3))


def ask_nothing_there(connection):
    """Asks for pieces of the info dictionary that it does not have."""
    crumb(connection)
    for piece in range(10):
        body = bencode({"msg_type": 0, "piece": 1000 + piece})
        connection.send(struct.pack(">IBB", 2 + len(body), 20, 1) + body)


def extended(number, body):
    return struct.pack(">IBB", 2 + len(body), 20, number) + body


def gossip(box, source):
    """Names fifty others, where nobody is."""
    others = b"".join(socket.inet_aton(f"198.51.100.{random.randrange(256)}") + struct.pack(">H", random.randrange(1024, 65536)) for _ in range(50))
    return join(box, source, extended(0, bencode({"m": {"ut_pex": 1}})) + extended(2, bencode({"added": others, "added.f": bytes(50)})))


def dictionary(box, source):
    return join(box, source, extended(0, bencode({"m": {}})))


def speak_again(connection):
    """Introduces itself anew, at length."""
    crumb(connection)
    connection.send(extended(0, bencode({"m": {f"x{i:05}": i % 256 for i in range(1000)}, "v": "x" * 3000})))


def post(box, source):
    """The body of a form that comes byte by byte, of a given length or in chunks."""
    connection = connect(PORT, source)
    how = random.choice(["Content-Length: 1000000000", "Transfer-Encoding: chunked"])
    connection.sendall(f"POST {random.choice(['/admin', '/announce', '/'])} HTTP/1.1\r\n{how}\r\nContent-Type: application/x-www-form-urlencoded\r\n{HOST}".encode())
    return connection


def post_more(connection):
    connection.send(b"1\r\nx\r\n")
    if connection.recv(4096) == b"":
        raise ConnectionError


def headers(box, source):
    """As many headers as there is room for, and more."""
    connection = connect(PORT, source)
    connection.sendall(b"GET / HTTP/1.1\r\nHost: box\r\n" + b"".join(b"X%d: 1\r\n" % i for i in range(random.choice([90, 900]))) + b"\r\n")
    return connection


def cipher(box, source):
    connection = connect(PEER_PORT, source)
    connection.sendall(random.randbytes(96 + random.randrange(400)))
    return connection


def announce(box, source):
    connection = connect(PORT, source)
    connection.sendall(announce_text(box.hash))
    return connection


def announce_text(info_hash):
    escaped = "".join("%" + info_hash[i:i + 2] for i in range(0, 40, 2))
    return (f"GET /announce?info_hash={escaped}&peer_id=-XX0001-{random.randrange(10**12):012}&port={random.randrange(1024, 65535)}"
            "&uploaded=0&downloaded=0&left=1&compact=1&numwant=200 HTTP/1.1\r\nHost: box\r\n\r\n").encode()


def announce_again(connection):
    if connection.recv(65536) == b"":
        raise ConnectionError
    connection.send(announce_text("%040x" % random.getrandbits(160)))


HOST = "Host: box\r\n\r\n"


def any_answer(box, source):
    """One request of every kind that is answered without data."""
    head = random.choice([
        f"GET / HTTP/1.1\r\n{HOST}", f"HEAD / HTTP/1.1\r\n{HOST}", f"POST / HTTP/1.1\r\nContent-Length: 0\r\n{HOST}", "BAD\r\n\r\n", "GET /" + "x" * 9000 + f" HTTP/1.1\r\n{HOST}",
        f"GET / HTTP/1.1\r\nHost: one\r\n{HOST}", f"GET / HTTP/1.1\r\nX: {'x' * 9000}\r\n{HOST}", f"GET /status.json HTTP/1.1\r\n{HOST}", f"GET /metrics HTTP/1.1\r\n{HOST}",
        f"GET /feed.xml HTTP/1.1\r\n{HOST}", f"GET /healthz HTTP/1.1\r\n{HOST}", f"GET /nothing HTTP/1.1\r\n{HOST}", f"GET /files/{box.hash} HTTP/1.1\r\n{HOST}",
        f"GET /files/{box.hash}/nothing HTTP/1.1\r\n{HOST}", f"HEAD /files/{box.hash}/{box.name} HTTP/1.1\r\n{HOST}", f"GET /files/{box.hash}/{box.name} HTTP/1.1\r\nIf-None-Match: *\r\n{HOST}",
        f"GET /files/{box.hash}/{box.name} HTTP/1.1\r\nRange: bytes=99999999999-\r\n{HOST}", f"GET /files/{box.hash}/{box.name} HTTP/1.1\r\nRange: bytes=0-1\r\n{HOST}",
        f"GET /torrents/{box.hash}.torrent HTTP/1.1\r\n{HOST}", f"GET /scrape HTTP/1.1\r\n{HOST}", f"GET /announce HTTP/1.1\r\n{HOST}"])
    connection = connect(PORT, source)
    connection.sendall(head.encode())
    return connection


ATTACKS = {
    "idle": ("500 connections that say nothing", "400 KB/s", lambda box, from_: Attack(box, from_, 500, join)),
    "interested": ("500 peers that are interested and ask for nothing", "400 KB/s", lambda box, from_: Attack(box, from_, 500, lambda box, source: join(box, source, struct.pack(">IB", 1, 2)))),
    "heads": ("300 heads of requests that never end", "400 KB/s", lambda box, from_: Attack(box, from_, 300, request("/x"))),
    "readers": ("40 web downloads that are hardly read", "400 KB/s", lambda box, from_: Attack(box, from_, 40, slow_reader, lambda connection: connection.recv(60))),
    "metadata": ("50 peers that ask for the info dictionary for ever", "200 KB/s", lambda box, from_: Attack(box, from_, 50, metadata_asker, ask_again, 0.05)),
    "nothing": ("50 peers that ask for pieces of an info dictionary that it does not have", "200 KB/s", lambda box, from_: Attack(box, from_, 50, metadata_asker, ask_nothing_there, 0.1)),
    "refused": ("50 choked peers that ask for blocks", "200 KB/s", lambda box, from_: Attack(box, from_, 50, join, ask_blocks, 0.1)),
    "waver": ("50 peers that are interested and not, over and over", "200 KB/s", lambda box, from_: Attack(box, from_, 50, join, waver, 0.1)),
    "crumbs": ("50 peers that send a packet for every four bytes", "20 KB/s", lambda box, from_: Attack(box, from_, 50, join, crumb, 0.05)),
    "newcomers": ("peers that come and go", "20 KB/s", lambda box, from_: Attack(box, from_, 50, join, break_off, 0.02, hands=25)),
    "gossip": ("peers that come, name fifty others, and go", "20 KB/s", lambda box, from_: Attack(box, from_, 50, gossip, break_off, 0.2, hands=25)),
    "dictionaries": ("50 peers that introduce themselves over and over", "200 KB/s", lambda box, from_: Attack(box, from_, 50, dictionary, speak_again, 0.05)),
    "waiting": ("50 peers that are interested and ask for nothing, on a slow line", "20 KB/s", lambda box, from_: Attack(box, from_, 50, lambda box, source: join(box, source, struct.pack(">IB", 1, 2)))),
    "sips": ("50 peers that ask for a byte every ten seconds", "20 KB/s", lambda box, from_: Attack(box, from_, 50, lambda box, source: join(box, source, struct.pack(">IB", 1, 2)), sip, 10)),
    "unread": ("50 peers that ask for blocks and read nothing", "200 KB/s", lambda box, from_: Attack(box, from_, 50, hoarder, ask_unread, 1)),
    "mute": ("300 connections to the peers' port that never introduce themselves", "200 KB/s", lambda box, from_: Attack(box, from_, 300, lambda box, source: connect(PEER_PORT, source))),
    "posts": ("40 forms whose bodies come byte by byte", "20 KB/s", lambda box, from_: Attack(box, from_, 40, post, post_more)),
    "headers": ("requests of hundreds of headers, 50 at a time", "20 KB/s", lambda box, from_: Attack(box, from_, 50, headers)),
    "ciphers": ("50 encrypted handshakes of nothing", "200 KB/s", lambda box, from_: Attack(box, from_, 50, cipher)),
    "pages": ("30 pages a second", "20 KB/s", lambda box, from_: Attack(box, from_, 30, request("/", HOST), pause=1)),
    "answers": ("requests of every kind, 50 at a time", "20 KB/s", lambda box, from_: Attack(box, from_, 50, any_answer)),
    "announces": ("50 connections that announce for ever", "20 KB/s", lambda box, from_: Attack(box, from_, 50, announce, announce_again, 0.05)),
    "udp": ("500 UDP connects a second", "20 KB/s", lambda box, from_: Attack(box, from_, 4, udp, udp_connect)),
    "utp": ("500 connections a second over uTP that are not gone on with", "20 KB/s", lambda box, from_: Attack(box, from_, 4, utp, utp_syn)),
    "forged": ("UDP connects from forged sources", "20 KB/s", lambda box, from_: Attack(box, from_, 10, forged, pause=0.02)),
    "broken": ("web downloads that are broken off", "400 KB/s", lambda box, from_: Attack(box, from_, 20, request("/files/{box.hash}/{box.name}?save", HOST), break_off, 0.02)),
}
