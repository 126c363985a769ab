#!/usr/bin/env python3
"""Trackers side by side over loopback, interleaved in one run: answers per second of the tracker's CPU, latency, memory.

    cc -O2 -std=gnu11 -o /tmp/announce tests/Bench/load/announce.c
    tests/Bench/tracker.py --announce /tmp/announce --edgeseed PATH [--rounds 3] [--seconds 5]

Every round starts each tracker anew, fills it with --peers peers on --torrents torrents, then loads it in turn over UDP, over HTTP with
one connection an announce, and over HTTP with connections kept. The last table holds medians, and what EdgeSeed's are in opentracker's.
"""
import argparse, json, os, shutil, signal, socket, statistics, subprocess, tempfile, time

PHASES = {"udp": [], "http": ["--http"], "keep": ["--http", "--keepalive"]}
TICKS = os.sysconf("SC_CLK_TCK")


def command(name, args, port, folder):
    if name == "opentracker":
        return ["opentracker", "-i", "127.0.0.1", "-p", str(port), "-P", str(port), "-d", folder, "-u", "nobody", "-w", "hashes"]
    return [args.edgeseed, "track", "--port", str(port), "--bind", "127.0.0.1", "--state", os.path.join(folder, "state")] + args.options.split()


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_kb(pid, key):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(key + ":"))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def measure(name, args, port):
    folder = tempfile.mkdtemp(prefix="tracker-bench-")
    os.chmod(folder, 0o755)
    load = [args.announce, "--port", str(port), "--torrents", str(args.torrents), "--peers", str(args.peers), "--seeders", "0", "--window", str(args.window)]
    with open(os.path.join(folder, "hashes"), "w") as hashes:
        subprocess.run(load + ["--dump-hashes"], stdout=hashes, check=True)
    process = subprocess.Popen(command(name, args, port, folder), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    figures = {}
    try:
        time.sleep(1.5)
        before = memory_kb(process.pid, "RssAnon")
        for phase, options in {"fill": ["--fill"], **{p: PHASES[p] for p in args.phases.split(",")}}.items():
            cpu = cpu_seconds(process.pid)
            run = json.loads(subprocess.run(load + options + ["--seconds", str(args.seconds)], stdout=subprocess.PIPE, check=True).stdout)
            cpu = cpu_seconds(process.pid) - cpu
            figures[phase] = {"per CPU s": run["ok"] / max(cpu, 0.01), "per s": run["per_s"], "p50 us": run["p50_us"], "p99 us": run["p99_us"],
                              "errors": run["errors"], "peers": run["peers_per_reply"], "VmHWM kB": memory_kb(process.pid, "VmHWM")}
            if phase == "fill":
                figures[phase]["B/peer"] = 1024 * (memory_kb(process.pid, "RssAnon") - before) / args.peers
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--announce", required=True)
    parser.add_argument("--edgeseed", required=True)
    parser.add_argument("--options", default="", help="more options for edgeseed track")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--peers", type=int, default=1_000_000)
    parser.add_argument("--torrents", type=int, default=10_000)
    parser.add_argument("--window", type=int, default=64)
    parser.add_argument("--phases", default="udp,http,keep")
    parser.add_argument("--only")
    args = parser.parse_args()
    args.announce, args.edgeseed = os.path.abspath(args.announce), os.path.abspath(args.edgeseed)
    names = [args.only] if args.only else ["edgeseed", "opentracker"]
    runs = {name: [] for name in names}
    for round_number in range(args.rounds):
        for name in names if round_number % 2 == 0 else reversed(names):
            runs[name].append(measure(name, args, free_port()))
            for phase, figures in runs[name][-1].items():
                print(round_number, name, phase, {key: round(value, 1) for key, value in figures.items()}, flush=True)
    print(f"\nmedians of {args.rounds} rounds, {args.peers} peers on {args.torrents} torrents, window {args.window}")
    for phase in runs[names[0]][0]:
        for name in names:
            columns = {key: statistics.median(run[phase][key] for run in runs[name]) for key in runs[name][0][phase]}
            print(f"{phase:5} {name:12}", "  ".join(f"{key} {value:,.1f}" if value < 100 else f"{key} {value:,.0f}" for key, value in columns.items()))
        if len(names) == 2:
            ratios = [ours[phase]["per CPU s"] / theirs[phase]["per CPU s"] for ours, theirs in zip(*(runs[name] for name in names))]
            print(f"{phase:5} per CPU second: {statistics.median(ratios):.2f} x opentracker [{min(ratios):.2f} to {max(ratios):.2f}]")


if __name__ == "__main__":
    main()
