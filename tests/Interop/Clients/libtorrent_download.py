"""Downloads torrents and magnet links with libtorrent, tells the trackers, then ends: ADDRESS:PORT FOLDER [--rc4] TORRENT..."""
import sys
import time

import libtorrent as lt

from libtorrent_session import Trackers, open_session

# What libtorrent 2.0 (2.0.8 and 2.0.11, torrent::add_hashes) takes a hybrid's piece for, whoever seeds it, if the layer of its file comes after it was
# hashed and before it is written: by magnet link, where layers are asked for one by one. Its user presses "resume", and so does this.
LAYER_CAME_DURING_A_WRITE = "v1 and v2 hashes do not describe the same data"

folder, torrents = sys.argv[2], sys.argv[3:]
rc4_only = torrents[0] == "--rc4"
if rc4_only:
    torrents.pop(0)
session = open_session(sys.argv[1], rc4_only)
trackers, handles = Trackers(session), []
for torrent in torrents:
    if torrent.startswith("magnet:"):
        parameters = lt.parse_magnet_uri(torrent)
    else:
        parameters = lt.add_torrent_params()
        parameters.ti = lt.torrent_info(torrent)
    parameters.save_path = folder
    handles.append(session.add_torrent(parameters))
while not all(handle.status().is_seeding for handle in handles):
    for handle in handles:
        status = handle.status()
        if status.errc.message() == LAYER_CAME_DURING_A_WRITE:
            handle.clear_error()
            handle.resume()
        elif status.errc.value():
            sys.exit(f"{status.name}: {status.errc.message()}")
    time.sleep(0.05)

# A tracker that has not answered "completed" yet would miss it, because "stopped" follows at once.
trackers.hear(handles, lt.event_t.completed)
trackers.leave(handles)
