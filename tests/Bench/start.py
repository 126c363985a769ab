#!/usr/bin/env python3
"""From the start of `edgeseed serve` to its first accepted announce, with torrents it knows already.

usage: start.py [EDGESEED [TORRENTS [ROUNDS]]]
"""
import os, signal, socket, statistics, subprocess, sys, tempfile, time
from pathlib import Path

PORT, PEER_PORT = 26970, 26882


def announce(info_hash):
    """The tracker's answer, or b"" while there is none."""
    quoted = "".join(f"%{byte:02x}" for byte in info_hash)
    try:
        with socket.create_connection(("127.0.0.1", PORT), 1) as tracker:
            tracker.sendall(f"GET /announce?info_hash={quoted}&peer_id=-XX0000-123456789012&port=7000&uploaded=0&downloaded=0&left=1&compact=1 "
                            f"HTTP/1.0\r\nHost: 127.0.0.1:{PORT}\r\n\r\n".encode())
            answer = b""
            while part := tracker.recv(65536):
                answer += part
            return answer
    except OSError:
        return b""


def start(edgeseed, folder, state):
    return subprocess.Popen([edgeseed, "serve", str(folder), "--state", str(state), "--bind", "127.0.0.1", "--port", str(PORT),
                             "--peer-port", str(PEER_PORT), "--no-hardware"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main(edgeseed="edgeseed", torrents=100, rounds=11):
    with tempfile.TemporaryDirectory() as scratch:
        folder, state = Path(scratch, "folder"), Path(scratch, "state")
        folder.mkdir()
        for number in range(int(torrents)):
            Path(folder, f"{number:05}.bin").write_bytes(os.urandom(100_000))
        made = subprocess.run([edgeseed, "make", str(Path(folder, "00050.bin" if int(torrents) > 50 else "00000.bin")), "--output", f"{scratch}/x.torrent", "--json"],
                              check=True, capture_output=True, text=True)
        info_hash = bytes.fromhex(made.stdout.split('"info_hash"')[1].split('"')[1])
        times = []
        for number in range(int(rounds) + 1):
            begin = time.perf_counter()
            with start(edgeseed, folder, state) as service:
                while b"8:interval" not in announce(info_hash):
                    if service.poll() is not None:
                        sys.exit("it ended")
                    time.sleep(0.001)
                times.append((time.perf_counter() - begin) * 1000)
                if number == 0:      # it hashes and remembers
                    time.sleep(5)
                service.send_signal(signal.SIGTERM)
        known = sorted(times[1:])
        print(f"start to first accepted announce, {torrents} known torrents: median {statistics.median(known):.0f} ms, worst {known[-1]:.0f} ms of {rounds}")


main(*sys.argv[1:])
