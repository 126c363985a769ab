#!/usr/bin/env python3
"""kill -9 at random moments under load: the tracker's state file always loads, and completed counts never go back by more than was
completed within one save interval.

    tests/Bench/tracker_kill.py --edgeseed PATH [--rounds 200]

Every round starts `edgeseed track` on the state that the round before left, checks the counts by scrape, then completes downloads over UDP,
noting when, until the kill.
"""
import argparse, os, random, re, shutil, signal, socket, struct, subprocess, sys, tempfile, time

with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    PORT = probe.getsockname()[1]
TORRENTS = 64
SAVE_SECONDS = 1


def info_hash(number):
    return bytes([number]) * 20


def start(args, folder):
    process = subprocess.Popen([args.edgeseed, "track", "--config", os.path.join(folder, "seed.toml"), "--port", str(PORT), "--bind", "127.0.0.1",
                                "--state", os.path.join(folder, "state")], stdout=open(os.path.join(folder, "log"), "ab"), stderr=subprocess.STDOUT)
    for _ in range(400):
        if http("/healthz"):
            return process
        assert process.poll() is None, open(os.path.join(folder, "log")).read()
        time.sleep(0.01)
    sys.exit("the tracker does not start")


def http(path):
    try:
        with socket.create_connection(("127.0.0.1", PORT), 5) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\nConnection: close\r\n\r\n".encode("latin1"))
            answer = b""
            while part := connection.recv(65536):
                answer += part
        return answer.split(b"\r\n\r\n", 1)[1]
    except (OSError, IndexError):
        return b""


def counts():
    query = "&".join("info_hash=" + "".join(f"%{byte:02x}" for byte in info_hash(number)) for number in range(TORRENTS))
    found = {}
    for key, count in re.findall(rb"20:(.{20})d8:completei\d+e10:downloadedi(\d+)e", http("/scrape?" + query), re.S):
        found[key[0]] = int(count)
    return [found.get(number, 0) for number in range(TORRENTS)]


def complete(client, connection, number, port):
    """A leecher that completes, and leaves: answered requests only count."""
    for event, left in ((2, 5), (1, 0), (3, 0)):
        client.send(struct.pack(">QII20s20sQQQIIIiH", connection, 1, 9, info_hash(number), b"-XX0000-abcdefghijkl", 100, left, 0, event, 0, 0, 0, port))
        client.recv(2048)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edgeseed", required=True)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--longest", type=float, default=3.0, help="seconds of load before the kill at most")
    args = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="tracker-kill-")
    with open(os.path.join(folder, "seed.toml"), "w") as toml:
        toml.write(f"[tracker]\nsave_interval = \"{SAVE_SECONDS}s\"\nsave_peers = true\nsource_rate = 0\n")
    history = []  # (when, counts so far) of each completion answered
    known = [0] * TORRENTS
    lost_most = completed = written = hours = 0
    chance = random.Random(7)
    try:
        for round_number in range(args.rounds):
            process = start(args, folder)
            loaded = counts()
            # What was completed more than a save interval (and the second of its timer, and the time a save takes) before the kill must be there.
            if round_number:
                durable = [0] * TORRENTS
                for when, snapshot in history:
                    if when < killed_at - SAVE_SECONDS - 1.0 - 0.5:
                        durable = snapshot
                lost = sum(known) - sum(loaded)
                lost_most = max(lost_most, lost)
                assert all(a >= b for a, b in zip(loaded, durable)), f"round {round_number}: went back too far: {loaded} after {durable}"
                assert all(a <= b + 1 for a, b in zip(loaded, known)), f"round {round_number}: more than was completed: {loaded} after {known}"
            known, history = loaded, [(0, loaded)]
            client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            client.connect(("127.0.0.1", PORT))
            client.settimeout(2)
            client.send(struct.pack(">QII", 0x41727101980, 0, 7))
            connection = struct.unpack(">IIQ", client.recv(64))[2]
            began = time.monotonic()
            end = began + chance.uniform(0.05, args.longest)
            noted = 0
            while time.monotonic() < end:
                number = chance.randrange(TORRENTS)
                complete(client, connection, number, chance.randrange(1024, 65536))
                known = known[:number] + [known[number] + 1] + known[number + 1:]
                completed += 1
                if time.monotonic() - noted > 0.02:
                    noted = time.monotonic()
                    history.append((noted, known))
            metrics = http("/metrics").decode() if round_number % 10 == 9 else ""
            process.send_signal(signal.SIGKILL)
            killed_at = time.monotonic()
            process.wait()
            if metrics:
                written += float(re.search(r"^edgeseed_tracker_state_bytes_total (\S+)$", metrics, re.M)[1])
                hours += (killed_at - began) / 3600
                print(f"round {round_number}: {completed} completed, at most {lost_most} lost by a kill", flush=True)
        process = start(args, folder)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        log = open(os.path.join(folder, "log")).read()
        assert "set aside" not in log and "cannot be" not in log, log
        left = sorted(os.listdir(folder))
        print(f"{args.rounds} kills, {completed} completions: every state file loaded; at most {lost_most} completions lost by one kill, none older than a save "
              f"interval of {SAVE_SECONDS} s and the timer's second; {written / max(hours, 1e-9) / 1e6:.1f} MB an hour written at that interval (with peers); files left: {left}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
