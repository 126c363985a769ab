"""Downloads torrents with libtorrent from their web seeds alone, without trackers or peers: ADDRESS:PORT FOLDER TORRENT..."""
import sys
import time

import libtorrent as lt

from libtorrent_session import open_session

session = open_session(sys.argv[1])
handles = []
for torrent in sys.argv[3:]:
    handle = session.add_torrent({"ti": lt.torrent_info(torrent), "save_path": sys.argv[2]})
    handle.replace_trackers([])
    handles.append(handle)
while not all(handle.status().is_seeding for handle in handles):
    time.sleep(0.05)
