#!/usr/bin/env python3
"""A network of 5,120 nodes of the DHT behind one socket, for a service in the same network namespace. Each has an address of its own in 198.18.0.0/15, which
has to be routed to this machine, and the name that follows from it (BEP 42). They answer what BEP 5 asks, announce peers of their own to the service until
its table of them is full, and ask it for peers five times a second.

    dht_nodes.py ADDRESS PORT           where the service's node is
"""
import bisect, ipaddress, os, random, select, socket, struct, sys, time

PORT, FIRST, HOSTS = 7000, int(ipaddress.ip_address("198.18.0.10")), 10
IP_PKTINFO = 8
ANNOUNCERS, ANNOUNCES, QUESTIONS_A_SECOND = 128, 16, 5


def crc32c(data):
    value = 0xFFFFFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
    return value ^ 0xFFFFFFFF


def name(address):
    masked = bytearray(struct.pack(">I", address & 0x030F3FFF))
    rest = random.Random(address).randbytes(18)
    masked[0] |= (rest[-1] & 7) << 5
    checksum = struct.pack(">I", crc32c(masked))
    return checksum[:2] + bytes([checksum[2] & 0xF8 | rest[0] & 7]) + rest[1:]


def addresses():
    """Ten in each /24."""
    return [FIRST + (block << 8) + host for block in range(512) for host in range(HOSTS)]


def decode(data, at=0):
    """A value of bencoding, and where it ends. Raises ValueError or IndexError for what is none."""
    kind = data[at:at + 1]
    if kind == b"i":
        end = data.index(b"e", at)
        return int(data[at + 1:end]), end + 1
    if kind in (b"l", b"d"):
        values, at = [], at + 1
        while data[at] != ord("e"):
            value, at = decode(data, at)
            values.append(value)
        return (values if kind == b"l" else dict(zip(values[::2], values[1::2]))), at + 1
    colon = data.index(b":", at)
    end = colon + 1 + int(data[at:colon])
    return data[colon + 1:end], end


class Network:
    def __init__(self, service):
        self.service = service
        self.names = {address: name(address) for address in addresses()}
        self.order = sorted((int.from_bytes(name, "big"), address) for address, name in self.names.items())
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.IPPROTO_IP, IP_PKTINFO, 1)
        self.socket.bind(("0.0.0.0", PORT))

    def send(self, source, to, datagram):
        self.socket.sendmsg([datagram], [(socket.IPPROTO_IP, IP_PKTINFO, struct.pack("=I4s4s", 0, struct.pack(">I", source), bytes(4)))], 0, to)

    def nearest(self, place):
        """The eight nearest, or nearly: of those beside the place in the order of names."""
        target = int.from_bytes(place, "big")
        at = bisect.bisect(self.order, (target, 0))
        near = sorted(self.order[max(0, at - 24):at + 24], key=lambda node: node[0] ^ target)[:8]
        return b"".join(self.names[address] + struct.pack(">IH", address, PORT) for _, address in near)

    def ask(self, source, method, place, more=b""):
        number = b"g!" if method == b"get_peers" else b"a!"
        self.send(source, self.service, b"d1:ad2:id20:%s9:info_hash20:%s%se1:q%d:%s1:t2:%s1:v4:LT201:y1:qe" % (self.names[source], place, more, len(method), method, number))

    def hear(self):
        datagram, control, _, sender = self.socket.recvmsg(2048, 64)
        at = next(struct.unpack(">I", data[8:12])[0] for _, kind, data in control if kind == IP_PKTINFO)
        if at not in self.names:
            return
        try:
            message, _ = decode(datagram)
        except (ValueError, IndexError):
            sys.exit(f"no bencoding: {datagram!r}")
        if message[b"y"] == b"r" and b"token" in message[b"r"] and at in self.announcers:
            self.announcers.discard(at)
            token = message[b"r"][b"token"]
            for _ in range(ANNOUNCES):
                self.ask(at, b"announce_peer", os.urandom(20), b"4:porti7000e5:token%d:%s" % (len(token), token))
        if message[b"y"] != b"q":
            return
        asked, body = message[b"a"], b"2:id20:" + self.names[at]
        if message[b"q"] in (b"find_node", b"get_peers"):
            nodes = self.nearest(asked.get(b"target") or asked[b"info_hash"])
            body += b"5:nodes%d:%s" % (len(nodes), nodes)
        if message[b"q"] == b"get_peers":
            body += b"5:token8:" + self.names[at][:8]
        seen = socket.inet_aton(sender[0]) + struct.pack(">H", sender[1])
        self.send(at, sender, b"d2:ip6:%s1:rd%se1:t%d:%s1:y1:re" % (seen, body, len(message[b"t"]), message[b"t"]))

    def run(self):
        self.announcers, everybody = set(), list(self.names)
        waiting = random.Random(1).sample(everybody, ANNOUNCERS)
        next_question = time.monotonic()
        while True:
            if select.select([self.socket], [], [], 0.05)[0]:
                self.hear()
            if time.monotonic() < next_question:
                continue
            next_question += 1 / QUESTIONS_A_SECOND
            if waiting:
                self.announcers.add(source := waiting.pop())
            else:
                source = random.choice(everybody)
            self.ask(source, b"get_peers", os.urandom(20))


if __name__ == "__main__":
    Network((sys.argv[1], int(sys.argv[2]))).run()
