"""Finds peers by local service discovery alone: ADDRESS:PORT FOLDER SOURCE.

A magnet link is downloaded, and then it ends; a .torrent, whose data is there, is seeded until it is terminated.
"""
import sys
import time

import libtorrent as lt

session = lt.session({
    "listen_interfaces": sys.argv[1], "enable_lsd": True, "enable_dht": False, "enable_upnp": False, "enable_natpmp": False,
    "enable_outgoing_utp": False, "enable_incoming_utp": False,
})
is_seeding = sys.argv[3].endswith(".torrent")
if is_seeding:
    parameters = lt.add_torrent_params()
    parameters.ti = lt.torrent_info(sys.argv[3])
else:
    parameters = lt.parse_magnet_uri(sys.argv[3])
parameters.save_path = sys.argv[2]
handle = session.add_torrent(parameters)
while not handle.status().is_seeding:
    time.sleep(0.05)
print("seeding", flush=True)
while is_seeding:
    time.sleep(1)
