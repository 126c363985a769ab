"""Clients of other makes, which fetch a torrent from one seeder by peers alone."""
import subprocess
import time

from installed import free_port
from needs import absent, tool


def by_tracker(torrent, folder, seconds=180):
    """Fetches a torrent of one file with aria2, which finds the seeder by the tracker."""
    aria2 = tool("aria2c", "aria2")
    port = free_port()
    try:
        done = subprocess.run(
            [aria2, "--no-conf=true", "--summary-interval=0", f"--dir={folder}", "--interface=127.0.0.1", f"--listen-port={port}", "--disable-ipv6=true",
             "--enable-dht=false", "--bt-enable-lpd=false", "--enable-peer-exchange=false", "--file-allocation=none", "--bt-tracker-interval=2",
             "--seed-time=0", torrent], capture_output=True, text=True, timeout=seconds)
    except subprocess.TimeoutExpired as late:
        raise AssertionError(f"aria2 took more than {seconds} s: {late.stdout}") from None
    assert done.returncode == 0, done.stdout


def by_address(torrent, folder, address, count=1, seconds=300):
    """Fetches a torrent with as many sessions of libtorrent, each into a folder by its number and from this address alone; seconds until the last was done."""
    try:
        import libtorrent
    except ImportError:
        return absent("this python3 has no libtorrent: sudo apt-get install python3-libtorrent")
    began = time.monotonic()
    sessions = [libtorrent.session({
        "listen_interfaces": "127.0.0.1:0", "enable_dht": False, "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False,
        "enable_incoming_utp": False, "enable_outgoing_utp": False}) for _ in range(count)]
    waiting = []
    for number, session in enumerate(sessions):
        (folder / str(number)).mkdir(parents=True)
        leecher = session.add_torrent({"ti": libtorrent.torrent_info(str(torrent)), "save_path": str(folder / str(number))})
        # Among themselves they would share: each is to ask the seeder.
        leecher.replace_trackers([])
        waiting.append(leecher)
    while waiting := [leecher for leecher in waiting if not leecher.status().is_seeding]:
        if time.monotonic() - began > seconds:
            raise AssertionError(f"{len(waiting)} of {count} not done in {seconds} s: {[round(leecher.status().progress, 2) for leecher in waiting]}")
        for leecher in waiting:
            if not leecher.status().num_peers:
                leecher.connect_peer(address)
        time.sleep(0.2)
    return time.monotonic() - began
