"""Makes a torrent with libtorrent: PATH OUTPUT ANNOUNCE v1|hybrid."""
import os
import sys

import libtorrent as lt

path, output, announce, kind = sys.argv[1:]
V1_ONLY = 64
files = lt.file_storage()
lt.add_files(files, path)
maker = lt.create_torrent(files, 65536, V1_ONLY if kind == "v1" else 0)
maker.add_tracker(announce)
lt.set_piece_hashes(maker, os.path.dirname(path))
with open(output, "wb") as torrent:
    torrent.write(lt.bencode(maker.generate()))
