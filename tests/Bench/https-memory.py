#!/usr/bin/env python3
"""What HTTPS costs in memory: EDGESEED [CONNECTIONS]. Seeds as many torrents as connections (at most 16, which are asked at a time), each with a
tracker of its own that agrees on TLS and then says nothing, and reads the process's resident memory with one open and with all. On loopback."""
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time

import foreign_common

MODES = ("http", "https")


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
        context = foreign_common.certificate(home)
    # One for each: of a tracker in the own network nothing but /announce is asked.
    servers = [silent_server(context, opened) for _ in range(connections)]
    data = home / "data"
    data.mkdir()
    for i, (port, _) in enumerate(servers):
        foreign_common.torrent(data, f"file{i:05}", f"{mode}://127.0.0.1:{port}/announce")
    environment = dict(os.environ, SSL_CERT_FILE=str(home / "cert.pem"))
    command = [binary, "serve", data, "--state", home / "state", "--bind", "127.0.0.1", "--port", "0", "--peer-port", "0", "--no-hardware"]
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(connections):
            assert opened.acquire(timeout=60), "not all connections were opened"
        time.sleep(1)
        return resident_kb(process.pid, "VmRSS"), resident_kb(process.pid, "VmHWM"), sum(len(kept) for _, kept in servers)
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
