"""Web downloads that are broken off, on a drive of forty reads a second: nothing dies of them, and an honest download goes on. As root, with fuse3 and a C compiler."""
import random, shutil, socket, struct, tempfile, threading, time

from slow_disk.model import Disk, GIB
from strangers.box import HONEST, PORT, Box, connect

READS_SECOND, THREADS, HONEST_BYTES = 40, 12, 64 << 20


def fetch(box, begun, stop, got):
    """An honest download from one end to the other, begun again where it ends; notes what came in each second."""
    while not stop.is_set():
        try:
            with connect(PORT, HONEST) as connection:
                begin = random.randrange(2 * GIB)
                connection.sendall(f"GET /files/{box.hash}/big.bin?save HTTP/1.1\r\nHost: box\r\nRange: bytes={begin}-{begin + HONEST_BYTES}\r\nConnection: close\r\n\r\n".encode())
                connection.settimeout(60)
                while not stop.is_set() and (block := connection.recv(65536)):
                    second = int(time.time() - begun)
                    got[second] = got.get(second, 0) + len(block)
        except OSError:
            time.sleep(0.1)


def break_off(box, sources, count, total):
    while count[0] < total:
        try:
            connection = connect(PORT, random.choice(sources))
            begin = random.randrange(2 * GIB)
            connection.sendall(f"GET /files/{box.hash}/big.bin?save HTTP/1.1\r\nHost: box\r\nRange: bytes={begin}-\r\n\r\n".encode())
            time.sleep(0.004)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()
            count[0] += 1
        except OSError:
            time.sleep(0.01)


def drive(args, sources, check):
    total = 3_000 if args.short else 60_000
    scratch = tempfile.mkdtemp(prefix="hostile-drive-")
    disk = Disk(scratch, 1, "poor", 1, 3 * GIB, 1 << 20, plain=True)
    try:
        with Box(args.edgeseed, "unlimited", library=disk.data, ready=300) as box:
            box.hash = box.status()["torrents"][0]["info_hash"]
            disk.forget()
            disk.tell(f"model {1_000_000 // READS_SECOND} 100000000", "reset")
            begun, stop, got, count = time.time(), threading.Event(), {}, [0]
            honest = threading.Thread(target=fetch, args=(box, begun, stop, got))
            honest.start()
            time.sleep(10)
            strangers = [threading.Thread(target=break_off, args=(box, sources, count, total)) for _ in range(THREADS)]
            attacked = time.time()
            for thread in strangers:
                thread.start()
            while any(thread.is_alive() for thread in strangers) and box.process.poll() is None:
                time.sleep(1)
            seconds = int(time.time() - attacked)
            count[0] = max(count[0], total) if box.process.poll() is not None else count[0]
            stop.set()
            honest.join()
            alone = sum(bytes_ for second, bytes_ in got.items() if second < 10) / 10
            during = {second: bytes_ for second, bytes_ in got.items() if attacked - begun <= second < attacked - begun + seconds}
            still = longest_pause(during, int(attacked - begun), seconds)
            figures = box.figures()
            held = check(box.process.poll() is None and box.answers(), f"drive: {count[0]} broken-off downloads in {seconds} s on a drive of {READS_SECOND} reads a second; page and peer port answer")
            held &= check(still <= 5, f"drive: an honest download got {sum(during.values()) / max(1, seconds) / 1e6:.2f} MB/s ({alone / 1e6:.2f} alone); the longest it got nothing were {still} s")
            held &= check(args.limit == 0 or figures["hwm_kb"] <= args.limit * 1024, f"drive: peak of memory {figures['hwm_kb'] / 1024:.1f} MiB, {figures['descriptors']} descriptors, {disk.counters()['reads']} reads")
            return held
    finally:
        disk.close()
        shutil.rmtree(scratch, ignore_errors=True)


def longest_pause(got, begin, seconds):
    """Seconds in a row in which nothing came."""
    longest = pause = 0
    for second in range(begin, begin + seconds):
        pause = 0 if got.get(second) else pause + 1
        longest = max(longest, pause)
    return longest
