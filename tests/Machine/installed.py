"""A booted machine with EdgeSeed installed as deploy/ says, for tests of what only a whole system can show.

EDGESEED_VM names the folder of the rig (its vm.py offers VM: start, run, push, mkusb, plug, unplug, kill, stop);
EDGESEED_BINARY the Native AOT linux-x64 program. Without them the tests are skipped, and say so.
"""
import hashlib
import json
import os
import socket
import struct
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def rig():
    """The rig's module, or an end of the program with the reason why there is none."""
    folder, binary = os.environ.get("EDGESEED_VM"), os.environ.get("EDGESEED_BINARY")
    for name, value in (("EDGESEED_VM", folder), ("EDGESEED_BINARY", binary)):
        if not value:
            print(f"skipped: {name} is not set")
            sys.exit(0)
    sys.path.insert(0, folder)
    import vm
    return vm


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Machine:
    """The guest with the service in it; page and peers are reached from here over forwarded ports."""

    def __init__(self, rundir=None, mem=1024):
        self.vm = rig().VM(rundir, mem=mem)
        self.page, self.peers = free_port(), free_port()

    def boot(self):
        """A machine just booted, without the service: sticks are made now, before anything mounts them."""
        ports = [(self.page, 6969), (self.peers, 6881)]
        try:
            self.vm.start(warm=True, fwd=ports, timeout=45)
        except Exception as failure:
            # A resumed machine may never wake.
            print(f"started cold: {failure}", file=sys.stderr)
            self.vm.kill()
            self.vm.start(fwd=ports)

    def install(self, config):
        vm = self.vm
        vm.push(os.environ["EDGESEED_BINARY"], "/usr/bin/edgeseed")
        vm.push(ROOT / "deploy/drive", "/usr/lib/edgeseed/drive")
        for unit in [*ROOT.glob("deploy/edgeseed*.service"), *ROOT.glob("deploy/edgeseed*.path")]:
            if ".avahi." not in unit.name:
                vm.push(unit, f"/lib/systemd/system/{unit.name}")
        for rules in ROOT.glob("deploy/*.rules"):
            vm.push(rules, f"/lib/udev/rules.d/{rules.name}")
        vm.push(ROOT / "deploy/debian/edgeseed.sysusers", "/usr/lib/sysusers.d/edgeseed.conf")
        self.configure(config)
        vm.run("systemd-sysusers; systemctl daemon-reload; udevadm control --reload; systemctl enable edgeseed; systemctl start edgeseed", 120, check=True)
        self.wait(lambda s: s["phase"] != "starting", "the service is up", 60)

    def configure(self, config):
        note = self.vm.dir / "seed.toml"
        note.write_text(config)
        self.vm.push(note, "/etc/edgeseed/seed.toml")
        self.vm.run("chmod 755 /etc/edgeseed; chmod 644 /etc/edgeseed/seed.toml")

    def status(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.page}/status.json", timeout=20) as answer:
            return json.load(answer)

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.page}{path}", timeout=60) as answer:
            return answer.read()

    def wait(self, condition, what, seconds):
        """Waits until the status fulfils a condition; (the status, seconds it took)."""
        began, status = time.monotonic(), None
        while time.monotonic() - began < seconds:
            try:
                status = self.status()
                if condition(status):
                    return status, time.monotonic() - began
            except OSError:
                pass
            time.sleep(0.1)
        log = self.vm.run("journalctl -u edgeseed -n 40 --no-pager; systemctl status 'edgeseed-drive@*' --no-pager; findmnt -t vfat,ext4,exfat", 60)[1]
        raise AssertionError(f"not in {seconds} s: {what}\n{json.dumps(status, indent=1)[:6000] if status else 'no status'}\n{log}")

    def footprint(self):
        """Kilobytes resident, those of them the program's own and those of files, threads, and descriptors."""
        out = self.vm.run("p=/proc/$(systemctl show -p MainPID --value edgeseed); "
                          "for k in VmRSS RssAnon RssFile Threads; do sed -n \"s/^$k:[^0-9]*\\([0-9]*\\).*/\\1/p\" $p/status; done; ls $p/fd | wc -l", check=True)[1]
        return tuple(map(int, out.split()))

    def restarts(self):
        return int(self.vm.run("systemctl show -p NRestarts --value edgeseed")[1])


def drive(status, name):
    return next((d for d in status["drives"] if d["name"] == name), None)


def torrents(status, state):
    return [t for t in status["torrents"] if t["state"] == state]


# --- Torrents and a peer, as small as they can be -------------------------------------------------------------------

def bencode(value):
    if isinstance(value, int):
        return b"i%de" % value
    if isinstance(value, bytes):
        return b"%d:%s" % (len(value), value)
    if isinstance(value, list):
        return b"l" + b"".join(map(bencode, value)) + b"e"
    return b"d" + b"".join(bencode(k) + bencode(value[k]) for k in sorted(value)) + b"e"


def make_torrent(name, data, piece=65536):
    """(info-hash, .torrent) of a single file."""
    pieces = b"".join(hashlib.sha1(data[i:i + piece]).digest() for i in range(0, len(data), piece))
    info = bencode({b"length": len(data), b"name": name.encode(), b"piece length": piece, b"pieces": pieces})
    return hashlib.sha1(info).digest(), b"d4:info" + info + b"e"


class Peer:
    """A leecher that asks for blocks one after the other and checks nothing but their place."""

    def __init__(self, port, info_hash, timeout=30):
        self.s = socket.create_connection(("127.0.0.1", port), timeout)
        self.s.sendall(b"\x13BitTorrent protocol" + bytes([0, 0, 0, 0, 0, 0, 0, 4]) + info_hash + b"-XX0001-" + os.urandom(12))
        head = self.read(68)
        assert head[28:48] == info_hash
        self.s.sendall(b"\0\0\0\1\2")
        self.unchoked, self.have = False, None

    def read(self, n):
        data = b""
        while len(data) < n:
            part = self.s.recv(n - len(data))
            if not part:
                raise ConnectionError("closed")
            data += part
        return data

    def message(self):
        length = struct.unpack(">I", self.read(4))[0]
        body = self.read(length) if length else b""
        if body[:1] == b"\1":
            self.unchoked = True
        elif body[:1] == b"\0":
            self.unchoked = False
        elif body[:1] == b"\5":
            self.have = body[1:]
        elif body[:1] == b"\x0e":
            self.have = "all"
        return body

    def block(self, piece, begin, length):
        """The block, or None when it was refused (BEP 6)."""
        while not self.unchoked:
            self.message()
        self.s.sendall(struct.pack(">IBIII", 13, 6, piece, begin, length))
        while True:
            body = self.message()
            if body[:1] == b"\7" and struct.unpack(">II", body[1:9]) == (piece, begin):
                return body[9:]
            if body[:1] == b"\x10" and struct.unpack(">III", body[1:13]) == (piece, begin, length):
                return None

    def close(self):
        self.s.close()


def download(port, info_hash, length, piece=65536, stop=None, timeout=60):
    """All of a torrent, block by block; stop(bytes so far) ends it early."""
    peer, data = Peer(port, info_hash, timeout), bytearray()
    try:
        while len(data) < length:
            at = len(data)
            size = min(16384, length - at, piece - at % piece)
            block = peer.block(at // piece, at % piece, size)
            if block is None:
                time.sleep(0.2)
                continue
            data += block
            if stop and stop(len(data)):
                break
        return bytes(data)
    finally:
        peer.close()


def sha256(path):
    return subprocess.run(["sha256sum", path], check=True, capture_output=True, text=True).stdout.split()[0]
