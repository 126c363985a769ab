"""A BitTorrent client of the fewest words: asks one seeder for blocks (BEP 3), and forgets them."""
import os
import socket
import struct

BLOCK = 16384


def leech(host, port, info_hash, size, amount, timeout=120):
    """Fetches an amount of bytes of a torrent of a size, piece by piece of 16 KiB from its first; returns the bytes that came.

    Ends early when the seeder does not send for `timeout` seconds. The piece length is learnt from the number of pieces."""
    with socket.create_connection((host, port), timeout) as peer:
        peer.settimeout(timeout)
        peer.sendall(b"\x13BitTorrent protocol" + bytes(8) + bytes.fromhex(info_hash) + b"-PY0001-" + os.urandom(12))
        stream = peer.makefile("rb")
        stream.read(68)
        peer.sendall(struct.pack(">IB", 1, 2))
        pieces = came = asked = 0
        unchoked = False
        try:
            while came < amount:
                length, = struct.unpack(">I", stream.read(4))
                message = stream.read(length)
                if not message:
                    continue
                if message[0] == 5:
                    pieces = sum(bin(byte).count("1") for byte in message[1:])
                elif message[0] == 1:
                    unchoked = True
                elif message[0] == 0:
                    unchoked, asked = False, came
                elif message[0] == 7:
                    came += len(message) - 9
                while pieces and unchoked and asked < came + 4 * BLOCK and asked < amount:
                    piece_length = _piece_length(size, pieces)
                    length = min(BLOCK, size - asked)
                    peer.sendall(struct.pack(">IBIII", 13, 6, asked // piece_length, asked % piece_length, length))
                    asked += length
        except (TimeoutError, struct.error, ConnectionError):
            pass
        return came


def _piece_length(size, pieces):
    length = BLOCK
    while -(-size // length) > pieces:
        length *= 2
    return length
