#!/usr/bin/env python3
"""What writing 1 GiB into the page cache costs, by the length of one write: why `edgeseed get` writes 32 KiB at a time.

    tests/Bench/write-sizes.py [DIR] [ROUNDS]

Writes a file in DIR (default here), room found a MiB at a time (fallocate) as `get` does: while 2 GiB that were used last are held, so that it
gets memory which was free for long, and which the host of a virtual machine may have taken back; and right after they were freed. Prints
processor seconds of both, median and range of ROUNDS (default 3). Needs 4 GiB of memory; it tells nothing of a machine that is not virtual.
"""
import mmap, os, resource, statistics, sys, tempfile, time

GIB, STRETCH = 1 << 30, 1 << 20
SIZES = [16, 32, 64, 128, 256]


def write(folder, length):
    """Processor seconds of writing a GiB in pieces of that length."""
    data = memoryview(os.urandom(length))
    with tempfile.TemporaryFile(dir=folder) as file:
        began = resource.getrusage(resource.RUSAGE_SELF)
        for at in range(0, GIB, length):
            if at % STRETCH == 0:
                os.posix_fallocate(file.fileno(), at, STRETCH)
            os.pwrite(file.fileno(), data, at)
        ended = resource.getrusage(resource.RUSAGE_SELF)
    return ended.ru_stime + ended.ru_utime - began.ru_stime - began.ru_utime


def show(seconds):
    return f"{statistics.median(seconds):5.2f} s ({min(seconds):.2f} to {max(seconds):.2f})"


def main():
    folder, rounds = sys.argv[1] if len(sys.argv) > 1 else ".", int(sys.argv[2]) if len(sys.argv) > 2 else 3
    long_free, just_used = {size: [] for size in SIZES}, {size: [] for size in SIZES}
    for _ in range(rounds):
        for size in SIZES:
            held = mmap.mmap(-1, 2 * GIB, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | mmap.MAP_POPULATE)
            time.sleep(4)
            long_free[size].append(write(folder, size << 10))
            held.close()
            just_used[size].append(write(folder, size << 10))
    for size in SIZES:
        print(f"{size:4} KiB  {show(long_free[size])} in memory free for long  {show(just_used[size])} in memory just used")


main()
