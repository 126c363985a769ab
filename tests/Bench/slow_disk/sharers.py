"""Downloaders that we did not write and that share with each other: libtorrent in this process, qBittorrent as ten programs."""
import json
import os
import subprocess
import time
import urllib.parse
import urllib.request

try:
    import libtorrent as lt
except ImportError:
    lt = None


class LibTorrent:
    """One session on an address of its own, stopped until `go`; what lies in its folder already is checked first."""
    def __init__(self, number, torrent, folder, _scratch):
        if lt is None:
            raise SystemExit("no libtorrent for this Python: install python3-libtorrent and run /usr/bin/python3")
        self.address = (f"127.0.1.{number + 1}", 7000 + number)
        self.session = lt.session({
            "listen_interfaces": "%s:%d" % self.address, "outgoing_interfaces": self.address[0], "enable_dht": False, "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False,
            "enable_outgoing_utp": False, "enable_incoming_utp": False, "allow_multiple_connections_per_ip": True, "alert_mask": 0, "aio_threads": 2})
        self.handle = self.session.add_torrent({"ti": lt.torrent_info(torrent), "save_path": folder, "flags": lt.torrent_flags.update_subscribe})
        while str(self.handle.status().state) in ("checking_files", "checking_resume_data", "queued_for_checking"):
            time.sleep(0.2)

    def go(self, others):
        self.handle.resume()
        for other in others:
            self.handle.connect_peer(other)

    def is_done(self):
        return self.handle.status().is_seeding

    def taken(self):
        """Payload bytes received, less those given to others."""
        status = self.handle.status()
        return status.total_payload_download - status.total_payload_upload

    def stop(self):
        self.session.remove_torrent(self.handle)


class QBittorrentProgram:
    """qBittorrent with its own web interface, and no torrent yet."""
    def __init__(self, number, address, folder, scratch):
        self.address, self.page = address, f"http://127.0.0.1:{8000 + number}/api/v2/"
        profile = os.path.join(scratch, f"qbittorrent-{number}-{time.monotonic_ns()}")
        os.makedirs(os.path.join(profile, "qBittorrent/config"))
        with open(os.path.join(profile, "qBittorrent/config/qBittorrent.conf"), "w") as file:
            file.write(f"""[LegalNotice]
Accepted=true
[BitTorrent]
Session\\DefaultSavePath={folder}
Session\\Port={self.address[1]}
Session\\InterfaceAddress={self.address[0]}
Session\\BTProtocol=TCP
Session\\MultiConnectionsPerIp=true
Session\\DHTEnabled=false
Session\\LSDEnabled=false
Session\\PeXEnabled=false
Session\\Preallocation=false
Session\\QueueingSystemEnabled=false
Session\\TorrentContentLayout=Original
[Network]
PortForwardingEnabled=false
[Preferences]
WebUI\\Enabled=true
WebUI\\Address=127.0.0.1
WebUI\\Port={8000 + number}
WebUI\\LocalHostAuth=false
WebUI\\UseUPnP=false
""")
        self.process = subprocess.Popen(["qbittorrent-nox", f"--profile={profile}"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 30
        while True:
            try:
                self.ask("app/version")
                break
            except OSError:
                if self.process.poll() is not None or time.monotonic() > until:
                    raise SystemExit("qbittorrent-nox does not answer") from None
                time.sleep(0.2)

    def add(self, torrent, *form):
        fields = [argument for field in form for argument in ("-F", field)]
        subprocess.run(["curl", "--fail", "--silent", "-F", f"torrents=@{torrent}", *fields, self.page + "torrents/add"], check=True, stdout=subprocess.DEVNULL)

    def ask(self, question, **form):
        data = urllib.parse.urlencode(form).encode() if form else None
        return urllib.request.urlopen(self.page + question, data=data, timeout=10).read()

    def torrents(self):
        return json.loads(self.ask("torrents/info"))

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


class QBittorrent(QBittorrentProgram):
    """The same as LibTorrent as a program of its own."""
    def __init__(self, number, torrent, folder, scratch):
        super().__init__(number, (f"127.0.1.{number + 1}", 7000 + number), folder, scratch)
        self.add(torrent, "paused=true")
        while not (known := self.torrents()) or known[0]["state"] not in ("pausedDL", "pausedUP"):
            time.sleep(0.2)
        self.hash = known[0]["hash"]

    def go(self, others):
        self.ask("torrents/resume", hashes=self.hash)
        self.ask("torrents/addPeers", hashes=self.hash, peers="|".join("%s:%d" % other for other in others))

    def is_done(self):
        return self.torrents()[0]["progress"] >= 1

    def taken(self):
        torrent = self.torrents()[0]
        return torrent["downloaded"] - torrent["uploaded"]


KINDS = {"libtorrent": LibTorrent, "qbittorrent": QBittorrent}
