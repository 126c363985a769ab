"""What the scripts about downloading share: a network of their own, data, a tracker, and other clients that seed."""
import json
import os
import re
import subprocess
import sys
import time
import urllib.parse
import urllib.request

TRACKER, SEEDER, DOWNLOADER, WEB = "10.77.0.1", "10.77.0.2", "10.77.0.3", "10.77.0.9"
PORT = 6900
ANNOUNCE = f"http://{TRACKER}:7000/announce"
QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
CLIENTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Interop", "Clients")


def inside_network():
    """Goes on in a network namespace whose loopback device carries 10.77.0.0/24; no packet leaves it. As root."""
    if os.environ.get("EDGESEED_BENCH_NETWORK"):
        return
    os.environ["EDGESEED_BENCH_NETWORK"] = "1"
    setup = f"ip link set lo up && ip address add {TRACKER}/24 dev lo && exec \"$@\""
    os.execvp("unshare", ["unshare", "--net", "--mount", "sh", "-c", setup, "sh", sys.executable, *sys.argv])


def write_random(path, mebibytes):
    """Random data, made anew only when the file has another size."""
    if os.path.exists(path) and os.path.getsize(path) == mebibytes << 20:
        return
    with open(path, "wb") as out:
        for _ in range(mebibytes):
            out.write(os.urandom(1 << 20))


def make(binary, data, torrent, *options):
    """Makes a torrent; its info-hash."""
    subprocess.run([binary, "make", data, "--output", torrent, "--force", *options], check=True, **QUIET)
    shown = subprocess.run([binary, "show", torrent, "--json"], check=True, capture_output=True, text=True).stdout
    return json.loads(shown)["info_hash"]


def start_tracker(binary, home):
    """Starts a tracker and waits until it answers."""
    process = subprocess.Popen([binary, "track", "--port", "7000", "--bind", TRACKER, "--state", home + "/tracker.state"], **QUIET)
    wait(lambda: urllib.request.urlopen(f"http://{TRACKER}:7000/healthz", timeout=2).status == 200)
    return process


def wait(condition, seconds=60):
    """Waits for something that may fail with an OSError until it comes true."""
    until = time.monotonic() + seconds
    while True:
        try:
            if condition():
                return
        except OSError:
            pass
        if time.monotonic() > until:
            sys.exit("waited in vain")
        time.sleep(0.1)


def peers(info_hash):
    """How many peers of a torrent the tracker knows: complete, incomplete."""
    query = urllib.parse.quote_from_bytes(bytes.fromhex(info_hash))
    answer = urllib.request.urlopen(f"http://{TRACKER}:7000/scrape?info_hash={query}", timeout=2).read()
    found = [re.search(name + rb"i(\d+)e", answer) for name in (rb"8:complete", rb"10:incomplete")]
    return tuple(int(count[1]) if count else 0 for count in found)


def edgeseed_seed(binary, address, torrent, folder):
    return subprocess.Popen([binary, "get", torrent, "--dir", folder, "--bind", address, "--peer-port", str(PORT)], **QUIET)


def libtorrent_seed(_, address, torrent, folder):
    return subprocess.Popen(["/usr/bin/python3", CLIENTS + "/libtorrent_seed.py", f"{address}:{PORT}", folder, torrent], **QUIET)


def aria2_seed(_, address, torrent, folder):
    return subprocess.Popen(["aria2c", "--no-conf=true", f"--dir={folder}", f"--interface={address}", f"--listen-port={PORT}", "--disable-ipv6=true",
                             "--enable-dht=false", "--bt-enable-lpd=false", "--enable-peer-exchange=false", "--check-integrity=true",
                             "--file-allocation=none", "--seed-ratio=0.0", "--allow-overwrite=true", torrent], **QUIET)


def rtorrent_seed(_, address, torrent, folder):
    session = folder + ".rtorrent"
    os.makedirs(session)
    with open(session + "/rc", "w") as settings:
        settings.write(f"""directory.default.set = {folder}
session.path.set = {session}
network.port_range.set = {PORT}-{PORT}
network.port_random.set = no
network.bind_address.set = {address}
dht.mode.set = disable
protocol.pex.set = no
protocol.encryption.set = allow_incoming,try_outgoing
schedule2 = load, 0, 0, "load.start={torrent}"
""")
    # It wants a terminal.
    return subprocess.Popen(["script", "--quiet", "--flush", "--return", "--command", f"exec rtorrent -n -o import={session}/rc", "/dev/null"], **QUIET)


def transmission_seed(_, address, torrent, folder):
    config = folder + ".transmission"
    os.makedirs(config)
    with open(config + "/settings.json", "w") as out:
        json.dump({"download-dir": folder, "bind-address-ipv4": address, "peer-port": PORT, "rpc-bind-address": address, "rpc-port": PORT + 1,
                   "rpc-whitelist-enabled": False, "rpc-host-whitelist-enabled": False, "dht-enabled": False, "lpd-enabled": False,
                   "pex-enabled": False, "utp-enabled": False, "port-forwarding-enabled": False}, out)
    process = subprocess.Popen(["transmission-daemon", "-f", "-g", config], **QUIET)
    remote = ["transmission-remote", f"{address}:{PORT + 1}", "--add", torrent]
    wait(lambda: subprocess.run(remote, **QUIET).returncode == 0)
    return process


SEEDS = {"transmission": transmission_seed, "libtorrent": libtorrent_seed, "rtorrent": rtorrent_seed, "aria2": aria2_seed, "edgeseed": edgeseed_seed}
