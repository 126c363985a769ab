#!/usr/bin/env python3
"""A large and a hostile library on this machine, with the Native AOT program: library.py [--short] [SHOW...].

EDGESEED_BINARY names the program. Nothing is mounted; each show has folders of its own, removed at the end.
"""
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

from installed import Peer, bencode, download, free_port, make_torrent, torrents

PIECE = 65536


def say(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


class Service:
    """The program on free ports, with folders of its own."""

    def __init__(self, folder, state, *more, command="serve", config=""):
        self.page, self.peers = free_port(), free_port()
        self.began = time.monotonic()
        # The peers of these tests ask for everything in order, whatever is shown to them first.
        Path(f"{state}.toml").write_text("[seeder]\nsuper_seeding = \"never\"\n" + config)
        self.process = subprocess.Popen(
            [os.environ["EDGESEED_BINARY"], command, str(folder), "--config", f"{state}.toml", "--state", str(state), "--bind", "127.0.0.1", "--port", str(self.page),
             "--peer-port", str(self.peers), "--no-hardware", *more], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def status(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.page}/status.json", timeout=20) as answer:
            return json.load(answer)

    def wait(self, condition, what, seconds=60):
        status, end = None, time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                status = self.status()
                if condition(status):
                    return status, time.monotonic() - self.began
            except OSError:
                if self.process.poll() is not None:
                    raise AssertionError(f"it ended: {self.process.stderr.read().decode()}")
            time.sleep(0.1)
        raise AssertionError(f"not in {seconds} s: {what}: {json.dumps(status)[:3000]}")

    def memory(self, field="VmHWM"):
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(field):
                return int(line.split()[1])
        return 0

    def end(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait(30)
        self.process.stderr.close()


def large(scratch, count=5000):
    """Five thousand torrents on one drive: scanned and seeding in 20 seconds, within the memory limit."""
    folder = scratch / "large"
    for i in range(count):
        data = random.randbytes(20_000)
        _, torrent = make_torrent(f"{i:05}.bin", data, 16384)
        place = folder / f"{i // 100:02}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{i:05}.bin").write_bytes(data)
        (place / f"{i:05}.torrent").write_bytes(torrent)
    seeding = lambda s: sum(t["state"] == "seeding" for t in s["torrents"]) == count
    for name in ("new", "known"):
        service = Service(folder, scratch / "state", command="seed")
        _, seconds = service.wait(seeding, f"{count} torrents seed", 180)
        say(f"{count} {name} torrents: scanned and seeding {seconds:.1f} s after the start (promise 20 s); VmRSS {service.memory('VmRSS')} kB, VmHWM {service.memory()} kB (limit 32,768)")
        peak = service.memory()
        service.end()
        assert seconds <= 20 and peak <= 32768


def names(scratch):
    """Names that are no text, long ones, line breaks, a 6 GiB file, link loops, a gigabyte called x.torrent."""
    folder = scratch / "names"
    folder.mkdir()
    odd = [b"not-utf8-\xff\xfe.bin", b"n" * 251 + b".bin", b"line\nbreak\ttab.bin", b"quote\"'<b>&amp;.bin", " ünï ".encode() + b"\xe2\x80\xae.bin"]
    for name in odd:
        with open(os.fsencode(folder) + b"/" + name, "wb") as f:
            f.write(name * 1000)
    with open(folder / "six.gib", "wb") as f:
        f.truncate(6 << 30)
    with open(folder / "x.torrent", "wb") as f:
        f.truncate(1 << 30)
    os.symlink(".", folder / "loop")
    os.symlink("/etc", folder / "out")
    os.symlink("there", folder / "here")
    os.symlink("here", folder / "there")
    os.mkfifo(folder / "pipe")
    (folder / "empty").touch()
    service = Service(folder, scratch / "state-names")
    want = len(odd) + 1
    status, seconds = service.wait(lambda s: sum(t["state"] == "seeding" for t in s["torrents"]) == want, f"{want} entries seed", 300)
    refused = torrents(status, "failed")
    assert [t["name"] for t in refused] == ["x.torrent"], refused
    assert not any(t["name"] in ("loop", "out", "here", "there", "pipe", "empty") for t in status["torrents"])
    six = next(t for t in status["torrents"] if t["name"] == "six.gib")
    assert six["size_bytes"] == 6 << 30
    peer = Peer(service.peers, bytes.fromhex(six["info_hash"]))
    assert peer.block(1024, 0, 16384) == bytes(16384)
    say(f"{want} odd entries seeded in {seconds:.0f} s, VmHWM {service.memory()} kB; refused: '{refused[0]['problem']}'; links, pipe and empty file left out")
    service.end()


def changed(scratch):
    """Data changed, truncated and replaced while it is seeded: no wrong byte, checked again, and shown."""
    folder = scratch / "changed"
    folder.mkdir()
    data = random.randbytes(2 << 20)
    info_hash, torrent = make_torrent("film.bin", data, PIECE)
    (folder / "film.bin").write_bytes(data)
    (folder / "film.torrent").write_bytes(torrent)
    service = Service(folder, scratch / "state-changed", command="seed")
    seeding = lambda s: len(torrents(s, "seeding")) == 1
    service.wait(seeding, "it seeds")
    pieces = [hashlib.sha1(data[i:i + PIECE]).digest() for i in range(0, len(data), PIECE)]

    def harm(name, do, expected):
        do()
        wrong = served = 0
        try:
            peer = Peer(service.peers, info_hash, 5)
            for index in range(0, len(pieces)):
                got = b"".join(peer.block(index, begin, 16384) or b"" for begin in range(0, PIECE, 16384))
                served += len(got) == PIECE
                wrong += len(got) == PIECE and hashlib.sha1(got).digest() != pieces[index]
        except OSError:
            pass
        status, _ = service.wait(expected, f"{name} is shown", 60)
        say(f"{name}: {served} pieces served meanwhile, {wrong} of them wrong; then {status['torrents'][0]['state']}: '{status['torrents'][0]['problem']}'")
        assert wrong == 0
        (folder / "film.bin").write_bytes(data)
        service.wait(seeding, f"it seeds again after {name}", 60)

    def overwrite():
        with open(folder / "film.bin", "r+b") as f:
            f.seek(PIECE * 3)
            f.write(b"wrong" * 100)

    def replace():
        (folder / "new").write_bytes(random.randbytes(len(data)))
        os.replace(folder / "new", folder / "film.bin")

    harm("changed", overwrite, lambda s: torrents(s, "partial") and "31 of 32" in torrents(s, "partial")[0]["problem"])
    harm("truncated", lambda: os.truncate(folder / "film.bin", PIECE * 2 + 5), lambda s: torrents(s, "waiting"))
    harm("replaced", replace, lambda s: torrents(s, "waiting"))
    harm("removed", lambda: os.remove(folder / "film.bin"), lambda s: torrents(s, "waiting"))
    service.end()


def killed(scratch):
    """kill -9 at random moments while hashing and saving: the state is always whole, and hashing gets on."""
    times = 3 if SHORT else 20
    folder = scratch / "killed"
    folder.mkdir()
    for i in range(40):
        (folder / f"{i:02}.bin").write_bytes(random.randbytes(3 << 20))
    state, done = scratch / "state-killed", 0
    for i in range(times):
        service = Service(folder, state)
        # What was saved by the last one is there without being hashed again, whatever moment that was killed at.
        service.wait(lambda s: len(torrents(s, "seeding")) >= done, f"{done} torrents seed again", 30)
        time.sleep(random.uniform(0, 0.6))
        done = max(0, len(torrents(service.status(), "seeding")) - 1)
        service.end(signal.SIGKILL)
    service = Service(folder, state)
    _, seconds = service.wait(lambda s: len(torrents(s, "seeding")) == 40, "all seed", 120)
    service.end()
    assert not os.listdir(state / "set-aside"), os.listdir(state / "set-aside")
    say(f"{times} times kill -9 while hashing: nothing set aside, what was done stayed done, all 40 seed")


def interrupted(scratch):
    """kill -9 in the middle of one huge file: a restart loses at most the last minute of hashing."""
    folder = scratch / "interrupted"
    folder.mkdir()
    with open(folder / "huge.bin", "wb") as f:
        f.truncate(2 << 40)
    done = lambda s: (s["hashing"] or {}).get("bytes_done", 0)
    for seconds in (40, random.uniform(65, 95)):
        service = Service(folder, scratch / "state-interrupted")
        _, began = service.wait(lambda s: done(s) > 0, "it hashes")
        from_byte, at = done(service.status()), time.monotonic()
        time.sleep(seconds)
        reached = done(service.status())
        rate = (reached - from_byte) / (time.monotonic() - at)
        service.end(signal.SIGKILL)
        service = Service(folder, scratch / "state-interrupted")
        status, _ = service.wait(lambda s: done(s) > 0, "it hashes again")
        service.end(signal.SIGKILL)
        lost = (reached - done(status)) / rate
        say(f"killed after {seconds:.0f} s of hashing at {rate / 1e6:.0f} MB/s: the restart was {max(0, lost):.0f} s behind (promise 60 s)")
        assert lost <= 60


def copied(scratch):
    """Copies as people and programs make them: each is published once, whole, within 15 s of its end, however it was written."""
    folder, source = scratch / "copied", scratch / "originals"
    folder.mkdir()
    source.mkdir()
    (folder / "grown").write_bytes(random.randbytes(1 << 20))
    service = Service(folder, scratch / "state-copied")
    service.wait(lambda s: torrents(s, "seeding"), "what was there is published")
    pauses, pause, big = (1, 20, 40) if SHORT else (3, 20, 2048)
    ended, seen = {}, {}

    def original(name, size):
        with open(source / name, "wb") as f:
            for i in range(0, size, 1 << 20):
                f.write(random.randbytes(1 << 20))
        return str(source / name)

    def steady(path, mebibytes, rate):
        began = time.monotonic()
        with open(path, "wb") as f:
            for i in range(mebibytes):
                f.write(random.randbytes(1 << 20))
                f.flush()
                time.sleep(max(0, began + (i + 1) / rate - time.monotonic()))

    def cp(name):
        subprocess.run(["cp", original(name, 64 << 20), folder / name], check=True)

    def cp_with_times(name):
        os.utime(original(name, 8 << 20), (10**9, 10**9))
        subprocess.run(["cp", "-p", source / name, folder / name], check=True)

    def rsync(name):
        subprocess.run(["rsync", "-a", "--bwlimit=4M", original(name, 48 << 20), f"{folder}/"], check=True)

    def rsync_folder(name):
        # While a large file of it is under way, rsync gives it a hidden name, and nothing else in the folder changes.
        (source / name).mkdir()
        for i in range(2):
            original(f"{name}/{i}", 44 << 20)
        subprocess.run(["rsync", "-a", "--bwlimit=4M", source / name, f"{folder}/"], check=True)

    def browser(name):
        (folder / name).touch()
        steady(folder / f"{name}.part", 48, 4)
        os.replace(folder / f"{name}.part", folder / name)

    def network_drive(name):
        # Samba keeps a file open, and with its whole length, for as long as somebody copies into it.
        with open(folder / name, "wb") as f:
            f.truncate((pauses + 1) << 20)
            for i in range(pauses + 1):
                f.write(random.randbytes(1 << 20))
                f.flush()
                time.sleep(pause if i < pauses else 0)

    def appended(name):
        for i in range(5):
            with open(folder / name, "ab") as f:
                f.write(random.randbytes(100_000))
            time.sleep(5 if i < 4 else 0)

    def closed_between(name):
        # A program that opens a film anew for each part: between two of them nobody has it open, but it says how long it will be.
        whole = b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + (8 + ((pauses + 1) << 20)).to_bytes(4, "big") + b"mdat" + random.randbytes((pauses + 1) << 20)
        for i in range(pauses + 1):
            with open(folder / name, "ab") as f:
                f.write(whole[i * len(whole) // (pauses + 1):(i + 1) * len(whole) // (pauses + 1)])
            time.sleep(pause if i < pauses else 0)

    def large_file(name):
        steady(folder / name, big, 10)

    def grown(name):
        # It was published before, and becomes one more torrent, not one for each line.
        for _ in range(12):
            with open(folder / name, "ab") as f:
                f.write(b"one more line")
            time.sleep(1)

    def run(way):
        way(way.__name__)
        ended[way.__name__] = time.monotonic()

    def look():
        for torrent in service.status()["torrents"]:
            if torrent["info_hash"]:
                seen.setdefault(torrent["name"], {}).setdefault(torrent["info_hash"], time.monotonic())

    ways = [cp, cp_with_times, rsync, rsync_folder, browser, network_drive, appended, closed_between, large_file, grown]
    threads = [threading.Thread(target=run, args=(way,)) for way in ways]
    look()
    began = time.monotonic()
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads) or time.monotonic() < max(ended.values()) + 18:
        look()
        time.sleep(0.2)
    for way in ways:
        name = way.__name__
        after = [at - ended[name] for at in seen.get(name, {}).values() if at > began]
        say(f"{name}: {len(after)} torrent, published {', '.join(f'{seconds:.1f}' for seconds in after)} s after the last byte")
        assert len(after) == 1 and 0 < after[0] <= 15, (name, after)
    service.end()


SHOWS = {"large": large, "names": names, "changed": changed, "killed": killed, "copied": copied, "interrupted": interrupted}
SHORT = "--short" in sys.argv


def main():
    if "EDGESEED_BINARY" not in os.environ:
        sys.exit("skipped: EDGESEED_BINARY is not set")
    for name in [name for name in sys.argv[1:] if name != "--short"] or SHOWS:
        scratch = Path(tempfile.mkdtemp(prefix="edgeseed-library-"))
        try:
            SHOWS[name](scratch)
            say(f"PASS {name}")
        finally:
            shutil.rmtree(os.fsencode(scratch))


if __name__ == "__main__":
    main()
