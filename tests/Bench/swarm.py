#!/usr/bin/python3
"""How much must a lone EdgeSeed upload before a whole swarm of real clients is complete?

    tests/Bench/swarm.py EDGESEED                                     # ten libtorrent leechers, 32 MiB, 1 MiB/s
    tests/Bench/swarm.py EDGESEED --clients libtorrent=4,transmission=3,aria2=3
    tests/Bench/swarm.py EDGESEED --selfish                           # leechers that do not share

Runs in a network namespace of its own (unshare), where clients have addresses in 10.77.0.0/24, find each other through EdgeSeed's tracker
and by peer exchange, and no packet can leave. The torrent is the one that EdgeSeed makes, web seed included. Prints one line of JSON:
  cost           payload that EdgeSeed sent / size of the torrent when the last leecher completes (ideal 1; with --selfish: their number)
  wire           everything that EdgeSeed sent / size: web seed, packet headers, the tracker's answers and the statuses asked for here as well
  time_vs_ideal  time until then / (size / budget)
Needs python3-libtorrent, and transmission-daemon and aria2 where those are asked for.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

SEEDER = "10.77.0.1"
PAGE = f"http://{SEEDER}:6969"
SELFISH = 4096


def status():
    with urllib.request.urlopen(f"{PAGE}/status.json", timeout=5) as answer:
        return json.load(answer)


class LibTorrent:
    def __init__(self, number, torrent, folder, up):
        import libtorrent as lt
        ip = f"10.77.0.{number}"
        self.session = lt.session({
            "listen_interfaces": f"{ip}:{7000 + number}", "outgoing_interfaces": ip, "enable_dht": False, "enable_lsd": False, "enable_upnp": False,
            "enable_natpmp": False, "enable_outgoing_utp": False, "enable_incoming_utp": False, "allow_multiple_connections_per_ip": True,
            "upload_rate_limit": max(up, 1 << 20), "alert_mask": 0,
            # Its rate limit would slow its own requests down too: who shares nothing lets nobody have a slot.
            "unchoke_slots_limit": 8 if up > SELFISH else 0})
        everyone = lt.ip_filter()
        everyone.add_rule("0.0.0.0", "255.255.255.255", 1)  # class 0: private addresses are limited like any other
        self.session.set_peer_class_filter(everyone)
        self.handle = self.session.add_torrent({"ti": lt.torrent_info(torrent), "save_path": folder})

    def is_done(self):
        return self.handle.status().is_seeding

    def stop(self):
        pass


class Program:
    def __init__(self, command, log):
        self.process = subprocess.Popen(command, stdout=log, stderr=log)

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()


class Aria2(Program):
    def __init__(self, number, torrent, folder, up):
        self.marker = os.path.join(folder, "..", f"aria2-{number}.done")
        hook = os.path.join(folder, "..", f"aria2-{number}.sh")
        with open(hook, "w") as script:
            script.write(f"#!/bin/sh\ntouch '{self.marker}'\n")
        os.chmod(hook, 0o755)
        super().__init__(["aria2c", "--no-conf=true", "--quiet=true", f"--dir={folder}", f"--interface=10.77.0.{number}", f"--listen-port={7000 + number}",
                          "--enable-dht=false", "--disable-ipv6=true", "--bt-enable-lpd=false", "--file-allocation=none", "--bt-tracker-interval=2",
                          "--seed-ratio=0.0", f"--max-upload-limit={up}", f"--on-bt-download-complete={hook}", torrent], subprocess.DEVNULL)

    def is_done(self):
        return os.path.exists(self.marker)


class Transmission(Program):
    def __init__(self, number, torrent, folder, up):
        ip, config = f"10.77.0.{number}", os.path.join(folder, "..", f"transmission-{number}")
        os.makedirs(config)
        self.remote = ["transmission-remote", f"{ip}:9091"]
        json.dump({"download-dir": folder, "bind-address-ipv4": ip, "peer-port": 7000 + number, "rpc-bind-address": ip, "rpc-whitelist-enabled": False,
                   "rpc-host-whitelist-enabled": False, "dht-enabled": False, "lpd-enabled": False, "utp-enabled": False, "port-forwarding-enabled": False,
                   "speed-limit-up": max(1, up // 1024), "speed-limit-up-enabled": True, "ratio-limit-enabled": False}, open(os.path.join(config, "settings.json"), "w"))
        super().__init__(["transmission-daemon", "-f", "-g", config], open(os.path.join(config, "log"), "w"))
        for _ in range(100):
            if subprocess.run(self.remote + ["--add", torrent], capture_output=True).returncode == 0:
                return
            time.sleep(0.1)
        sys.exit("transmission does not answer")

    def is_done(self):
        return " 100% " in subprocess.run(self.remote + ["--list"], capture_output=True, text=True).stdout


KINDS = {"libtorrent": LibTorrent, "aria2": Aria2, "transmission": Transmission}


def parse():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("edgeseed")
    options.add_argument("--clients", default="libtorrent=10", help="kind=number,… (%(default)s)")
    options.add_argument("--mib", type=int, default=32)
    options.add_argument("--kib-per-second", type=int, default=1024, help="the upload budget")
    options.add_argument("--leecher-up", type=int, default=2 << 20, help="bytes a second that each leecher uploads")
    options.add_argument("--selfish", action="store_true", help="leechers that upload nothing (libtorrent), or 4 KiB/s")
    options.add_argument("--super-seeding", default="auto", choices=["auto", "always", "never"])
    options.add_argument("--timeout", type=int, default=240)
    options.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return options.parse_args()


def run(options, work):
    data, targets = os.path.join(work, "data"), os.path.join(work, "targets")
    os.makedirs(data)
    size = options.mib << 20
    with open(os.path.join(data, "payload.bin"), "wb") as payload:
        for _ in range(options.mib):
            payload.write(os.urandom(1 << 20))
    with open(os.path.join(work, "seed.toml"), "w") as config:
        config.write(f'[seeder]\nupload = "{options.kib_per_second} KiB/s"\nsuper_seeding = "{options.super_seeding}"\n')
    seeder = Program([options.edgeseed, "serve", data, "--config", os.path.join(work, "seed.toml"), "--state", os.path.join(work, "state"),
                      "--bind", SEEDER, "--no-hardware"], open(os.path.join(work, "edgeseed.log"), "w"))
    clients = []
    try:
        torrents = []
        for _ in range(600):
            try:
                torrents = [torrent for torrent in status()["torrents"] if torrent["state"] == "seeding"]
            except OSError:
                pass
            if torrents:
                break
            time.sleep(0.1)
        info_hash = torrents[0]["info_hash"]
        torrent = os.path.join(work, "payload.torrent")
        urllib.request.urlretrieve(f"{PAGE}/torrents/{info_hash}.torrent", torrent)
        up = SELFISH if options.selfish else options.leecher_up
        began = time.time()
        for kind in options.clients.split(","):
            name, number = kind.split("=")
            for _ in range(int(number)):
                folder = os.path.join(targets, str(len(clients)))
                os.makedirs(folder)
                clients.append(KINDS[name](len(clients) + 2, torrent, folder, up))
        done = {}
        while time.time() - began < options.timeout and len(done) < len(clients):
            time.sleep(0.2)
            for place, client in enumerate(clients):
                if place not in done and client.is_done():
                    done[place] = time.time() - began
        end = status()
        sent, wire = end["upload"]["total_bytes"], end["budget"]["sent_bytes"]
        everybody = len(done) == len(clients)
        print(json.dumps({
            "clients": options.clients, "selfish": options.selfish, "super_seeding": options.super_seeding, "complete": len(done), "leechers": len(clients),
            "cost": round(sent / size, 3), "wire": round(wire / size, 3), "time_vs_ideal": round(max(done.values()) / (size / (options.kib_per_second << 10)), 3) if everybody else None,
            "first": round(min(done.values()), 1) if done else None, "last": round(max(done.values()), 1) if done else None}))
        return 0 if everybody else 1
    finally:
        for client in clients:
            client.stop()
        seeder.stop()


def main():
    options = parse()
    if not options.inside:
        # Root needs no user namespace; everybody else becomes root in one.
        namespace = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--net"]
        os.execvp("unshare", namespace + [sys.executable, os.path.abspath(__file__), "--inside"] + sys.argv[1:])
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    subprocess.run(["ip", "address", "add", f"{SEEDER}/24", "dev", "lo"], check=True)
    work = tempfile.mkdtemp(prefix="swarm-")
    try:
        return run(options, work)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
