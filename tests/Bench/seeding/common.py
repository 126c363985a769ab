"""What the seeding measurements share: torrents, the service as a process, and what the kernel says of it. Python 3, nothing else.

The program is EDGESEED_BINARY, or edgeseed in the PATH; the load generator is built from ../load/leech.c into a temporary folder."""
import atexit, hashlib, json, os, shutil, signal, subprocess, sys, tempfile, time, urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
BINARY = os.environ.get("EDGESEED_BINARY") or shutil.which("edgeseed") or sys.exit("set EDGESEED_BINARY")
SCRATCH = tempfile.mkdtemp(prefix="edgeseed-bench-", dir=os.environ.get("BENCH_TMP"))
atexit.register(shutil.rmtree, SCRATCH, True)


def bencode(value):
    if isinstance(value, int):
        return b"i%de" % value
    if isinstance(value, str):
        value = value.encode()
    if isinstance(value, bytes):
        return b"%d:%s" % (len(value), value)
    if isinstance(value, dict):
        return b"d" + b"".join(bencode(k) + bencode(v) for k, v in sorted(value.items())) + b"e"
    return b"l" + b"".join(map(bencode, value)) + b"e"


def make_torrent(folder, name, data, piece_length, announce=None):
    """Writes a file and its .torrent into a folder; the .torrent's path and the info-hash."""
    with open(os.path.join(folder, name), "wb") as file:
        file.write(data)
    pieces = b"".join(hashlib.sha1(data[i:i + piece_length]).digest() for i in range(0, len(data), piece_length))
    info = {"length": len(data), "name": name, "piece length": piece_length, "pieces": pieces}
    path = os.path.join(folder, name + ".torrent")
    with open(path, "wb") as file:
        file.write(bencode(dict({"info": info}, **({"announce": announce} if announce else {}))))
    return path, hashlib.sha1(bencode(info)).digest()


def merkle_root(hashes, padding):
    """The root above a row of hashes (BEP 52), which is filled up with a hash to a power of two."""
    hashes = hashes + [padding] * ((1 << (len(hashes) - 1).bit_length()) - len(hashes))
    while len(hashes) > 1:
        hashes = [hashlib.sha256(hashes[i] + hashes[i + 1]).digest() for i in range(0, len(hashes), 2)]
    return hashes[0]


def version2_torrent(path, name, length, piece_length, layer, root):
    """Writes a .torrent of version 2 of one file; the info-hash as peers say it."""
    leaf = {b"": {"length": length, "pieces root": root}}
    info = {b"file tree": {name.encode(): leaf}, b"meta version": 2, b"name": name, b"piece length": piece_length}
    with open(path, "wb") as file:
        file.write(bencode({b"info": info, b"piece layers": {root: b"".join(layer)} if len(layer) > 1 else {}}))
    return hashlib.sha256(bencode(info)).digest()[:20]


def make_version2(folder, name, data):
    """The same as make_torrent for version 2, with pieces of a block."""
    with open(os.path.join(folder, name), "wb") as file:
        file.write(data)
    layer = [hashlib.sha256(data[i:i + 16384]).digest() for i in range(0, len(data), 16384)]
    path = os.path.join(folder, name + ".torrent")
    return path, version2_torrent(path, name, len(data), 16384, layer, merkle_root(layer, bytes(32)))


def leech_program():
    program = os.path.join(SCRATCH, "leech")
    if not os.path.exists(program):
        subprocess.run(["cc", "-O2", "-std=gnu11", "-o", program, os.path.join(HERE, "../load/leech.c")], check=True)
    return program


def cpu_seconds(pid):
    """Processor time that a process has used."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Seeder:
    """`edgeseed serve` on a folder, with a configuration of its own."""

    def __init__(self, folder, memory_mib=32, upload="unlimited", host="127.0.0.1", port=int(os.environ.get("BENCH_PORT", 17000)), state=None, rescan="5s", extra=""):
        self.host, self.port, self.peer_port = host, port, port + 1
        self.state = state or tempfile.mkdtemp(dir=SCRATCH)
        config = self.state + ".toml"
        with open(config, "w") as file:
            file.write(f'''[service]
memory_limit = "{memory_mib} MiB"
bind = ["{host}"]
port = {self.port}
peer_port = {self.peer_port}
state = "{self.state}"
[library]
folders = ["{folder}"]
rescan = "{rescan}"
[hardware]
enabled = false
[seeder]
upload = "{upload}"
{extra}''')
        self.config = config
        self.started = time.monotonic()
        self.log = open(self.state + ".log", "ab")
        self.process = subprocess.Popen([BINARY, "serve", "--config", config], stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        self.pid = self.process.pid
        atexit.register(self.stop)

    def get(self, path, timeout=30):
        return urllib.request.urlopen(f"http://{self.host}:{self.port}{path}", timeout=timeout).read()

    def status(self):
        return json.loads(self.get("/status.json"))

    def metrics(self, name):
        """The samples of one metric, by their labels; {"": value} where it has none."""
        lines = [line.removeprefix(name).rsplit(" ", 1) for line in self.get("/metrics").decode().splitlines() if line.startswith((name + " ", name + "{"))]
        return {labels.strip("{}"): float(value) for labels, value in lines}

    def wait(self, count=1, limit=120, every=0.1):
        """Seconds from the start until so many torrents are seeded."""
        while time.monotonic() - self.started < limit:
            if self.process.poll() is not None:
                raise SystemExit(f"the service ended: {open(self.state + '.log').read()[-2000:]}")
            try:
                if self.get("/status.json").count(b'"seeding"') >= count:
                    return time.monotonic() - self.started
            except OSError:
                pass
            time.sleep(every)
        raise SystemExit(f"not seeding after {limit} s: {open(self.state + '.log').read()[-2000:]}")

    def memory(self):
        """VmHWM, VmRSS, RssAnon, RssFile in kB."""
        with open(f"/proc/{self.pid}/status") as file:
            return {line.split(":")[0]: int(line.split()[1]) for line in file if line.startswith(("VmHWM", "VmRSS", "RssAnon", "RssFile"))}

    def cpu(self):
        return cpu_seconds(self.pid)

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        return self.process.returncode


def verdict(name, holds, text):
    print(f"{'held    ' if holds else 'NOT HELD'} {name}: {text}", flush=True)
    return holds
