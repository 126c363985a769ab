#!/usr/bin/env python3
"""Torrents whose trackers are hostile: EDGESEED [SECONDS]. One torrent for each behaviour, over http and https, and one
honest; prints what the service says of each, and what it cost. All on loopback."""
import gzip
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

import foreign_common

HONEST = b"d8:completei1e10:incompletei0e8:intervali1800e5:peers0:e"


def whole(body):
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


def bytewise(stream):
    for byte in whole(HONEST):
        stream.sendall(bytes([byte]))
        time.sleep(0.5)


def endless(stream):
    stream.sendall(b"HTTP/1.1 200 OK\r\n\r\nd5:peers2000000000:")
    while True:
        stream.sendall(bytes(65536))


def header_flood(stream):
    stream.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        stream.sendall(b"X-Flood: %s\r\n" % (b"x" * 500))


def interim_flood(stream):
    while True:
        stream.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")


BEHAVIOURS = {
    "silent": lambda stream: time.sleep(600),
    "bytewise": bytewise,
    "ten-megabytes": endless,
    "header-flood": header_flood,
    "interim-flood": interim_flood,
    "no-bencode": lambda stream: stream.sendall(whole(b"<html>parked</html>")),
    "half-bencode": lambda stream: stream.sendall(whole(HONEST[:20])),
    "deep": lambda stream: stream.sendall(whole(b"d1:a" + b"l" * 500_000)),
    "gzip": lambda stream: stream.sendall(whole(gzip.compress(HONEST))),
    "interval-0": lambda stream: stream.sendall(whole(HONEST.replace(b"i1800e", b"i0e"))),
    "interval-1e9": lambda stream: stream.sendall(whole(HONEST.replace(b"i1800e", b"i1000000000e"))),
    "interval-1e30": lambda stream: stream.sendall(whole(HONEST.replace(b"i1800e", b"i1%se" % (b"0" * 30)))),
    "retry-in-0": lambda stream: stream.sendall(whole(b"d14:failure reason2:no8:retry ini0ee")),
    "loop": lambda stream: stream.sendall(b"HTTP/1.1 302 Found\r\nLocation: /loop/announce\r\n\r\n"),
    "reset": lambda stream: stream.close(),
    "honest": lambda stream: stream.sendall(whole(HONEST)),
}


class Hostile:
    def __init__(self, context):
        self.listener, self.context, self.asked = socket.create_server(("127.0.0.1", 0), backlog=64), context, {}
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            threading.Thread(target=self.serve, args=(self.listener.accept()[0],), daemon=True).start()

    def serve(self, stream):
        try:
            if self.context:
                stream = self.context.wrap_socket(stream, server_side=True)
            name = stream.recv(8192).split(b" ")[1].split(b"/")[1].decode()
            self.asked[name] = self.asked.get(name, 0) + 1
            BEHAVIOURS[name](stream)
            stream.close()
        except OSError:
            pass


def main():
    binary, seconds = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 45
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        servers = {"http": Hostile(None), "https": Hostile(foreign_common.certificate(home))}
        data = home / "data"
        data.mkdir()
        for scheme, server in servers.items():
            for name in BEHAVIOURS:
                foreign_common.torrent(data, f"{scheme}-{name}", f"{scheme}://127.0.0.1:{server.port}/{name}/announce")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        process = subprocess.Popen(
            [binary, "serve", data, "--state", home / "state", "--bind", "127.0.0.1", "--port", str(port), "--peer-port", "0", "--no-hardware"],
            env=dict(os.environ, SSL_CERT_FILE=str(home / "cert.pem")), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            time.sleep(seconds)
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/status.json", timeout=10) as answer:
                torrents = {torrent["name"]: torrent for torrent in json.load(answer)["torrents"]}
            for scheme, server in servers.items():
                for name in BEHAVIOURS:
                    others = torrents[f"{scheme}-{name}"]["other_trackers"]
                    print(f"{scheme:5} {name:13} asked {server.asked.get(name, 0):3}  {others['state']:8} next {others['next_seconds']} s  {others['message'] or ''}")
            peak = next(line.split()[1] for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines() if line.startswith("VmHWM"))
            ticks = sum(map(int, pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]))
            print(f"peak {peak} kB, {ticks / os.sysconf('SC_CLK_TCK'):.2f} s of processor in {seconds:.0f} s")
        finally:
            process.terminate()
            print(f"stopped with exit code {process.wait(30)}")


main()
