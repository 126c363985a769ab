#!/usr/bin/python3
"""BitTorrent v2 (BEP 52): make --format hybrid beside its halves, verify beside libtorrent's check, in turn on one file in the page cache; and a
service that seeds one torrent of very many pieces. EDGESEED_BINARY names the program; needs python3-libtorrent. --mib: the file; --gib, --piece-kib:
the large torrent, a sparse file (0 leaves it out); --memory: its memory_limit in MiB; --pieces: how many libtorrent fetches of it each time."""
import argparse, hashlib, os, shutil, socket, statistics, struct, subprocess, sys, tempfile, time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "seeding"))
from common import BINARY, SCRATCH, Seeder, merkle_root, verdict, version2_torrent

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--mib", type=int, default=2048)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--gib", type=int, default=1024)
parser.add_argument("--piece-kib", type=int, default=4096)
parser.add_argument("--memory", type=int, default=32)
parser.add_argument("--pieces", type=int, default=32)
args = parser.parse_args()
held = True


def timed(*command):
    began = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - began


def check_by_libtorrent(torrent):
    """Seconds until libtorrent has checked the file."""
    import libtorrent as lt
    session = lt.session({"listen_interfaces": "127.0.0.1:0", "enable_dht": False, "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False,
                          "hashing_threads": os.cpu_count(), "aio_threads": 4, "checking_mem_usage": 2048})
    parameters = lt.add_torrent_params()
    parameters.ti, parameters.save_path = lt.torrent_info(torrent), SCRATCH
    began = time.monotonic()
    handle = session.add_torrent(parameters)
    while not handle.status().is_seeding:
        time.sleep(0.01)
    return time.monotonic() - began


def make_and_verify():
    payload = os.path.join(SCRATCH, "payload.bin")
    with open("/dev/urandom", "rb") as random, open(payload, "wb") as file:
        for _ in range(args.mib):
            file.write(random.read(1 << 20))
    took = {name: [] for name in ("v1", "v2", "hybrid", "verify", "libtorrent")}
    torrent = {name: os.path.join(SCRATCH, name + ".torrent") for name in ("v1", "v2", "hybrid")}
    # The first round warms up.
    for _ in range(args.rounds + 1):
        for name, path in torrent.items():
            if os.path.exists(path):
                os.remove(path)
            took[name].append(timed(BINARY, "make", payload, "--format", name, "--piece-size", "2MiB", "--output", path))
        took["verify"].append(timed(BINARY, "verify", torrent["v2"], payload))
        took["libtorrent"].append(check_by_libtorrent(torrent["v2"]))
    os.remove(payload)
    median = {name: statistics.median(rounds[1:]) for name, rounds in took.items()}
    slower = max(median["v1"], median["v2"])
    text = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in median.items())
    alike = verdict("make --format hybrid", median["hybrid"] <= slower / 0.9, f"{slower / median['hybrid']:.2f} of the speed of its slower half; {args.mib} MiB, medians of {args.rounds}: {text}")
    return verdict("verify of v2", median["verify"] <= median["libtorrent"], f"{median['libtorrent'] / median['verify']:.2f} of libtorrent's speed") and alike


def answer(stream, number):
    """The next message of a kind."""
    while True:
        message = stream.read(struct.unpack(">I", stream.read(4))[0])
        if message[:1] == bytes([number]):
            return message


def ask(seeder, info_hash, root, layer, above, piece):
    """Asks for every row of hashes and for 64 blocks all over the file, as a peer of version 2."""
    with socket.create_connection((seeder.host, seeder.peer_port), 30) as peer:
        stream = peer.makefile("rb")
        peer.sendall(b"\x13BitTorrent protocol" + struct.pack(">Q", 4) + info_hash + b"-V20001-000000000001" + struct.pack(">IBIB", 1, 15, 1, 2))
        stream.read(68)
        answer(stream, 1)
        base, count, height = (piece // 16384).bit_length() - 1, min(512, len(layer)), (len(layer) - 1).bit_length()
        rows = len(layer) // count
        for row in range(rows):
            peer.sendall(struct.pack(">IB32sIIII", 49, 21, root, base, row * count, count, height - 1))
            if answer(stream, 22)[49:81] != above:
                raise SystemExit("these are no hashes of this file")
        for index in range(0, len(layer), max(1, len(layer) // 64)):
            peer.sendall(struct.pack(">IBIII", 13, 6, index, 0, 16384))
            answer(stream, 7)
    return rows


def fetch(seeder, parameters, pieces):
    """Lets libtorrent fetch some pieces from all over the file; the seconds."""
    import libtorrent as lt
    session = lt.session({"listen_interfaces": "127.0.0.1:0", "enable_dht": False, "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False})
    parameters.save_path = tempfile.mkdtemp(dir=SCRATCH)
    handle, began = session.add_torrent(parameters), time.monotonic()
    handle.connect_peer((seeder.host, seeder.peer_port))
    while handle.status().num_pieces < pieces:
        if time.monotonic() - began > 120:
            raise SystemExit(f"libtorrent has {handle.status().num_pieces} pieces after 120 s")
        time.sleep(0.05)
    took = time.monotonic() - began
    session.remove_torrent(handle)
    del session
    shutil.rmtree(parameters.save_path)
    return took


def seed_large():
    """A file of zeros, in which every piece has the same hash: seeded, asked for by ourselves and by libtorrent, and seeded again after a restart."""
    import libtorrent as lt
    folder, piece, length = os.path.join(SCRATCH, "large"), args.piece_kib << 10, args.gib << 30
    os.mkdir(folder)
    with open(os.path.join(folder, "large.bin"), "wb") as file:
        file.truncate(length)
    zeros = hashlib.sha256(bytes(16384)).digest()
    above, padding = merkle_root([zeros] * (piece // 16384), bytes(32)), merkle_root([bytes(32)] * (piece // 16384), bytes(32))
    layer = [above] * (length // piece)
    root = merkle_root(layer, padding)
    path, name = os.path.join(folder, "large.torrent"), f"{args.gib} GiB of version 2"
    info_hash = version2_torrent(path, "large.bin", length, piece, layer, root)
    state, holds = None, True
    for start in ("first start", "restart"):
        seeder = Seeder(folder, memory_mib=args.memory, extra='super_seeding = "never"\n', state=state)
        state, took = seeder.state, seeder.wait(limit=7200, every=0.1)
        began = seeder.memory()["VmHWM"]
        rows = ask(seeder, info_hash, root, layer, above, piece)
        by_file = lt.add_torrent_params()
        by_file.ti = lt.torrent_info(path, {"max_buffer_size": 1 << 27, "max_pieces": 1 << 22})
        by_magnet = lt.parse_magnet_uri(f"magnet:?xt=urn:btmh:1220{by_file.ti.info_hashes().v2}")
        fetched = ", ".join(f"{args.pieces} pieces by {how} in {fetch(seeder, parameters, args.pieces):.1f} s" for how, parameters in (("file", by_file), ("magnet", by_magnet)))
        page = len(seeder.get(f"/torrents/{info_hash.hex()}.torrent"))
        used = seeder.memory()["VmHWM"]
        text = f"{len(layer)} pieces, {start}: seeding after {took:.1f} s at VmHWM {began} kB; after all {rows} rows of hashes, 64 blocks, libtorrent's {fetched}, and {page} bytes of .torrent from the page {used} kB of {args.memory * 1024}"
        holds &= verdict(name, used <= args.memory * 1024 and seeder.stop() == 0, text)
    return holds


if args.mib:
    held &= make_and_verify()
if args.gib:
    held &= seed_large()
raise SystemExit(0 if held else 1)
