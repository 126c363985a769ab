"""Downloads a magnet link with nothing but local service discovery to find peers, then ends: ADDRESS:PORT FOLDER MAGNET."""
import sys
import time

import libtorrent as lt

session = lt.session({
    "listen_interfaces": sys.argv[1], "enable_lsd": True, "enable_dht": False, "enable_upnp": False, "enable_natpmp": False,
    "enable_outgoing_utp": False, "enable_incoming_utp": False,
})
parameters = lt.parse_magnet_uri(sys.argv[3])
parameters.save_path = sys.argv[2]
handle = session.add_torrent(parameters)
while not handle.status().is_seeding:
    time.sleep(0.05)
