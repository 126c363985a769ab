"""A peer as of 2002: BEP 3 and nothing else. Downloads whole torrents from one seeder and checks every piece: ADDRESS PORT TORRENT...
It asks for what the seeder says it has, whether all at once or piece by piece."""
import hashlib
import socket
import struct
import sys

BLOCK, PIPELINE = 16384, 10
CHOKE, UNCHOKE, INTERESTED, HAVE, BITFIELD, REQUEST, PIECE = 0, 1, 2, 4, 5, 6, 7


def decode(data, at=0):
    kind = data[at:at + 1]
    if kind == b"i":
        end = data.index(b"e", at)
        return int(data[at + 1:end]), end + 1
    if kind in (b"l", b"d"):
        items, at = [], at + 1
        while data[at:at + 1] != b"e":
            item, at = decode(data, at)
            items.append(item)
        return (items if kind == b"l" else dict(zip(items[::2], items[1::2]))), at + 1
    colon = data.index(b":", at)
    end = colon + 1 + int(data[at:colon])
    return data[colon + 1:end], end


def info_of(data):
    """The info dictionary and its bytes: they stand behind their key at the top level."""
    at = 1
    while data[at:at + 1] != b"e":
        key, start = decode(data, at)
        value, at = decode(data, start)
        if key == b"info":
            return value, data[start:at]


def download(address, port, path):
    info, raw = info_of(open(path, "rb").read())
    files = info.get(b"files")
    total = sum(file[b"length"] for file in files) if files else info[b"length"]
    size, hashes = info[b"piece length"], info[b"pieces"]
    left = sum(-(-min(size, total - piece) // BLOCK) for piece in range(0, total, size))
    wanted, offered, pieces = [], set(), {}
    with socket.create_connection((address, port), 20) as peer:
        stream = peer.makefile("rb")
        digest = hashlib.sha1(raw).digest()
        peer.sendall(b"\x13BitTorrent protocol" + bytes(8) + digest + b"-B30001-" + digest[:12])
        assert stream.read(68)[28:48] == digest
        peer.sendall(struct.pack(">IB", 1, INTERESTED))

        def offer(piece):
            if piece not in offered:
                offered.add(piece)
                wanted.extend((piece, begin) for begin in range(0, min(size, total - piece * size), BLOCK))

        unchoked, asked = False, 0
        while left:
            while unchoked and asked < PIPELINE and wanted:
                piece, begin = wanted.pop(0)
                peer.sendall(struct.pack(">IBIII", 13, REQUEST, piece, begin, min(BLOCK, size - begin, total - piece * size - begin)))
                asked += 1
            length = struct.unpack(">I", stream.read(4))[0]
            message = stream.read(length)
            if not message:
                continue
            if message[0] in (CHOKE, UNCHOKE):
                unchoked = message[0] == UNCHOKE
            elif message[0] == HAVE:
                offer(struct.unpack(">I", message[1:])[0])
            elif message[0] == BITFIELD:
                for piece in range(len(hashes) // 20):
                    if message[1 + piece // 8] & 0x80 >> piece % 8:
                        offer(piece)
            elif message[0] == PIECE:
                piece, begin = struct.unpack(">II", message[1:9])
                pieces.setdefault(piece, {})[begin] = message[9:]
                left, asked = left - 1, asked - 1
            else:
                sys.exit(f"message {message[0]} is not of BEP 3, or not for a downloader")
    for piece, parts in pieces.items():
        data = b"".join(parts[begin] for begin in sorted(parts))
        if hashlib.sha1(data).digest() != hashes[piece * 20:piece * 20 + 20]:
            sys.exit(f"{path}: piece {piece} is wrong")
    assert len(pieces) == len(hashes) // 20


for torrent in sys.argv[3:]:
    download(sys.argv[1], int(sys.argv[2]), torrent)
print(f"{len(sys.argv) - 3} torrents, every piece right")
