#!/usr/bin/python3
"""Reads torrents as libtorrent does: from a file of records (4 bytes length, big endian, then the bytes), writes one line of JSON for each to
another file: the error when it is refused, else info-hash, paths in hexadecimal digits, and lengths."""
import json
import struct
import sys

import libtorrent as lt

with open(sys.argv[1], 'rb') as records, open(sys.argv[2], 'w', encoding='ascii') as read:
    while head := records.read(4):
        data = records.read(struct.unpack('>I', head)[0])
        try:
            info = lt.load_torrent_buffer(data).ti
            hashes = info.info_hashes()
            files = info.files()
            count = range(files.num_files())
            paths = [files.file_path(i).encode('utf-8', 'surrogateescape').hex() for i in count]
            print(json.dumps({'hash': str(hashes.v1 if hashes.has_v1() else hashes.v2)[:40], 'v2': str(hashes.v2) if hashes.has_v2() else None, 'paths': paths, 'sizes': [files.file_size(i) for i in count]}), file=read)
        except (RuntimeError, ValueError, OverflowError) as error:
            print(json.dumps({'error': str(error)}), file=read)
