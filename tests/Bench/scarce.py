#!/usr/bin/python3
"""Does a small upload go where it is needed most?

    tests/Bench/scarce.py EDGESEED                                    # 100 KB/s: need on, need off, Transmission
    tests/Bench/scarce.py EDGESEED --rate 4000 --kib 64 --seeders on,off,transmission,qbittorrent

20 torrents of which others have 0, 1, 2, 5, 20 and 50 complete copies, three libtorrent leechers each. The other seeds are counted by a tracker and serve
nobody, so that every torrent is wanted all the time: what each gets is the seeder's choice alone. Runs in a network namespace of its own (unshare); the tracker
is `edgeseed track`, the same for all. Prints one line of JSON for each seeder:
  scarce_per_mb  copies of the torrents without another seed that were added to leechers, for each MB sent, until their leechers were done
  scarce_s       seconds until then; null when the time was over before
  rest_part      the part of what was sent until then that went to the other torrents
  floor_part     the same of those with two seeds or more: EdgeSeed promises them 5 % together
  use            bytes sent, headers included, over what the limit allows, until then (EdgeSeed only)
and the ratios of need on to need off. Needs python3-libtorrent, and transmission-daemon and qbittorrent-nox where they are asked for.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

from slow_disk.sharers import QBittorrentProgram
from swarm import Transmission

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "seeding"))

SEEDER, TRACKER = "10.77.0.1", "10.77.0.250"
ANNOUNCE = f"http://{TRACKER}:6969/announce"
OTHERS = [0] * 3 + [1] * 3 + [2] * 3 + [5] * 4 + [20] * 4 + [50] * 3
LEECHERS = 3


def make_torrents(folder, kib):
    # When it is imported it looks for the program.
    from common import make_torrent
    return [make_torrent(folder, f"t{number:02}.bin", os.urandom(kib << 10), max(16384, (kib << 10) // 64), announce=ANNOUNCE) for number in range(len(OTHERS))]


def announce_others(torrents):
    """Each seed has an address of its own and says that it lacks nothing."""
    import http.client
    for (_, info_hash), others in zip(torrents, OTHERS):
        for number in range(others):
            connection = http.client.HTTPConnection(TRACKER, 6969, source_address=(f"10.77.1.{2 + number}", 0))
            connection.request("GET", f"/announce?info_hash={urllib.parse.quote(info_hash)}&peer_id=-XX0000-{number:012}&port=9&uploaded=0&downloaded=0&left=0&numwant=0&event=started")
            if b"failure" in connection.getresponse().read():
                sys.exit("the tracker refuses a seed")


class Leecher:
    def __init__(self, number, torrents, folder):
        import libtorrent as lt
        address = f"10.77.0.{10 + number}"
        self.session = lt.session({
            "listen_interfaces": f"{address}:7000", "outgoing_interfaces": address, "enable_dht": False, "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False,
            "enable_outgoing_utp": False, "enable_incoming_utp": False, "allow_multiple_connections_per_ip": True, "active_downloads": -1, "active_limit": -1, "active_seeds": -1,
            "connections_limit": 500, "alert_mask": 0, "min_reconnect_time": 1, "peer_connect_timeout": 2})
        self.handles = [self.session.add_torrent({"ti": lt.torrent_info(path), "save_path": folder}) for path, _ in torrents]

    def progress(self):
        return [handle.status().progress for handle in self.handles]


class EdgeSeed:
    def __init__(self, options, work, data, by_need):
        config = os.path.join(work, "seed.toml")
        open(config, "w").write(f'[service]\nmemory_limit = "32 MiB"\n[library]\nfolders = ["{data}"]\n[tracker]\nenabled = false\n[hardware]\nenabled = false\n'
                                f'[seeder]\nupload = {options.rate}\nby_need = {"true" if by_need else "false"}\n[seeder.lan]\ndiscovery = false\n')
        self.process = subprocess.Popen([options.edgeseed, "serve", "--config", config, "--state", os.path.join(work, "state"), "--bind", SEEDER], stdout=subprocess.DEVNULL,
                                        stderr=open(os.path.join(work, "log"), "w"))
        self.rate = options.rate
        self.until(lambda: sum(torrent["state"] == "seeding" and (torrent["other_trackers"] or {}).get("state") == "working" for torrent in self.status()["torrents"]) == len(OTHERS))

    def status(self):
        return json.loads(urllib.request.urlopen(f"http://{SEEDER}:6969/status.json", timeout=5).read())

    def until(self, holds):
        for _ in range(600):
            try:
                if holds():
                    return
            except OSError:
                pass
            time.sleep(0.1)
        sys.exit("EdgeSeed does not get there")

    def sent(self):
        status = self.status()
        return [torrent["uploaded_bytes"] for torrent in sorted(status["torrents"], key=lambda torrent: torrent["name"])], status["budget"]["sent_bytes"]

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


class Seeding(Transmission):
    """Transmission with all the torrents and their data."""

    def __init__(self, options, work, data, _):
        torrents = [os.path.join(data, name) for name in sorted(os.listdir(data)) if name.endswith(".torrent")]
        super().__init__(int(SEEDER.rsplit(".")[-1]), torrents[0], data, options.rate)
        for torrent in torrents[1:]:
            subprocess.run(self.remote + ["--add", torrent], capture_output=True, check=True)
        while self.ask("--list").count("100%") < len(torrents):
            time.sleep(0.2)

    def ask(self, *question):
        return subprocess.run(self.remote + list(question), capture_output=True, text=True).stdout

    def sent(self):
        text = self.ask("--torrent", "all", "--info")
        names, sent = re.findall(r"Name: (t\d\d)", text), re.findall(r"Uploaded: (?:None|([\d.]+) (\w+))", text)
        units = {"B": 1, "bytes": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9}
        return [int(float(number) * units[unit]) if number else 0 for _, (number, unit) in sorted(zip(names, sent))], None


class QBittorrentSeeding(QBittorrentProgram):
    """The same with qBittorrent."""

    def __init__(self, options, work, data, _):
        super().__init__(0, (SEEDER, 7000), data, work)
        self.ask("transfer/setUploadLimit", limit=options.rate)
        torrents = sorted(name for name in os.listdir(data) if name.endswith(".torrent"))
        for torrent in torrents:
            self.add(os.path.join(data, torrent), "skip_checking=true")
        while sum(torrent["progress"] == 1 for torrent in self.torrents()) < len(torrents):
            time.sleep(0.2)

    def sent(self):
        return [torrent["uploaded"] for torrent in sorted(self.torrents(), key=lambda torrent: torrent["name"])], None


SEEDERS = {"on": (EdgeSeed, True), "off": (EdgeSeed, False), "transmission": (Seeding, None), "qbittorrent": (QBittorrentSeeding, None)}


def run(name, options):
    work = tempfile.mkdtemp(prefix="scarce-")
    data = os.path.join(work, "data")
    os.makedirs(data)
    tracker = subprocess.Popen([options.edgeseed, "track", "--bind", TRACKER, "--state", os.path.join(work, "tracker")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seeder = None
    try:
        torrents = make_torrents(data, options.kib)
        for _ in range(100):
            try:
                announce_others(torrents)
                break
            except OSError:
                time.sleep(0.1)
        kind, by_need = SEEDERS[name]
        seeder = kind(options, work, data, by_need)
        leechers = []
        for number in range(LEECHERS):
            folder = os.path.join(work, f"leecher{number}")
            os.makedirs(folder)
            leechers.append(Leecher(number, torrents, folder))
        first, first_total = seeder.sent()
        began = time.monotonic()
        is_done = False
        while not is_done and time.monotonic() - began < options.timeout:
            time.sleep(0.5)
            progress = [leecher.progress() for leecher in leechers]
            is_done = all(each == 1 for leecher in progress for each, others in zip(leecher, OTHERS) if others == 0)
        elapsed = time.monotonic() - began
        last, last_total = seeder.sent()
        sent = [after - before for before, after in zip(first, last)]
        copies = sum(each for leecher in progress for each, others in zip(leecher, OTHERS) if others == 0)
        total = max(1, sum(sent))
        return {
            "seeder": name, "rate": options.rate, "kib": options.kib, "scarce_per_mb": round(copies / (total / 1e6), 3), "scarce_s": round(elapsed, 1) if is_done else None,
            "rest_part": round(sum(each for each, others in zip(sent, OTHERS) if others > 0) / total, 3),
            "floor_part": round(sum(each for each, others in zip(sent, OTHERS) if others > 1) / total, 3),
            "use": round((last_total - first_total) / options.rate / elapsed, 3) if last_total is not None else None,
        }
    finally:
        if seeder:
            seeder.stop()
        tracker.terminate()
        tracker.wait(20)
        shutil.rmtree(work, ignore_errors=True)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("edgeseed")
    options.add_argument("--rate", type=int, default=100_000, help="bytes a second that the seeder may send (%(default)s)")
    options.add_argument("--kib", type=int, default=1024, help="size of each torrent (%(default)s)")
    options.add_argument("--seeders", default="on,off,transmission", help="in turn (%(default)s)")
    options.add_argument("--timeout", type=int, default=600)
    options.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = options.parse_args()
    os.environ["EDGESEED_BINARY"] = options.edgeseed
    if not options.inside:
        # Root needs no user namespace; everybody else becomes root in one.
        namespace = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--net"]
        os.execvp("unshare", namespace + [sys.executable, os.path.abspath(__file__), "--inside"] + sys.argv[1:])
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    for address in (f"{SEEDER}/24", "10.77.1.1/24"):
        subprocess.run(["ip", "address", "add", address, "dev", "lo"], check=True)
    results = {}
    for name in options.seeders.split(","):
        results[name] = run(name, options)
        print(json.dumps(results[name]), flush=True)
    if {"on", "off"} <= results.keys():
        on, off = results["on"], results["off"]
        seconds = round(on["scarce_s"] / off["scarce_s"], 3) if on["scarce_s"] and off["scarce_s"] else None
        print(json.dumps({"on_to_off": {"scarce_per_mb": round(on["scarce_per_mb"] / max(off["scarce_per_mb"], 1e-9), 2), "scarce_s": seconds}}))


main()
