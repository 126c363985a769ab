"""One disk with one head, without a disk: slowfs.c answers reads as fast as the model says, and what it answers is a function of the offset.

As root, with fuse3, a C compiler and e2fsprogs. The disk carries an ext4 file system through a loop device, so that the kernel treats it as it treats a disk: block
layer, read-ahead and reads that do not wait. With `plain` it is a FUSE file system without the last, as vfat and exfat are."""
import glob
import hashlib
import json
import os
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
LOAD = os.path.join(HERE, "..", "load")
# Seconds of a seek, bytes a second.
MODELS = {"hdd": (0.009, 110e6), "laptop": (0.014, 80e6), "stick": (0.0007, 30e6), "fast": (0.0001, 100e6)}
GIB = 1 << 30


def limit(model, window):
    """What the model can read at most, in MB/s, where each window costs a seek."""
    seek, rate = MODELS[model]
    return window / (seek + window / rate) / 1e6


def build(folder, name, *libraries):
    """The path of a program of ../load, built into a folder."""
    program = os.path.join(folder, name)
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", *libraries], check=True, capture_output=True, text=True).stdout.split() if libraries else []
    subprocess.run(["cc", "-O2", "-std=gnu11", "-o", program, os.path.join(LOAD, name + ".c"), *flags, "-lpthread"], check=True)
    return program


def bencode(value):
    if isinstance(value, int):
        return b"i%de" % value
    if isinstance(value, str):
        value = value.encode()
    if isinstance(value, bytes):
        return b"%d:%s" % (len(value), value)
    return b"d" + b"".join(bencode(k) + bencode(v) for k, v in sorted(value.items())) + b"e"


class Disk:
    """A modelled disk with torrents on it: one large file, or many small ones."""
    all = []

    def __init__(self, scratch, number, name, files, size, piece, plain=False):
        self.scratch, self.number, self.name, self.piece, self.plain = scratch, number, name, piece, plain
        self.fuse, self.folder = os.path.join(scratch, name + ".fuse"), os.path.join(scratch, name)
        self.control, self.device = os.path.join(self.fuse, "ctl"), None
        for folder in (self.fuse, self.folder):
            os.makedirs(folder, exist_ok=True)
        self.program = build(scratch, "slowfs", "fuse3")
        Disk.all.append(self)
        self.open_plain(size) if plain else self.open_image(files, size)
        self.model()

    def open_plain(self, size):
        meta = self.folder + ".meta"
        os.makedirs(meta, exist_ok=True)
        subprocess.run([self.program, self.fuse, "--plain", str(size), "--id", str(self.number)], check=True)
        self.write_torrent(os.path.join(self.fuse, "big.bin"), os.path.join(meta, "big.bin.torrent"))
        subprocess.run(["fusermount3", "-u", self.fuse], check=True)
        subprocess.run([self.program, self.fuse, "--plain", str(size), "--id", str(self.number), "--dir", meta], check=True)
        self.data = self.fuse

    def open_image(self, files, size):
        image = os.path.join(self.scratch, self.name + ".img")
        with open(image, "wb") as made:
            made.truncate(files * size + 2 * GIB)
        subprocess.run(["mkfs.ext4", "-q", "-F", "-N", "16384", "-E", "lazy_itable_init=0,lazy_journal_init=0,nodiscard", image], check=True)
        subprocess.run([self.program, self.fuse, "--image", image, "--id", str(self.number)], check=True)
        self.attach("rw")
        names = ["big.bin"] if files == 1 else [f"file{i:04}.bin" for i in range(files)]
        self.data = os.path.join(self.folder, "data")
        os.makedirs(self.data)
        paths = [os.path.join(self.data, name) for name in names]
        for path in paths:
            subprocess.run(["fallocate", "-l", str(size), path], check=True)
        os.sync()
        # The files' blocks are answered from now on, whatever is written there: which marks them as written.
        for path in paths:
            for first, last in self.extents(path):
                self.tell(f"synth {first * 4096} {(last + 1) * 4096}")
        self.tell("dropsynth 1")
        for path in paths:
            subprocess.run(["dd", "if=/dev/zero", f"of={path}", "bs=1M", f"count={size >> 20}", "conv=notrunc,fsync", "oflag=direct", "status=none"], check=True)
        self.tell("dropsynth 0")
        for path in paths:
            self.write_torrent(path, path + ".torrent")
        os.sync()
        self.detach()
        self.attach("ro,noatime,noload")

    @staticmethod
    def extents(path):
        for line in subprocess.run(["filefrag", "-b4096", "-v", path], check=True, capture_output=True, text=True).stdout.splitlines():
            fields = line.replace(":", " ").replace("..", " ").split()
            if fields and fields[0].isdigit():
                yield int(fields[3]), int(fields[4])

    def write_torrent(self, path, torrent):
        pieces = []
        with open(path, "rb", buffering=0) as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            while piece := file.read(self.piece):
                while len(piece) < self.piece and (more := file.read(self.piece - len(piece))):
                    piece += more
                pieces.append(hashlib.sha1(piece).digest())
                if len(pieces) * self.piece % (64 << 20) < self.piece:
                    os.posix_fadvise(file.fileno(), 0, file.tell(), os.POSIX_FADV_DONTNEED)
        info = {"name": os.path.basename(path), "piece length": self.piece, "pieces": b"".join(pieces), "length": os.path.getsize(path)}
        with open(torrent, "wb") as file:
            file.write(bencode({"announce": "http://127.0.0.1:9/announce", "info": info}))

    def attach(self, options):
        self.device = subprocess.run(
            ["losetup", "--find", "--show", "--direct-io=on", os.path.join(self.fuse, "disk.img")], check=True, capture_output=True, text=True).stdout.strip()
        queue = f"/sys/block/{os.path.basename(self.device)}/queue/"
        for name, value in (("read_ahead_kb", "128"), ("scheduler", "mq-deadline"), ("rotational", "1")):
            with open(queue + name, "w") as setting:
                setting.write(value)
        subprocess.run(["mount", "-o", options, self.device, self.folder], check=True)

    def detach(self):
        subprocess.run(["umount", self.folder], check=True)
        subprocess.run(["losetup", "-d", self.device], check=True)
        self.device = None

    @property
    def torrents(self):
        return sorted(glob.glob(self.data + "/*.torrent"))

    def tell(self, *lines):
        with open(self.control, "w") as control:
            control.write("\n".join(lines) + "\n")

    def model(self, name=None):
        """Behaves like a model and counts from now on; without a name it answers at once."""
        self.tell(*(["model %d %d" % (MODELS[name][0] * 1e6, MODELS[name][1]), "reset"] if name else ["model off"]))

    def stall(self, name, seconds):
        """One read takes so long, while it behaves like a model."""
        self.tell(f"model {seconds * 1e6:.0f} {MODELS[name][1]:.0f}")
        time.sleep(1)
        self.tell("model %d %d" % (MODELS[name][0] * 1e6, MODELS[name][1]))

    def counters(self):
        with open(self.control) as control:
            return json.loads(control.read())

    def forget(self):
        """Drops what the kernel has cached of the data."""
        for torrent in self.torrents:
            file = os.open(torrent.removesuffix(".torrent"), os.O_RDONLY)
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(file)

    def close(self):
        for command in (["umount", self.folder], ["losetup", "-d", self.device or ""], ["fusermount3", "-u", self.fuse]):
            subprocess.run(command, stderr=subprocess.DEVNULL)
            time.sleep(0.1)
