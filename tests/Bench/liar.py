#!/usr/bin/python3
"""libtorrent as an honest seed beside a liar who gives zeros for whatever he is asked: `get` by magnet link of a torrent of version 2, and of a hybrid by its hash of version 2.
The file must be right, the liar alone banned, and nothing but his blocks fetched again. As root, with python3-libtorrent: liar.py EDGESEED"""
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading

import libtorrent

SIZE, BLOCK, HONEST, LIAR = 20_000_001, 16384, "127.0.0.2:6900", "127.0.0.3:6999"


class Liar:
    def __init__(self):
        self.name, self.lies, self.was_asked = None, 0, None
        address, port = LIAR.split(":")
        self.listener = socket.create_server((address, int(port)))
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            connection, _ = self.listener.accept()
            threading.Thread(target=self.accept, args=(connection,), daemon=True).start()

    def accept(self, connection):
        try:
            self.serve(connection)
        except OSError:
            pass  # He was found out.

    def serve(self, connection):
        stream = connection.makefile("rb")
        if not stream.read(68).startswith(b"\x13"):
            connection.shutdown(socket.SHUT_WR)  # It is encrypted: who is told so comes again in the clear.
            return
        connection.sendall(b"\x13BitTorrent protocol" + struct.pack(">Q", 4) + self.name + b"-LY0001-000000000001" + struct.pack(">IBIB", 1, 14, 1, 1))
        while length := stream.read(4):
            message = stream.read(struct.unpack(">I", length)[0])
            if message[:1] == b"\6":
                self.lies += 1
                if self.lies == 1:
                    self.was_asked()
                size = struct.unpack(">I", message[9:13])[0]
                connection.sendall(struct.pack(">IB", 9 + size, 7) + message[1:9] + bytes(size))


def download(edgeseed, folder, kind, session, liar):
    torrent, target = os.path.join(folder, kind + ".torrent"), os.path.join(folder, kind)
    os.mkdir(target)
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([edgeseed, "make", os.path.join(folder, "file"), "--format", kind, "--piece-size", "1MiB", "--output", torrent], **quiet)
    info = libtorrent.torrent_info(torrent)
    version2 = str(info.info_hashes().v2)
    handle = session.add_torrent({"ti": info, "save_path": folder, "flags": libtorrent.torrent_flags.seed_mode})
    # Else all could be there before the liar is asked: he is slower to be met, for he has no metadata.
    handle.set_upload_limit(50_000)
    liar.name, liar.lies, liar.was_asked = bytes.fromhex(version2[:40]), 0, lambda: handle.set_upload_limit(0)
    magnet = f"magnet:?xt=urn:btmh:1220{version2}&x.pe={LIAR}&x.pe={HONEST}"
    said = subprocess.run([edgeseed, "get", magnet, "--dir", target, "--bind", "127.0.0.1", "--no-seed", "--json"], check=True, stdout=subprocess.PIPE, timeout=120).stdout
    last = [json.loads(line) for line in said.splitlines() if b'"progress"' in line][-1]
    with open(os.path.join(folder, "file"), "rb") as right, open(os.path.join(target, "file"), "rb") as got:
        is_right = right.read() == got.read()
    held = is_right and liar.lies > 0 and last["failed_pieces"] > 0 and last["banned_peers"] == 1 and 0 < last["wasted"] <= liar.lies * BLOCK
    print(f"{'held    ' if held else 'NOT HELD'} {kind}: right {is_right}, {liar.lies} lies, {last['failed_pieces']} pieces failed, {last['banned_peers']} banned, "
          f"{last['wasted']} bytes fetched again", flush=True)
    return held


def main():
    if not os.environ.get("EDGESEED_BENCH_NETWORK"):
        os.environ["EDGESEED_BENCH_NETWORK"] = "1"
        os.execvp("unshare", ["unshare", "--net", "sh", "-c", 'ip link set lo up; exec "$@"', "sh", sys.executable, *sys.argv])
    with tempfile.TemporaryDirectory(prefix="edgeseed-liar-") as folder:
        with open(os.path.join(folder, "file"), "wb") as file:
            file.write(os.urandom(SIZE))
        session = libtorrent.session({"listen_interfaces": HONEST, "enable_dht": False, "enable_lsd": False, "enable_outgoing_utp": False, "enable_incoming_utp": False})
        liar = Liar()
        raise SystemExit(0 if all([download(sys.argv[1], folder, kind, session, liar) for kind in ("v2", "hybrid")]) else 1)


if __name__ == "__main__":
    main()
