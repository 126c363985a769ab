"""Seeders in a memory cgroup, which their page cache counts to, as on a small board."""
import hashlib
import os
import signal
import socket
import subprocess
import time
import urllib.request

V1, V2 = "/sys/fs/cgroup/memory", "/sys/fs/cgroup"


class Group:
    """A memory cgroup, version 1 or 2."""

    def __init__(self, name, limit):
        root, file = (V1, "memory.limit_in_bytes") if os.path.isdir(V1) else (V2, "memory.max")
        self.path = os.path.join(root, f"edgeseed-bench-{os.getpid()}-{name}")
        os.makedirs(self.path)
        with open(os.path.join(self.path, file), "w") as bound:
            bound.write(str(limit))

    def enter(self):
        with open(os.path.join(self.path, "cgroup.procs"), "w") as members:
            members.write(str(os.getpid()))

    def close(self):
        empty = os.path.join(self.path, "memory.force_empty")
        for _ in range(100):
            try:
                if os.path.exists(empty):
                    with open(empty, "w") as file:
                        file.write("0")
                os.rmdir(self.path)
                return
            except OSError:
                time.sleep(0.1)


class Seeder:
    """A seeding process. What it checked it remembers in its state, so that the next start does not read the data again."""
    number = 0

    def __init__(self, command, cgroup_bytes, state, is_ready):
        Seeder.number += 1
        self.group = Group(Seeder.number, cgroup_bytes)
        self.log = open(os.path.join(state, "log"), "ab")
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, preexec_fn=self.group.enter, start_new_session=True)
        until = time.monotonic() + 900
        while not is_ready():
            if self.process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"{command[0]} did not start to seed; see {self.log.name}")
            time.sleep(0.2)

    def hwm(self):
        """Most memory that it was resident with, in MiB."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM:"))

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.group.close()
        self.log.close()


def edgeseed(binary, folders, state, port, memory_mib, cgroup_bytes, upload=0, super_seeding="never"):
    """`serve` on folders."""
    os.makedirs(state, exist_ok=True)
    config = os.path.join(state, "seed.toml")
    with open(config, "w") as file:
        file.write(f"""[service]
memory_limit = "{memory_mib} MiB"
bind = ["127.0.0.1"]
port = {port + 1}
peer_port = {port}
state = "{state}"
[library]
folders = [{", ".join(f'"{folder}"' for folder in folders)}]
[hardware]
enabled = false
[seeder]
super_seeding = "{super_seeding}"
max_peers = 4000
max_peers_per_torrent = 4000
upload = "{f"{upload} B/s" if upload else "unlimited"}"
""")

    def is_ready():
        try:
            metrics = urllib.request.urlopen(f"http://127.0.0.1:{port + 1}/metrics", timeout=5).read().decode()
        except OSError:
            return False
        torrents = {line.split('"')[1]: int(line.split()[-1]) for line in metrics.splitlines() if line.startswith("edgeseed_torrents{")}
        return torrents["seeding"] > 0 and torrents["seeding"] == sum(torrents.values())
    return Seeder([binary, "serve", "--config", config], cgroup_bytes, state, is_ready)


def rtorrent(folder, torrent, state, port, cgroup_bytes, upload=0):
    """rtorrent on a folder with one torrent."""
    session, config = os.path.join(state, "session"), os.path.join(state, "rtorrent.rc")
    is_new = not os.path.isdir(session)
    os.makedirs(session, exist_ok=True)
    with open(config, "w") as file:
        file.write(f"""system.daemon.set = true
directory.default.set = {folder}
session.path.set = {session}
network.port_range.set = {port}-{port}
network.port_random.set = no
network.bind_address.set = 127.0.0.1
dht.mode.set = disable
protocol.pex.set = no
protocol.encryption.set = allow_incoming
throttle.global_up.max_rate.set_kb = {upload // 1024}
throttle.max_uploads.set = 1000
throttle.max_uploads.global.set = 1000
throttle.max_peers.normal.set = 1000
throttle.max_peers.seed.set = 1000
network.max_open_sockets.set = 1500
pieces.hash.on_completion.set = no
{f"schedule2 = load,0,0,load.start={torrent}" if is_new else ""}
""")
    return Seeder(["rtorrent", "-n", "-o", f"import={config}"], cgroup_bytes, state, lambda: offers_all(port, torrent))


def offers_all(port, torrent):
    """Whether a peer says that it has the whole of a torrent (BEP 3)."""
    with open(torrent, "rb") as file:
        data = file.read()
    info = data[data.index(b"4:infod") + 6:-1]
    digits = info.index(b"6:pieces") + 8
    pieces = int(info[digits:info.index(b":", digits)]) // 20
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as peer, peer.makefile("rb") as answers:
            peer.sendall(b"\x13BitTorrent protocol" + bytes(8) + hashlib.sha1(info).digest() + b"-BN0001-" + os.urandom(12))
            if len(answers.read(68)) < 68:
                return False
            length = int.from_bytes(answers.read(4), "big")
            message = answers.read(length)
            return message[:1] == b"\5" and sum(byte.bit_count() for byte in message[1:]) == pieces
    except OSError:
        return False
