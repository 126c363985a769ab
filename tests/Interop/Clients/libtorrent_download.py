"""Downloads torrents and magnet links with libtorrent, then ends: ADDRESS:PORT FOLDER TORRENT..."""
import sys
import time

import libtorrent as lt

listen, folder, torrents = sys.argv[1], sys.argv[2], sys.argv[3:]
session = lt.session({
    "listen_interfaces": listen, "outgoing_interfaces": listen.rsplit(":", 1)[0], "enable_dht": False, "enable_lsd": False,
    "enable_upnp": False, "enable_natpmp": False, "enable_outgoing_utp": False, "enable_incoming_utp": False,
    "allow_multiple_connections_per_ip": True, "alert_mask": 0,
})
handles = []
for torrent in torrents:
    parameters = lt.parse_magnet_uri(torrent) if torrent.startswith("magnet:") else lt.add_torrent_params()
    if not torrent.startswith("magnet:"):
        parameters.ti = lt.torrent_info(torrent)
    parameters.save_path = folder
    handles.append(session.add_torrent(parameters))
while not all(handle.status().is_seeding for handle in handles):
    for handle in handles:
        status = handle.status()
        if status.errc.value():
            sys.exit(f"{status.name}: {status.errc.message()}")
    time.sleep(0.05)
