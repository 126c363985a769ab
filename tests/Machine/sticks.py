"""Sticks with torrents on them, and a service that waits for them: what the shows of drives share."""
import os
import subprocess
import tempfile
import time
import urllib.parse
from pathlib import Path

from installed import drive, make_torrent, torrents

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


def mkntfs(image, files, label, size_mb=64):
    """A stick as Windows formats it, without a partition table; filled through FUSE, as the kernels here write no NTFS."""
    with open(image, "wb") as f:
        f.truncate(size_mb << 20)
    subprocess.run(["mkntfs", "-q", "-f", "-F", "-L", label, image], check=True, capture_output=True)
    with tempfile.TemporaryDirectory() as at:
        subprocess.run(["ntfs-3g", image, at], check=True)
        try:
            for name, data in files.items():
                (Path(at) / name).parent.mkdir(parents=True, exist_ok=True)
                (Path(at) / name).write_bytes(data)
        finally:
            subprocess.run(["umount", at], check=True)
    return image


def prepare(machine, more=""):
    """Installs the service, with a torrent in a folder of the machine itself, which must not notice what drives do."""
    machine.install(FOLDER + more)
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
