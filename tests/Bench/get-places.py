#!/usr/bin/env python3
"""What becomes of a download whose target fills up, is taken away, or cannot be written?

    tests/Bench/get-places.py EDGESEED [PLACE...]

PLACE is full, removed, moved, unmounted, read-only or remounted; default all. Each is a download of 12 MiB from a web server, disturbed half
way. Prints one line of JSON each: whether it held, and what EdgeSeed said. It holds when EdgeSeed said what is wrong, wrote nowhere else, and
had the very same bytes in the end. Needs no root but for unmounted and remounted (a loop device); works in namespaces of its own.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time

MEBIBYTES = 12
WEB = "127.0.0.1"
HERE = os.path.dirname(os.path.abspath(__file__))


class Get:
    """A running download, and what it has said."""

    def __init__(self, binary, torrent, target, rate="8MB/s"):
        self.said = ""
        self.process = subprocess.Popen([binary, "get", torrent, "--dir", target, "--no-seed", "--bind", WEB, "--download", rate],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.process.stderr:
            self.said += line

    def await_words(self, words, seconds=30):
        until(lambda: words in self.said or self.process.poll() is not None, seconds, lambda: self.said)
        return words in self.said

    def end(self, seconds=60):
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return None


def until(condition, seconds=30, otherwise=lambda: ""):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(otherwise())
        time.sleep(0.05)


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Places:
    def __init__(self, binary, home):
        self.binary, self.home, self.data, self.torrent = binary, home, home + "/seed/data.bin", home + "/data.torrent"
        self.target = home + "/target"

    def begin(self):
        """A download that is some way in."""
        get = Get(self.binary, self.torrent, self.target)
        # Of a sparse file, the room it takes tells.
        until(lambda: os.path.exists(self.target + "/data.bin") and os.stat(self.target + "/data.bin").st_blocks * 512 > 2 << 20, otherwise=lambda: get.said)
        return get

    def is_same(self, get, names=("data.bin",)):
        return get.end() == 0 and sorted(os.listdir(self.target)) == list(names) and subprocess.run(["cmp", "-s", self.data, self.target + "/data.bin"]).returncode == 0

    def full(self):
        run("mount", "-t", "tmpfs", "-o", "size=4m", "none", self.target)
        get = Get(self.binary, self.torrent, self.target)
        told = get.await_words("No space left on device")
        run("mount", "-o", "remount,size=64m", self.target)
        held = told and self.is_same(get)
        run("umount", self.target)
        return held, get

    def removed(self):
        get = self.begin()
        os.remove(self.target + "/data.bin")
        told = get.await_words("Waiting: ")
        return told and self.is_same(get), get

    def moved(self):
        get = self.begin()
        os.rename(self.target, self.home + "/elsewhere")
        told = get.await_words("Waiting: ")
        time.sleep(1.5)
        is_clean = not os.path.exists(self.target)
        os.rename(self.home + "/elsewhere", self.target)
        return told and is_clean and self.is_same(get), get

    def unmounted(self):
        """As when a drive is pulled: the folder over which it was mounted shows."""
        run("mount", "-o", "loop", self.image(), self.target)
        get = self.begin()
        run("umount", "--lazy", self.target)
        told = get.await_words("Waiting: ")
        time.sleep(1.5)
        is_clean = os.listdir(self.target) == []
        run("mount", "-o", "loop", self.home + "/image", self.target)
        held = told and is_clean and self.is_same(get, ("data.bin", "lost+found"))
        run("umount", self.target)
        return held, get

    def remounted(self):
        """As when the kernel finds a mistake in the file system and takes no more writes."""
        run("mount", "-o", "loop,errors=remount-ro", self.image(), self.target)
        get = self.begin()
        device = os.path.basename(subprocess.run(["findmnt", "-no", "SOURCE", self.target], check=True, capture_output=True, text=True).stdout.strip())
        with open(f"/sys/fs/ext4/{device}/trigger_fs_error", "w") as trigger:
            trigger.write("test")
        told = get.await_words("Read-only file system")
        get.process.terminate()
        stopped = get.end() == 130
        run("umount", self.target)
        subprocess.run(["e2fsck", "-fy", self.home + "/image"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        run("mount", "-o", "loop", self.home + "/image", self.target)
        again = Get(self.binary, self.torrent, self.target)
        held = told and stopped and self.is_same(again, ("data.bin", "lost+found"))
        get.said += again.said
        run("umount", self.target)
        return held, get

    def image(self):
        image = self.home + "/image"
        with open(image, "wb") as out:
            out.truncate(64 << 20)
        run("mkfs.ext4", "-q", "-F", image)
        return image

    def read_only(self):
        run("mount", "--bind", self.target, self.target)
        run("mount", "-o", "remount,ro,bind", self.target)
        get = Get(self.binary, self.torrent, self.target)
        held = get.end() == 1 and "Read-only file system" in get.said and os.listdir(self.target) == []
        run("umount", self.target)
        return held, get


def main():
    binary = os.path.abspath(sys.argv[1])
    if os.environ.get("EDGESEED_PLACES") is None:
        os.environ["EDGESEED_PLACES"] = "1"
        how = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
        os.execvp("unshare", ["unshare", *how, "--net", "--mount", sys.executable, *sys.argv])
    run("ip", "link", "set", "lo", "up")
    home = tempfile.mkdtemp(prefix="edgeseed-places-")
    places, all_held = Places(binary, home), True
    os.mkdir(home + "/seed")
    with open(places.data, "wb") as out:
        out.write(os.urandom(MEBIBYTES << 20))
    run(binary, "make", places.data, "--output", places.torrent, "--web-seed", f"http://{WEB}:8080/data.bin", "--announce", f"http://{WEB}:9/announce")
    folder = HERE if os.path.exists(HERE + "/ranged_server.py") else HERE + "/../Interop/Clients"
    server = subprocess.Popen([sys.executable, folder + "/ranged_server.py", WEB, "8080", home + "/seed"], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL)  # it complains of every download that is broken off
    server.stdout.readline()
    try:
        for name in sys.argv[2:] or ["full", "removed", "moved", "read-only", "unmounted", "remounted"]:
            shutil.rmtree(places.target, ignore_errors=True)
            os.mkdir(places.target)
            held, get = getattr(places, name.replace("-", "_"))()
            all_held = all_held and held
            print(json.dumps({"place": name, "held": held, "exit": get.process.returncode, "said": get.said.splitlines()}), flush=True)
    finally:
        server.kill()
        server.wait()
        shutil.rmtree(home, ignore_errors=True)
    sys.exit(0 if all_held else 1)


main()
