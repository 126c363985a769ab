"""Which packets leave by a network card: what tcpdump would show, counted by kind. Needs root."""
import collections, socket, struct, threading, time

EVERY_PROTOCOL, OUTGOING, RECEIVE_BUFFER_FORCE, TIMESTAMP_NANOSECONDS = 3, 4, 33, 35
FIN, SYN, RESET = 1, 2, 4


def kind(packet):
    """What an Ethernet frame is."""
    protocol = struct.unpack_from("!H", packet, 12)[0]
    if protocol != 0x0800:
        return {0x0806: "ARP", 0x86DD: "IPv6"}.get(protocol, "other")
    if packet[23] != socket.IPPROTO_TCP:
        return "UDP" if packet[23] == socket.IPPROTO_UDP else "other"
    tcp = 14 + (packet[14] & 15) * 4
    payload = 14 + struct.unpack_from("!H", packet, 16)[0] - tcp - (packet[tcp + 12] >> 4) * 4
    flags = packet[tcp + 13]
    if flags & (SYN | RESET | FIN):
        return "SYN+ACK" if flags & SYN else "RST" if flags & RESET else "FIN"
    return "bare ACK" if payload == 0 else "message" if payload < 300 else "block"


class Packets(threading.Thread):
    """Notes each packet that leaves by a card, from now on until the card goes: when the kernel sent it (as time.monotonic tells), its bytes with all headers from
    Ethernet on, and its kind."""

    def __init__(self, card):
        super().__init__(daemon=True)
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(EVERY_PROTOCOL))
        self.socket.setsockopt(socket.SOL_SOCKET, RECEIVE_BUFFER_FORCE, 1 << 24)
        self.socket.setsockopt(socket.SOL_SOCKET, TIMESTAMP_NANOSECONDS, 1)
        self.socket.bind((card, EVERY_PROTOCOL))
        self.seen, self.zero = [], time.monotonic() - time.time()
        self.start()

    def run(self):
        while True:
            try:
                packet, stamps, _, address = self.socket.recvmsg(65536, 64)
            except OSError:
                return
            if address[2] == OUTGOING:
                seconds, nanoseconds = struct.unpack("qq", stamps[0][2])
                self.seen.append((self.zero + seconds + nanoseconds / 1e9, len(packet), kind(packet)))

    def between(self, begin, end):
        """Counts and bytes by kind, as text."""
        count, size = collections.Counter(), collections.Counter()
        for at, length, what in self.seen:
            if begin < at <= end:
                count[what] += 1
                size[what] += length
        return ", ".join(f"{number} {what} ({size[what]} B)" for what, number in count.most_common())
