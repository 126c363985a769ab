#!/usr/bin/env python3
"""What HTTPS costs in memory: EDGESEED [CONNECTIONS]. Seeds as many torrents as connections (at most 16, which are asked at a time), each with a
tracker of its own that agrees on TLS and then says nothing, and reads the process's resident memory before, while all are open, and after.
Needs openssl for the certificate; everything is on loopback."""
import hashlib
import os
import pathlib
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

MODES = ("http", "https")


def bencode(value):
    if isinstance(value, int):
        return b"i%de" % value
    if isinstance(value, bytes):
        return b"%d:%s" % (len(value), value)
    if isinstance(value, list):
        return b"l" + b"".join(map(bencode, value)) + b"e"
    return b"d" + b"".join(bencode(key) + bencode(value[key]) for key in sorted(value)) + b"e"


def resident_kb(pid, what):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(what):
            return int(line.split()[1])


def silent_server(context, opened):
    """Accepts, agrees on TLS if there is a context, reads the request and never answers."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    kept = []

    def hold(plain):
        stream = context.wrap_socket(plain, server_side=True) if context else plain
        stream.recv(4096)
        kept.append(stream)
        opened.release()

    def accept():
        while True:
            threading.Thread(target=hold, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return listener.getsockname()[1], kept


def run(binary, mode, connections, home):
    home.mkdir()
    opened, context = threading.Semaphore(0), None
    if mode == "https":
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", home / "key.pem", "-out",
                        home / "cert.pem", "-days", "2", "-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(home / "cert.pem", home / "key.pem")
    port, kept = silent_server(context, opened)
    data = home / "data"
    data.mkdir()
    for i in range(connections):
        content = b"%05d" % i
        (data / f"file{i}").write_bytes(content)
        info = {b"name": b"file%d" % i, b"length": len(content), b"piece length": 16384, b"pieces": hashlib.sha1(content).digest()}
        (data / f"file{i}.torrent").write_bytes(bencode({b"announce": b"%s://127.0.0.1:%d/announce?%d" % (mode.encode(), port, i), b"info": info}))
    environment = dict(os.environ, SSL_CERT_FILE=str(home / "cert.pem"))
    command = [binary, "serve", data, "--state", home / "state", "--bind", "127.0.0.1", "--port", "0", "--peer-port", "0", "--no-hardware"]
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(connections):
            assert opened.acquire(timeout=60), "not all connections were opened"
        time.sleep(1)
        return resident_kb(process.pid, "VmRSS"), resident_kb(process.pid, "VmHWM"), len(kept)
    finally:
        process.terminate()
        process.wait(30)


def main():
    binary, connections = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 16
    with tempfile.TemporaryDirectory() as home:
        figures = {(mode, count): run(binary, mode, count, pathlib.Path(home, f"{mode}{count}")) for mode in MODES for count in (1, connections)}
    for (mode, count), (resident, peak, opened) in figures.items():
        print(f"{mode:5} {opened:2} connections open: {resident} kB resident, peak {peak} kB")
    for mode in MODES:
        print(f"{mode}: {(figures[mode, connections][0] - figures[mode, 1][0]) / (connections - 1):.0f} kB for each further connection")
    print(f"the first https connection: {figures['https', 1][0] - figures['http', 1][0]} kB more than over http")


main()
