#!/usr/bin/env python3
"""Drives that come and go, in a booted machine: drives.py [SHOW...]; without a name all of them, rounds excepted.

The machine is emulated, 20 to 30 times slower than the board it stands for: what takes the guest's processor is allowed SLOWER times the
promised seconds, and every line tells the seconds it took.
"""
import os
import sys
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path

from installed import Machine, Peer, download, drive, make_torrent, sha256, torrents

SLOWER = 5
PIECE = 65536
COUNT = 20
SIZE = 512 * 1024
# The peers of these tests ask for everything in order, whatever is shown to them first.
FOLDER = "[library]\nfolders = [\"/srv/data\"]\nrescan = \"10 s\"\n[seeder]\nsuper_seeding = \"never\"\n"


def say(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


def content(label):
    """Files of a stick, and its torrents: {info-hash: (name, data)}."""
    files, known = {}, {}
    for i in range(COUNT):
        name, data = f"{label.lower()}{i:02}.bin", os.urandom(SIZE)
        info_hash, torrent = make_torrent(name, data, PIECE)
        files[f"films/{name}"], files[f"films/{name}.torrent"] = data, torrent
        known[info_hash] = (name, data)
    files["publish/album/one.txt"] = b"one" * 1000
    files["publish/album/two.txt"] = b"two" * 1000
    files["publish/single.bin"] = os.urandom(200_000)
    files["unrelated.doc"] = b"nobody meant to publish this"
    return files, known


def prepare(machine):
    """Installs the service, with a torrent in a folder of the machine itself, which must not notice what drives do."""
    machine.install(FOLDER)
    data = os.urandom(4 << 20)
    info_hash, torrent = make_torrent("inside.bin", data, PIECE)
    folder = Path(tempfile.mkdtemp())
    (folder / "inside.bin").write_bytes(data)
    (folder / "inside.bin.torrent").write_bytes(torrent)
    machine.vm.run("mkdir -p /srv/data && chmod 755 /srv /srv/data")
    machine.vm.push(folder / "inside.bin", "/srv/data/inside.bin")
    machine.vm.push(folder / "inside.bin.torrent", "/srv/data/inside.bin.torrent")
    machine.vm.run("chmod 644 /srv/data/*; touch /srv/data; systemctl restart edgeseed", 60)
    machine.wait(lambda s: len(torrents(s, "seeding")) == 1, "the torrent of the folder seeds", 120)
    return info_hash, data


def is_tracked(machine, info_hash):
    query = f"/announce?info_hash={urllib.parse.quote(info_hash)}&peer_id=-XX0001-aaaaaaaaaaaa&port=9&left=1&compact=1"
    try:
        return b"failure" not in machine.get(query)
    except OSError:
        return False


def seeded(name, count):
    return lambda s: (d := drive(s, name)) is not None and d["state"] == "ready" and sum(
        t["state"] == "seeding" for t in s["torrents"]) >= count + 1


def mounted_at(machine):
    """The guest's monotonic second at which the last drive was mounted."""
    out = machine.vm.run("for u in $(systemctl list-units --plain --no-legend 'edgeseed-drive@*' | cut -d' ' -f1); do "
                         "systemctl show -p ActiveEnterTimestampMonotonic --value $u; done; cut -d' ' -f1 /proc/uptime")[1].split()
    return max(int(t) for t in out[:-1]) / 1e6, float(out[-1])


def since_mount(machine):
    at, now = mounted_at(machine)
    return now - at


def plug(machine, image, name, count, limit, **how):
    """Plugs in and waits until all is seeded: (stick, seconds since the mount, states seen meanwhile)."""
    stick = machine.vm.plug(image, **how)
    states = set()

    def ready(status):
        if (d := drive(status, name)) is not None:
            states.add(d["state"])
        states.update(t["state"] for t in status["torrents"])
        return seeded(name, count)(status)

    machine.wait(ready, f"{name}: {count} torrents seed", limit)
    return stick, since_mount(machine), states


def stick(machine, fs):
    """A stick is plugged in, downloaded from, yanked, and comes back as another device."""
    label = fs.upper()
    files, known = content(label)
    image = machine.vm.mkusb(machine.vm.dir / f"{fs}.img", fs, files, size_mb=64, label=label)
    inside, inside_data = prepare(machine)
    before = sha256(image)
    all_of_it = COUNT + 2

    first, seconds, _ = plug(machine, image, label, all_of_it, 300)
    say(f"{fs}: new stick, {COUNT} torrents and 2 entries to publish: all hashed and seeded {seconds:.1f} s after the mount")
    machine.vm.unplug(first)
    machine.wait(lambda s: len(torrents(s, "waiting")) == all_of_it, "all wait", 60)

    first, seconds, states = plug(machine, image, label, all_of_it, 120)
    assert seconds <= 10 * SLOWER, seconds
    assert "hashing" not in states, states
    say(f"{fs}: known stick: all {all_of_it} seeded and tracked {seconds:.1f} s after the mount (promise 10 s), nothing hashed")

    info_hash, (name, data) = next(iter(known.items()))
    assert is_tracked(machine, info_hash)
    assert download(machine.peers, info_hash, SIZE) == data
    say(f"{fs}: a client downloaded {name}")

    # Yank in the middle of a transfer, while another torrent is downloaded from the machine's own disk.
    result = {}
    other = threading.Thread(target=lambda: result.update(data=download(machine.peers, inside, len(inside_data), stop=None)))
    other.start()
    victim = list(known.items())[1]
    yanked = {}

    def stop(done):
        if done >= SIZE // 4 and "at" not in yanked:
            machine.vm.unplug(first)
            yanked["at"] = time.monotonic()
        return False

    try:
        download(machine.peers, victim[0], SIZE, stop=stop, timeout=20)
        cut = "was in the cache to its end"
    except OSError:
        cut = "ended"
    status, _ = machine.wait(lambda s: drive(s, label)["state"] == "absent" and len(torrents(s, "waiting")) == all_of_it, "waiting for drive", 60)
    seconds = time.monotonic() - yanked["at"]
    assert seconds <= 2 * SLOWER, seconds
    problem = torrents(status, "waiting")[0]["problem"]
    assert label in problem, problem
    assert not is_tracked(machine, info_hash)
    other.join(120)
    assert result.get("data") == inside_data, "the other torrent suffered"
    say(f"{fs}: yanked: '{problem}' {seconds:.1f} s later (promise 2 s), the transfer {cut}, tracker lists it no more, the other torrent went on")
    time.sleep(3)
    left = machine.vm.run("ls -A /run/edgeseed/drives; findmnt -rn -o TARGET | grep /run/edgeseed || true")[1].strip()
    assert left == "", left
    say(f"{fs}: nothing is left or was made under the mount point")

    blank = machine.vm.mkusb(machine.vm.dir / "blank.img", "vfat", {"x": b"x"}, size_mb=8, label="BLANK")
    occupier = machine.vm.plug(blank)
    machine.vm.disk(occupier)
    second, seconds, states = plug(machine, image, label, all_of_it, 120)
    assert "hashing" not in states, states
    assert seconds <= 5 * SLOWER, seconds
    node = machine.vm.run("findmnt -rn -o SOURCE /run/edgeseed/drives/" + label)[1].strip()
    assert download(machine.peers, victim[0], SIZE) == victim[1][1]
    say(f"{fs}: back as {node}: seeded {seconds:.1f} s after the mount (promise 5 s), nothing hashed, and downloaded from")

    code, out = machine.vm.run(f"edgeseed eject {label}", 120)
    assert code == 0 and "may be unplugged" in out, (code, out)
    status = machine.status()
    assert drive(status, label)["state"] == "safe_to_remove", drive(status, label)
    assert machine.vm.run(f"findmnt /run/edgeseed/drives/{label}")[0] != 0
    say(f"{fs}: ejected: {out.strip()}")
    machine.vm.unplug(second)
    machine.vm.unplug(occupier)
    after = sha256(image)
    assert before == after, "the image changed"
    say(f"{fs}: the image is bit-identical, sha256 {after[:16]}")
    machine.wait(lambda s: drive(s, "BLANK")["state"] == "absent", "the other is gone too", 60)


def rounds(machine, count=50):
    """Plug, yank, plug, yank: no leak, no crash."""
    files, known = content("ROUNDS")
    image = machine.vm.mkusb(machine.vm.dir / "rounds.img", "vfat", files, size_mb=64, label="ROUNDS")
    before = sha256(image)
    info_hash, (_, data) = next(iter(known.items()))
    prepare(machine)
    figures = []
    for i in range(count):
        stick_id, seconds, _ = plug(machine, image, "ROUNDS", COUNT + 2, 300)
        assert download(machine.peers, info_hash, SIZE) == data
        machine.vm.unplug(stick_id)
        machine.wait(lambda s: len(torrents(s, "waiting")) == COUNT + 2, "all wait", 60)
        figures.append((seconds, machine.resident(), machine.descriptors()))
        if i % 5 == 4 or i == 0:
            say(f"round {i + 1}: seeded after {seconds:.1f} s, {figures[-1][1]} kB resident, {figures[-1][2]} descriptors")
    assert machine.restarts() == 0
    settled, last = figures[min(5, count - 1)], figures[-1]
    assert last[2] <= settled[2] + 3 and last[1] <= settled[1] + 3000, figures
    assert sha256(image) == before
    say(f"{count} rounds: no restart, {settled[1]} -> {last[1]} kB, {settled[2]} -> {last[2]} descriptors, image bit-identical")


def bad_sector(machine):
    """One sector cannot be read: its piece is withheld, the rest of the torrent is served, and the status says so."""
    prepare(machine)
    data = os.urandom(4 << 20)
    info_hash, torrent = make_torrent("scratched.bin", data, PIECE)
    image = machine.vm.mkusb(machine.vm.dir / "bad.img", "vfat", {"scratched.bin": data, "scratched.torrent": torrent}, size_mb=32, label="BAD")
    good, _, _ = plug(machine, image, "BAD", 1, 300)
    machine.vm.unplug(good)
    machine.wait(lambda s: len(torrents(s, "waiting")) == 1, "it waits", 60)
    piece = 37
    place = image.read_bytes().find(data[piece * PIECE:piece * PIECE + 4096])
    machine.vm.plug(image, bad_sector=place // 512 + 3)
    machine.wait(lambda s: any(t["name"] == "scratched.bin" and t["state"] in ("seeding", "partial") for t in s["torrents"]), "it seeds", 300)
    peer, got, refused = Peer(machine.peers, info_hash, 120), 0, set()
    for index in range(len(data) // PIECE):
        for begin in range(0, PIECE, 16384):
            block = peer.block(index, begin, 16384)
            if block is None:
                refused.add(index)
            else:
                at = index * PIECE + begin
                assert block == data[at:at + 16384], "a wrong byte"
                got += len(block)
    status, _ = machine.wait(lambda s: torrents(s, "partial"), "it is partial", 60)
    problem = torrents(status, "partial")[0]["problem"]
    assert refused == {piece}, refused
    assert f"Piece {piece} cannot be read" in problem, problem
    d = drive(status, "BAD")
    again = Peer(machine.peers, info_hash, 60)
    while again.have is None:
        again.message()
    assert again.have != "all" and not again.have[piece // 8] & 0x80 >> piece % 8
    say(f"bad sector: {got} of {len(data)} bytes served, piece {piece} refused and left out of the bitfield; drive {d['state']}, {d['read_errors']} errors, errno {d['errno']}; '{problem}'")


def slow_stick(machine):
    """A stick of 200 KB/s does not lower the rate of a torrent on another drive."""
    inside, inside_data = prepare(machine)
    data = os.urandom(8 << 20)
    info_hash, torrent = make_torrent("slow.bin", data, PIECE)
    image = machine.vm.mkusb(machine.vm.dir / "slow.img", "vfat", {"slow.bin": data, "slow.torrent": torrent}, size_mb=32, label="SLOW")
    known, _, _ = plug(machine, image, "SLOW", 1, 300)
    machine.vm.unplug(known)
    machine.wait(lambda s: len(torrents(s, "waiting")) == 1, "it waits", 60)

    def rate():
        machine.vm.run("echo 3 > /proc/sys/vm/drop_caches")
        began = time.monotonic()
        assert download(machine.peers, inside, len(inside_data)) == inside_data
        return len(inside_data) / (time.monotonic() - began) / 1e6

    alone = sorted(rate() for _ in range(3))[1]
    slow, _, _ = plug(machine, image, "SLOW", 1, 300, bps=200_000)
    stopping, sent = threading.Event(), {}

    def drain():
        began = time.monotonic()
        try:
            sent["bytes"] = len(download(machine.peers, info_hash, len(data), stop=lambda done: stopping.is_set(), timeout=60))
        except OSError as e:
            sent["error"] = e
        sent["seconds"] = time.monotonic() - began

    readers = threading.Thread(target=drain)
    readers.start()
    time.sleep(3)
    beside = sorted(rate() for _ in range(3))[1]
    stopping.set()
    readers.join(60)
    assert beside > 0.7 * alone, (alone, beside)
    say(f"slow stick: other torrent {alone:.2f} MB/s alone, {beside:.2f} MB/s beside it; the stick gave {sent}")
    machine.vm.unplug(slow)


def power_cut(machine):
    """The plug is pulled while hashing and saving: at most the last minute is hashed again."""
    machine.install(FOLDER)
    files = {"publish/large.bin": os.urandom(48 << 20)}
    image = machine.vm.mkusb(machine.vm.dir / "power.img", "vfat", files, size_mb=64, label="POWER")
    machine.vm.plug(image, bps=400_000)
    machine.wait(lambda s: (s["hashing"] or {}).get("bytes_done", 0) > 16 << 20, "some is hashed", 300)
    done = machine.status()["hashing"]["bytes_done"]
    cut = time.monotonic()
    machine.vm.kill()
    machine.vm.start(fresh=False, fwd=[(machine.page, 6969), (machine.peers, 6881)])
    machine.wait(lambda s: True, "the service is back", 120)
    machine.vm.plug(image)
    status, _ = machine.wait(lambda s: s["hashing"] and s["hashing"]["bytes_done"] > 0 or torrents(s, "seeding"), "hashing goes on", 120)
    resumed = (status["hashing"] or {}).get("bytes_done")
    log = machine.vm.run("journalctl -u edgeseed -b --no-pager | grep -i 'state:' || true")[1].strip()
    machine.wait(lambda s: torrents(s, "seeding"), "it seeds", 300)
    lost = done - (resumed if resumed is not None else done)
    assert lost <= 400_000 * 60, (done, resumed)
    say(f"power cut at {done} bytes hashed: went on at {resumed} ({time.monotonic() - cut:.0f} s later), lost {max(0, lost) / 400_000:.0f} s of hashing; state: '{log or 'whole'}'")


SHOWS = {
    "vfat": lambda m: stick(m, "vfat"), "ext4": lambda m: stick(m, "ext4"), "exfat": lambda m: stick(m, "exfat"),
    "bad-sector": bad_sector, "slow-stick": slow_stick, "power-cut": power_cut, "rounds": rounds,
}


def main():
    names = sys.argv[1:] or [name for name in SHOWS if name != "rounds"]
    for name in names:
        machine = Machine(os.environ.get("EDGESEED_VM_RUN"))
        began = time.monotonic()
        try:
            machine.boot()
            SHOWS[name](machine)
            say(f"PASS {name} ({time.monotonic() - began:.0f} s)")
        except BaseException:
            say(f"FAIL {name}")
            raise
        finally:
            machine.vm.kill()


if __name__ == "__main__":
    main()
