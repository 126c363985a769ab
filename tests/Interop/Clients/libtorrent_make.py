"""Makes a torrent with libtorrent: PATH OUTPUT ANNOUNCE v1|hybrid|v2 [PIECE_LENGTH]."""
import os
import sys

import libtorrent as lt

path, output, announce, kind = sys.argv[1:5]
piece_length = int(sys.argv[5]) if len(sys.argv) > 5 else 65536
FLAGS = {"v1": lt.create_torrent.v1_only, "hybrid": 0, "v2": lt.create_torrent.v2_only}
files = lt.file_storage()
lt.add_files(files, path)
maker = lt.create_torrent(files, piece_length, FLAGS[kind])
maker.add_tracker(announce)
lt.set_piece_hashes(maker, os.path.dirname(path))
with open(output, "wb") as torrent:
    torrent.write(lt.bencode(maker.generate()))
