#!/usr/bin/env python3
"""Drives that come and go, in a booted machine: drives.py [SHOW...]; without a name all of them, rounds and ntfs excepted.

The machine is emulated, 20 to 30 times slower than the board it stands for: what takes the guest's processor is allowed SLOWER times the
promised seconds, and every line tells the seconds it took.
"""
import os
import random
import sys
import threading
import time

from installed import Machine, Peer, download, drive, make_torrent, sha256, torrents
from machine import read_text
from sticks import COUNT, FOLDER, PIECE, SIZE, content, is_tracked, mkntfs, plug, prepare, say

SLOWER = 5
BUTTON = 26
HARDWARE = f"""
[hardware.display]
model = "ssd1306-128x64"
page_time = "2 s"
[hardware.button]
line = {BUTTON}
hold = "5 s"
"""


def stick(machine, fs):
    """A stick is plugged in, downloaded from, yanked, and comes back as another device."""
    label = fs.upper()
    files, known = content(label)
    path = machine.vm.dir / f"{fs}.img"
    image = mkntfs(path, files, label) if fs == "ntfs" else machine.vm.mkusb(path, fs, files, size_mb=64, label=label)
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
    machine.wait(lambda s: drive(s, label)["state"] == "safe_to_remove", "it may be unplugged", 5)
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
        figures.append(machine.footprint())
        say(f"round {i + 1}: seeded after {seconds:.1f} s; " + "{} kB resident, {} of its own, {} of files, {} threads, {} descriptors".format(*figures[-1]))
    assert machine.restarts() == 0
    # The collector takes its room in steps of two megabytes within the first dozen rounds; a leak would go on in the second half.
    settled, last = (tuple(max(figure[i] for figure in half) for i in range(5)) for half in (figures[:count // 2], figures[count // 2:]))
    assert last[4] <= settled[4] + 3 and last[0] <= settled[0] + 1000, figures
    assert sha256(image) == before
    resets = machine.vm.run("dmesg | grep -c 'reset .*USB device'")[1].strip()
    say(f"{count} rounds: no restart, at most {settled[0]} and {last[0]} kB in the two halves, {settled[4]} and {last[4]} descriptors, image bit-identical; {resets} resets of the bus")


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
        """Megabytes a second of the other torrent."""
        start = time.monotonic()
        for _ in range(3):
            assert download(machine.peers, inside, len(inside_data)) == inside_data
        return 3 * len(inside_data) / (time.monotonic() - start) / 1e6

    def rate_beside():
        """The same while a client waits for the stick, and kilobytes a second that the stick gives."""
        stopping, began, sent = threading.Event(), time.monotonic(), {}

        def stop(done):
            sent["rate"] = done / (time.monotonic() - began) / 1e3
            return stopping.is_set()

        beside = threading.Thread(target=download, args=(machine.peers, info_hash, len(data)), kwargs=dict(stop=stop))
        beside.start()
        time.sleep(1)
        found = rate()
        stopping.set()
        beside.join(60)
        machine.vm.run("echo 3 > /proc/sys/vm/drop_caches")
        return found, sent["rate"]

    slow, _, _ = plug(machine, image, "SLOW", 1, 300, bps=200_000)
    # In turn, as the host that emulates the machine is not always the same.
    rates = [(rate(), *rate_beside()) for _ in range(7)]
    alone, beside, stick = (sorted(figures)[3] for figures in zip(*rates))
    say(f"slow stick: other torrent {alone:.2f} MB/s alone, {beside:.2f} MB/s beside it, {beside / alone:.2f} of it (the middles of seven); "
        f"the stick of 200 KB/s gave {stick:.0f}")
    assert beside > 0.9 * alone, rates
    machine.vm.unplug(slow)


def power_cut(machine, cuts=3):
    """The plug is pulled at random moments while hashing and saving: each time at most the last minute is hashed again."""
    rate = 600_000
    machine.install(FOLDER)
    image = machine.vm.mkusb(machine.vm.dir / "power.img", "vfat", {"publish/large.bin": os.urandom(80 << 20)}, size_mb=96, label="POWER")
    hashed = lambda s: (s["hashing"] or {}).get("bytes_done", 0)
    for cut in range(cuts):
        machine.vm.plug(image, bps=rate)
        status, _ = machine.wait(lambda s: hashed(s) > 0 or torrents(s, "seeding"), "it hashes", 120)
        if cut > 0:
            lost = done - hashed(status)
            assert lost <= rate * 60, (done, hashed(status))
            log = machine.vm.run("journalctl -u edgeseed -b --no-pager | grep -i 'state:' || true")[1].strip()
            say(f"power cut {cut} after {done} bytes: went on at {hashed(status)}, lost {max(0, lost) / rate:.0f} s of hashing (promise 60 s); state: '{log or 'whole'}'")
        if cut == 1:
            # As soon as anything in the state directory is touched: while it is being saved, or a moment later.
            done, began = hashed(status), time.monotonic()
            machine.vm.run("touch /tmp/now; until find /var/lib/edgeseed -type f -newer /tmp/now | grep -q .; do sleep 0.02; done", 90, check=True)
            done += int(rate * (time.monotonic() - began))
        else:
            time.sleep(random.uniform(2, 45))
            done = hashed(machine.status())
        machine.vm.kill()
        machine.vm.start(fresh=False, fwd=[(machine.page, 6969), (machine.peers, 6881)])
        machine.wait(lambda s: True, "the service is back", 120)
    machine.vm.plug(image)
    status, _ = machine.wait(lambda s: hashed(s) > 0 or torrents(s, "seeding"), "hashing goes on", 120)
    lost = done - hashed(status) if not torrents(status, "seeding") else 0
    assert lost <= rate * 60, (done, hashed(status))
    machine.wait(lambda s: torrents(s, "seeding"), "it seeds", 300)
    say(f"power cut {cuts} after {done} bytes: lost {max(0, lost) / rate:.0f} s; then it seeds")


def button(machine):
    """A held button lets the stick go, and the display says how far it is and when it may be pulled."""
    prepare(machine, HARDWARE)
    machine.vm.gpio_drive(BUTTON, 1)
    image = machine.vm.mkusb(machine.vm.dir / "held.img", "vfat", {"publish/song.bin": os.urandom(2 << 20)}, size_mb=16, label="HELD")
    before = sha256(image)
    stick_id, _, _ = plug(machine, image, "HELD", 1, 300)

    def see(words, seconds=60):
        end, text = time.monotonic() + seconds, ""
        while words not in text:
            assert time.monotonic() < end, (words, text)
            text = read_text(machine.vm.oled()[1])
        return time.monotonic()

    see("HELD")
    machine.vm.gpio_drive(BUTTON, 0)
    pressed = time.monotonic()
    held = see("Keep holding") - pressed
    safe = see("Unplug me") - pressed
    machine.vm.gpio_drive(BUTTON, 1)
    assert drive(machine.status(), "HELD")["state"] == "safe_to_remove"
    assert machine.vm.run("findmnt /run/edgeseed/drives/HELD")[0] != 0
    machine.vm.unplug(stick_id)
    assert sha256(image) == before
    assert not machine.status()["alarms"], machine.status()["alarms"]
    say(f"held button: 'Keep holding' seen {held:.1f} s after the press, 'Unplug me' {safe:.1f} s (held for 5 s), unmounted; pulled: no alarm, image bit-identical")


SHOWS = {
    "vfat": lambda m: stick(m, "vfat"), "ext4": lambda m: stick(m, "ext4"), "exfat": lambda m: stick(m, "exfat"),
    # Needs a kernel that reads NTFS, or ntfs-3g in the machine and here.
    "ntfs": lambda m: stick(m, "ntfs"),
    "bad-sector": bad_sector, "slow-stick": slow_stick, "power-cut": power_cut, "button": button, "rounds": rounds,
}


def main():
    names = sys.argv[1:] or [name for name in SHOWS if name not in ("rounds", "ntfs")]
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
