#!/usr/bin/env python3
"""One seeder, one downloader, in turn: edgeseed get against aria2, transmission and libtorrent.

    tests/Bench/get.py EDGESEED [MEBIBYTES] [ROUNDS] [CLIENT...]

CLIENT is edgeseed, aria2, transmission or libtorrent; default all. Makes the data once (in $TMPDIR/edgeseed-get), seeds it with EDGESEED itself,
and lets each client download it ROUNDS times, in turn. Prints wall time, processor seconds a GB and peak memory of each run, then the medians.
Run as root: it works in a network of its own.
"""
import json, os, shutil, signal, statistics, subprocess, sys, tempfile, time

from get_common import DOWNLOADER, PORT, SEEDER, TRACKER, inside_network


def fetch_memory_back(mebibytes):
    """Takes as much memory as the largest of the runs, and frees it: what a virtual machine has not used for a second its host may have taken
    back, and whoever comes first pays for getting it again, with up to 2 s a GiB."""
    with open("/proc/meminfo") as lines:
        available = next(int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable"))
    # In a process of its own: the peak of who starts another is counted as that one's, too.
    taker = "import mmap, sys; mmap.mmap(-1, int(sys.argv[1]), mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | mmap.MAP_POPULATE)"
    subprocess.run([sys.executable, "-c", taker, str(min(3 * mebibytes << 20, available // 2))], check=True)


def measure(command, is_done=None):
    """Runs a client to its end, or until it says that it is done; wall seconds, CPU seconds, peak MiB."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if is_done:
        while not is_done():
            time.sleep(0.02)
        wall = time.monotonic() - began
        process.send_signal(signal.SIGTERM)
    _, status, usage = os.wait4(process.pid, 0)
    if not is_done:
        wall = time.monotonic() - began
        if status != 0:
            sys.exit(f"{command[0]} failed: {status}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def edgeseed(binary, torrent, target):
    return measure([binary, "get", torrent, "--dir", target, "--no-seed", "--bind", DOWNLOADER])


def aria2(binary, torrent, target):
    return measure(["aria2c", "--no-conf=true", "--quiet=true", f"--dir={target}", f"--interface={DOWNLOADER}", f"--listen-port={PORT}",
                    "--disable-ipv6=true", "--enable-dht=false", "--bt-enable-lpd=false", "--enable-peer-exchange=false",
                    "--file-allocation=none", "--seed-time=0", "--bt-max-peers=5", torrent])


def libtorrent(binary, torrent, target):
    script = """
import sys, libtorrent as lt
s = lt.session({"listen_interfaces": "%s:6900", "outgoing_interfaces": "%s", "enable_dht": False, "enable_lsd": False, "enable_upnp": False,
                "enable_natpmp": False, "enable_outgoing_utp": False, "enable_incoming_utp": False, "alert_mask": lt.alert.category_t.status_notification})
p = lt.add_torrent_params(); p.ti = lt.torrent_info(sys.argv[1]); p.save_path = sys.argv[2]
h = s.add_torrent(p)
while not h.status().is_seeding:
    s.wait_for_alert(100); s.pop_alerts()
""" % (DOWNLOADER, DOWNLOADER)
    return measure(["/usr/bin/python3", "-c", script, torrent, target])


def transmission(binary, torrent, target):
    config = tempfile.mkdtemp()
    settings = {"download-dir": target, "bind-address-ipv4": DOWNLOADER, "peer-port": PORT, "rpc-bind-address": DOWNLOADER, "rpc-port": PORT + 1,
                "rpc-whitelist-enabled": False, "rpc-host-whitelist-enabled": False, "dht-enabled": False, "lpd-enabled": False,
                "pex-enabled": False, "utp-enabled": False, "port-forwarding-enabled": False, "preallocation": 0, "watch-dir": target + "/watch",
                "watch-dir-enabled": True, "rename-partial-files": True, "trash-original-torrent-files": False}
    os.makedirs(target + "/watch")
    shutil.copy(torrent, target + "/watch/x.torrent")
    with open(config + "/settings.json", "w") as out:
        json.dump(settings, out)
    # It gives the file its name when it is complete.
    result = measure(["transmission-daemon", "-f", "-g", config], lambda: os.path.exists(target + "/data.bin"))
    shutil.rmtree(config)
    return result


def main():
    inside_network()
    binary, mebibytes, rounds = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1024, int(sys.argv[3]) if len(sys.argv) > 3 else 5
    home = os.path.join(tempfile.gettempdir(), "edgeseed-get")
    os.makedirs(home + "/seed", exist_ok=True)
    data, torrent = home + "/seed/data.bin", home + "/data.torrent"
    if not os.path.exists(data) or os.path.getsize(data) != mebibytes << 20:
        with open(data, "wb") as out:
            for _ in range(mebibytes):
                out.write(os.urandom(1 << 20))
    subprocess.run([binary, "make", data, "--output", torrent, "--announce", f"http://{TRACKER}:7000/announce", "--force"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    quiet = dict(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    tracker = subprocess.Popen([binary, "track", "--port", "7000", "--bind", TRACKER, "--state", home + "/state"], **quiet)
    time.sleep(1)
    seeder = subprocess.Popen([binary, "get", torrent, "--dir", home + "/seed", "--bind", SEEDER, "--peer-port", str(PORT)], **quiet)
    time.sleep(3 + mebibytes / 512)
    clients, results = [edgeseed, aria2, transmission, libtorrent], {}
    if len(sys.argv) > 4:
        clients = [client for client in clients if client.__name__ in sys.argv[4:]]
    size = (mebibytes << 20) / 1e9
    try:
        for number in range(rounds):
            # Another goes first each time, so that nobody always follows the same one.
            for client in clients[number % len(clients):] + clients[:number % len(clients)]:
                target = tempfile.mkdtemp(dir=home)
                fetch_memory_back(mebibytes)
                wall, cpu, peak = client(binary, torrent, target)
                same = subprocess.run(["cmp", "-s", data, target + "/data.bin"]).returncode == 0
                shutil.rmtree(target)
                results.setdefault(client.__name__, []).append((wall, cpu / size, peak))
                print(f"{number} {client.__name__:13} {wall:7.2f} s  {cpu / size:6.2f} CPU s/GB  {peak:6.1f} MiB{'' if same else '  DIFFERS'}", flush=True)
    finally:
        seeder.kill()
        tracker.kill()
    for name, runs in results.items():
        wall, cpu, peak = (statistics.median(column) for column in zip(*runs))
        print(f"median {name:13} {wall:7.2f} s  {cpu:6.2f} CPU s/GB  {peak:6.1f} MiB")


main()
