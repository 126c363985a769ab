#!/usr/bin/env python3
"""Asks a box from many addresses until its input ends, for everything there is or for its page alone, 50 times a second: asker.py wire|page INFO_HASH NAME ADDRESS...
Then it prints how many bytes each that takes data was sent."""
import json, os, random, socket, struct, sys, threading, time
import http.server

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from strangers.attacks import any_answer, announce, ask_nothing_there, break_off, cipher, metadata_asker, request, slow_reader, HOST
from strangers.box import BOX, PORT, connect, join


class Named:
    """What the attacks need to know of a box."""

    def __init__(self, info_hash, name):
        self.hash, self.name = info_hash, name


class Tracker(http.server.BaseHTTPRequestHandler):
    """The tracker that the box's own torrents name: it answers with nobody."""

    def do_GET(self):
        answer = b"d8:intervali60e5:peers0:e"
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


PAGES_SECOND = 50
TAKERS = {"wire": ["downloads", "blocks"], "page": ["pages"]}
taken = {}


def linger(connection, seconds, taker=None):
    """Takes what comes, for so long at most."""
    connection.settimeout(seconds)
    end = time.time() + seconds
    while time.time() < end and (came := connection.recv(65536)):
        if taker:
            taken[taker] += len(came)


def over_http(box, source):
    with any_answer(box, source) as connection:
        linger(connection, 6)


def pages(box, source):
    with request("/", HOST)(box, source) as connection:
        linger(connection, 6)


def downloads(box, source):
    with slow_reader(box, source) as connection:
        linger(connection, 20, "downloads")


def broken(box, source):
    with request("/files/{box.hash}/{box.name}?save", HOST)(box, source) as connection:
        try:
            break_off(connection)
        except ConnectionError:
            pass


def announces(box, source):
    with announce(box, source) as connection:
        linger(connection, 3)


def pipelined(box, source):
    with connect(PORT, source) as connection:
        connection.sendall(b"GET /scrape HTTP/1.1\r\nHost: box\r\n\r\n" * 200)
        linger(connection, 3)


def metadata(box, source):
    with metadata_asker(box, source) as connection:
        linger(connection, 20)


def nothing_there(box, source):
    with metadata_asker(box, source) as connection:
        connection.setblocking(False)
        for _ in range(20):
            ask_nothing_there(connection)
            time.sleep(0.2)


def blocks(box, source):
    ask = b"".join(struct.pack(">IBIII", 13, 6, random.randrange(300), 0, 16384) for _ in range(50))
    with join(box, source, struct.pack(">IB", 1, 2) + ask) as connection:
        linger(connection, 20, "blocks")


def ciphers(box, source):
    with cipher(box, source) as connection:
        linger(connection, 3)


def datagrams(_, source):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as connection:
        connection.bind((source, 0))
        connection.connect((BOX, PORT))
        for _ in range(50):
            connection.send(random.choice([
                struct.pack(">QII", 0x41727101980, 0, random.getrandbits(32)), struct.pack(">QII", random.getrandbits(64), 1, 7) + bytes(82), random.randbytes(random.randrange(1, 200)),
                struct.pack(">QII", random.getrandbits(64), 2, 7) + bytes(20)]))
            time.sleep(0.01)


def one_page(box, source):
    try:
        with request("/", HOST)(box, source) as connection:
            linger(connection, 6, "pages")
    except OSError:
        pass


def hammer(box, sources):
    """Whoever is not answered waits for six seconds, so there are some 300 at a time."""
    while True:
        threading.Thread(target=one_page, args=(box, random.choice(sources)), daemon=True).start()
        time.sleep(1 / PAGES_SECOND)


def for_ever(work, box, sources):
    while True:
        try:
            work(box, random.choice(sources))
        except OSError:
            pass
        time.sleep(0.05)


def main():
    what, box, sources = sys.argv[1], Named(*sys.argv[2:4]), sys.argv[4:]
    taken.update(dict.fromkeys(TAKERS[what], 0))
    threading.Thread(target=http.server.ThreadingHTTPServer((sources[0], 6969), Tracker).serve_forever, daemon=True).start()
    if what == "page":
        threading.Thread(target=hammer, args=(box, sources), daemon=True).start()
    for work in [] if what == "page" else [over_http] * 6 + [pages, downloads, broken, announces, announces, pipelined, metadata, nothing_there, blocks, ciphers, datagrams]:
        threading.Thread(target=for_ever, args=(work, box, sources), daemon=True).start()
    sys.stdin.read()
    print(json.dumps(taken), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
