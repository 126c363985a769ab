#!/usr/bin/env python3
"""What strangers do to `edgeseed serve`, and what an honest client still gets beside each: run against the program as it is shipped.

    tests/Bench/hostile.py --edgeseed PATH [ATTACK]...                  all attacks, one after the other
    tests/Bench/hostile.py --edgeseed PATH --short                      a minute of all of them in turn on one running service, without an honest client
    tests/Bench/hostile.py --edgeseed PATH --soak MINUTES               all of them in turn on one running service
    tests/Bench/hostile.py --edgeseed PATH --addresses 20 wire          4 KB/s counted on the wire, under requests of every kind for ten minutes
    tests/Bench/hostile.py --edgeseed PATH drive                        60,000 downloads broken off, on a drive of forty reads a second

Runs in a network namespace of its own (as root, or where users may make one): only a loopback device, whose addresses outside of 127/8 are the world's to
the service. python3 is the system's, which has libtorrent. Each attack comes from one address, and with --addresses N from as many. It passes when the honest
client gets four fifths of what it gets alone, memory stays below the limit, and page and peer port answer afterwards.
"""
import argparse, os, random, resource, subprocess, sys, time

from strangers.attacks import ATTACKS, Attack
from strangers import box as strangers
from strangers.box import BOX, HONEST, WORLDS, Box
from strangers.drive import drive
from strangers.wire import page, wire


SHORT_RATE = 400_000
CASES = {"wire": wire, "page": page, "drive": drive}


def check(condition, what):
    print(("ok       " if condition else "NOT HELD ") + what, flush=True)
    return condition


def run(name, args, sources):
    what, upload, attack = ATTACKS[name]
    seconds = 40
    with Box(args.edgeseed, upload) as box:
        alone = box.honest(seconds)
        with attack(box, sources):
            beside = box.honest(seconds)
            page = box.get("/healthz", BOX)
        figures = box.figures()
        held = check(beside >= 0.8 * alone, f"{name}: {what}, from {len(sources)} address(es): honest {beside / 1000:.1f} KB/s of {alone / 1000:.1f} alone = {beside / max(alone, 1):.0%}")
        held &= check(args.limit == 0 or figures["hwm_kb"] <= args.limit * 1024, f"{name}: peak of memory {figures['hwm_kb'] / 1024:.1f} MiB")
        held &= check(b" 200 " in page[:16] and box.answers(), f"{name}: the box itself is answered during it, and page and peer port within seconds afterwards")
        held &= check(box.process.poll() is None, f"{name}: the service runs")
        return held


def short(args, sources):
    """What can be said on a machine that does other things besides: no honest client is measured."""
    Attack.lead = 1.5
    with Box(args.edgeseed, f"{SHORT_RATE} B/s") as box:
        began, sent, process, held = time.time(), box.status()["upload"]["total_bytes"], box.process.pid, True
        for name, (what, _, attack) in ATTACKS.items():
            with attack(box, sources):
                held &= check(b" 200 " in box.get("/healthz", BOX)[:16], f"{name}: {what}: the box itself is answered")
        held &= check(box.process.poll() is None and box.process.pid == process and box.answers(), "afterwards the service runs, and both ports answer within seconds")
        ended, figures, status = time.time(), box.figures(), box.status()
        held &= check(status is not None, "the status is answered")
        most = (time.time() - began) * SHORT_RATE * 1.03 + SHORT_RATE
        charged = status["upload"]["total_bytes"] - sent if status else 0
        held &= check(0 < charged <= most, f"{charged} B were charged, {most:.0f} at most")
        held &= check(args.limit == 0 or figures["hwm_kb"] <= args.limit * 1024, f"peak of memory {figures['hwm_kb'] / 1024:.1f} MiB")
        while figures["descriptors"] >= 100 and time.time() - ended < 60:
            time.sleep(0.5)
            figures = box.figures()
        held &= check(figures["descriptors"] < 100, f"{figures['descriptors']} descriptors are open {time.time() - ended:.0f} s later")
        return held


def soak(args, sources):
    with Box(args.edgeseed, "400 KB/s") as box:
        end, names, held, first, process = time.time() + args.soak * 60, list(ATTACKS), True, None, box.process.pid
        while time.time() < end:
            random.shuffle(names)
            for name in names:
                with ATTACKS[name][2](box, sources):
                    rate = box.honest(20)
                time.sleep(5)
                figures = box.figures()
                print(f"{(time.time() - end) / 60 + args.soak:6.1f} min {name:10s} honest {rate / 1000:6.1f} KB/s, {figures}", flush=True)
                if time.time() > end:
                    break
            first = first or box.figures()
        last = box.figures()
        held &= check(last["rss_kb"] <= first["rss_kb"] * 1.1 + 1024, f"memory after the first round {first['rss_kb']} kB, at the end {last['rss_kb']} kB")
        held &= check(last["descriptors"] <= first["descriptors"] + 4, f"descriptors {first['descriptors']} and {last['descriptors']}")
        held &= check(box.process.poll() is None and box.process.pid == process and box.answers(), "no restart, and both ports answer")
        return held


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("attacks", nargs="*", metavar="ATTACK", help=", ".join([*ATTACKS, *CASES]))
    parser.add_argument("--edgeseed", required=True, help="the program")
    parser.add_argument("--addresses", type=int, default=1, help="addresses that an attack comes from [1]")
    parser.add_argument("--ipv6", action="store_true", help="over IPv6, where each of them is a /64 of which every connection has another address")
    parser.add_argument("--limit", type=int, default=32, help="MiB of memory that the service may take; 0 for a build that is not the native one [32]")
    parser.add_argument("--short", action="store_true", help="a minute of all attacks, or a short form of wire, page and drive")
    parser.add_argument("--soak", type=float, default=0, metavar="MINUTES", help="all attacks in turn on one service")
    args = parser.parse_args()
    if args.ipv6 and set(args.attacks) & set(CASES):
        parser.error(f"{', '.join(CASES)}: over IPv4 only")
    if os.environ.get("HOSTILE_INSIDE") != "1":
        private = ["unshare"] + ([] if os.geteuid() == 0 else ["--user", "--map-root-user"]) + ["--net"]
        os.execvpe(private[0], [*private, sys.executable, *sys.argv], {**os.environ, "HOSTILE_INSIDE": "1", "HOSTILE_FAMILY": "6" if args.ipv6 else "4"})
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
    family = "-6" if strangers.IPV6 else "-4"
    for command in ("link set lo up", f"address add {BOX} dev lo", f"address add {HONEST} dev lo", *[f"{family} route add local {world} dev lo" for world in WORLDS]):
        subprocess.run(["ip", *command.split()], check=True)
    sources = strangers.sources(args.addresses)
    if args.soak:
        sys.exit(0 if soak(args, sources) else 1)
    if args.short and not args.attacks:
        sys.exit(0 if short(args, sources) else 1)
    unknown = set(args.attacks) - set(ATTACKS) - set(CASES)
    if unknown:
        parser.error(f"no such attack: {', '.join(sorted(unknown))}")
    results = [CASES[name](args, sources, check) if name in CASES else run(name, args, sources) for name in args.attacks or ATTACKS]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
