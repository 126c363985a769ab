"""A peer that says it has all of a torrent and gives zeros for whatever it is asked: ADDRESS:PORT INFO_HASH. Says "listening", and "lied" for every block."""
import socket
import struct
import sys
import threading

address, info_hash = sys.argv[1].rsplit(":", 1), bytes.fromhex(sys.argv[2])


def serve(connection):
    stream = connection.makefile("rb")
    stream.read(68)
    connection.sendall(b"\x13BitTorrent protocol" + struct.pack(">Q", 4) + info_hash + b"-LY0001-000000000001" + struct.pack(">IBIB", 1, 14, 1, 1))
    while length := stream.read(4):
        message = stream.read(struct.unpack(">I", length)[0])
        if message[:1] == b"\6":
            piece, begin, size = struct.unpack(">III", message[1:13])
            connection.sendall(struct.pack(">IBII", 9 + size, 7, piece, begin) + bytes(size))
            print("lied", flush=True)


def accept(connection):
    try:
        serve(connection)
    except (OSError, struct.error):
        pass


listener = socket.create_server((address[0], int(address[1])))
print("listening", flush=True)
while True:
    threading.Thread(target=accept, args=(listener.accept()[0],), daemon=True).start()
