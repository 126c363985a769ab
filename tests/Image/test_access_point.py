"""A classroom without any other network: deploy/image's `access-point` and `portal`, with stations in network namespaces of their own. The radio is a bridge here.

    sudo EDGESEED_BINARY=… python3 -m unittest tests/Image/test_access_point.py
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Machine"))
from needs import given, tool

SCRIPTS = HERE.parents[1] / "deploy/image/root/usr/lib/edgeseed"
CONTENT = os.urandom(3_000_000)
# What the box has and this machine may not: networkd gives the address of its file, wpa_supplicant the radio.
STUBS = {
    "edgeseed": 'exec "$PROGRAM" "$@" --config "$ROOT/seed.toml"',
    "systemctl": 'echo "$*" >>"$ROOT/systemctl"',
    "networkctl": 'ip address replace "$(sed -n s/^Address=//p "$ROOT"/run/systemd/network/*.network)" dev wlan0',
    "wpa_supplicant": 'echo "$*" >"$ROOT/radio"; exec sleep 600',
}
# systemd's socket: a process for each connection.
LISTENER = "import socket, subprocess, sys\nat = socket.create_server(('10.61.0.1', 80))\nwhile True:\n    to, _ = at.accept()\n    subprocess.run(sys.argv[1:], stdin=to, stdout=to)\n    to.close()"
UDHCPC = 'case $1 in bound) ip address add "$ip/$mask" dev eth0; ip route add default via "$router"; echo "$dns" >"$NOTE" ;; esac'


def until(what, look, seconds=60):
    end = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < end, f"not in {seconds} s: {what}"
        time.sleep(0.1)
    return seen


class Space:
    """A network namespace."""

    def __init__(self, environment):
        self.environment = environment
        self.holder = subprocess.Popen(["unshare", "-n", "sleep", "900"])
        own = os.readlink("/proc/self/ns/net")
        until("the namespace is there", lambda: os.readlink(f"/proc/{self.holder.pid}/ns/net") != own and Path(f"/proc/{self.holder.pid}/comm").read_text() == "sleep\n")
        self.run("ip", "link", "set", "lo", "up")
        self.running = []

    def command(self, *words):
        return ["nsenter", "-t", str(self.holder.pid), "-n", *map(str, words)]

    def run(self, *words, check=True, seconds=120, **how):
        done = subprocess.run(self.command(*words), capture_output=True, text=True, timeout=seconds, check=False, env=self.environment, **how)
        if check:
            assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        return done.stdout

    def start(self, *words, log):
        with open(log, "ab") as out:
            self.running.append(subprocess.Popen(self.command(*words), stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=self.environment))
        return self.running[-1]

    def close(self):
        for process in (*self.running, self.holder):
            process.kill()
            process.wait()


class Classroom(unittest.TestCase):
    def setUp(self):
        if os.geteuid() != 0:
            self.skipTest("network namespaces are root's: sudo")
        for command, package in (("dnsmasq", "dnsmasq-base"), ("busybox", "busybox"), ("wpa_passphrase", "wpasupplicant"), ("ip", "iproute2"), ("nsenter", "util-linux"), ("aria2c", "aria2")):
            tool(command, package)
        program = given("EDGESEED_BINARY", "the program")
        self.root = Path(tempfile.mkdtemp(prefix="edgeseed-classroom-"))
        self.addCleanup(shutil.rmtree, self.root)
        # dnsmasq works as a user of its own.
        self.root.chmod(0o755)
        stubs = self.root / "bin"
        stubs.mkdir()
        for name, line in STUBS.items():
            (stubs / name).write_text(f"#!/bin/sh\n{line}\n")
            (stubs / name).chmod(0o755)
        (self.root / "udhcpc").write_text(f"#!/bin/sh\n{UDHCPC}\n")
        (self.root / "udhcpc").chmod(0o755)
        self.environment = {**os.environ, "PATH": f"{stubs}:/usr/sbin:/usr/bin:/sbin:/bin", "ROOT": str(self.root), "PROGRAM": program}
        self.box = self.space()
        self.box.run("ip", "link", "add", "wlan0", "type", "bridge")
        self.box.run("ip", "link", "set", "wlan0", "up")
        self.addCleanup(self.end_dnsmasq)

    def space(self):
        made = Space(self.environment)
        self.addCleanup(made.close)
        return made

    def end_dnsmasq(self):
        note = self.root / "run/edgeseed-access-point/dnsmasq.pid"
        if note.exists():
            os.kill(int(note.read_text()), 9)

    def configure(self, text):
        (self.root / "seed.toml").write_text(text)

    def access_point(self, seconds=0):
        """Starts it; the configuration of the radio, or None where it is not needed."""
        script = self.box.start(SCRIPTS / "access-point", self.root, seconds, log=self.root / "log")
        until("the access point is up, or not wanted", lambda: (self.root / "radio").exists() or script.poll() is not None)
        if script.poll() is not None:
            self.assertEqual(script.returncode, 0, (self.root / "log").read_text())
            return None
        self.assertEqual((self.root / "radio").read_text().split(), ["-i", "wlan0", "-c", f"{self.root}/run/edgeseed-access-point/wpa_supplicant.conf"])
        return (self.root / "run/edgeseed-access-point/wpa_supplicant.conf").read_text()

    def station(self, number):
        """A phone that joined, with the address that it was given."""
        made = self.space()
        self.box.run("ip", "link", "add", f"port{number}", "type", "veth", "peer", "name", "eth0", "netns", made.holder.pid)
        self.box.run("ip", "link", "set", f"port{number}", "master", "wlan0", "up")
        made.run("ip", "link", "set", "eth0", "up")
        made.environment = {**self.environment, "NOTE": str(self.root / f"names{number}")}
        made.run("busybox", "udhcpc", "-i", "eth0", "-n", "-q", "-t", "10", "-s", self.root / "udhcpc")
        made.address = re.search(r"inet (10\.61\.0\.\d+)/24", made.run("ip", "-4", "address", "show", "eth0"))[1]
        self.assertEqual((self.root / f"names{number}").read_text(), "10.61.0.1\n")
        return made

    def test_stations_get_addresses_the_page_and_the_files_from_the_box_and_from_each_other(self):
        self.configure('[service]\nport = 6971\n[network]\naccess_point = { name = "Class 7b", password = "correct horse" }\n')
        self.assertIn("mode=2\nssid=436c617373203762\nfrequency=2437\nkey_mgmt=WPA-PSK\n", self.access_point())
        self.assertIn("start edgeseed-portal.socket", (self.root / "systemctl").read_text())
        (self.root / "publish").mkdir()
        (self.root / "publish/film.bin").write_bytes(CONTENT)
        self.box.start(self.environment["PROGRAM"], "serve", self.root / "publish", "--state", self.root / "state", "--config", self.root / "seed.toml", log=self.root / "log")
        self.box.start(sys.executable, "-c", LISTENER, SCRIPTS / "portal", self.root, log=self.root / "log")
        first, second = self.station(1), self.station(2)
        self.assertNotEqual(first.address, second.address)
        for name in ("connectivitycheck.example", "edgeseed.local", "a.b.c"):
            self.assertIn("Address: 10.61.0.1", first.run("busybox", "nslookup", "-type=a", name, "10.61.0.1").split("Name:", 1)[1])
        until("the film is seeded", lambda: ("film.bin", "seeding") in self.torrents())
        # A phone that looks whether there is internet asks for some address, and is shown the page.
        (self.root / "resolv.conf").write_text("nameserver 10.61.0.1\n")
        page = first.run("unshare", "-m", "sh", "-ec", f"mount --bind {self.root}/resolv.conf /etc/resolv.conf; busybox wget -q -O - http://connectivitycheck.example/generate_204")
        self.assertIn("film.bin", page)
        torrent = self.root / "film.torrent"
        link = re.search(r"/torrents/[0-9a-f]+\.torrent", page)[0]
        first.run("busybox", "wget", "-q", "-O", torrent, f"http://10.61.0.1:6971{link}")
        self.fetch(first, torrent, "first", keeps=True)
        # Now the box sends nothing any more: what the second gets comes from the first.
        self.box.run(self.environment["PROGRAM"], "pause", "--state", self.root / "state")
        self.fetch(second, torrent, "second", keeps=False)

    def torrents(self):
        """Names and states of what the box has."""
        status = self.box.run("busybox", "wget", "-q", "-O", "-", "http://127.0.0.1:6971/status.json", check=False)
        return [(torrent["name"], torrent["state"]) for torrent in json.loads(status or "{}").get("torrents", [])]

    def fetch(self, station, torrent, name, keeps):
        log = self.root / f"{name}.log"
        client = station.start("aria2c", "--no-conf=true", "--enable-dht=false", "--file-allocation=none", "--bt-tracker-interval=2", f"--dir={self.root / name}",
                               *(["--seed-ratio=0"] if keeps else ["--seed-time=0"]), torrent, log=log)
        got = self.root / name / "film.bin"
        until(f"the {name} station has it", lambda: got.exists() and got.read_bytes() == CONTENT or client.poll() not in (None, 0), 90)
        self.assertEqual(got.read_bytes(), CONTENT, log.read_text())

    def test_another_network_makes_it_needless(self):
        self.configure('[network.access_point]\nname = "x"\n')
        self.box.run("ip", "link", "add", "eth0", "type", "veth", "peer", "name", "router")
        self.box.run("ip", "link", "set", "eth0", "up")
        self.box.run("ip", "address", "add", "192.168.7.2/24", "dev", "eth0")
        self.assertIsNone(self.access_point(5))

    def test_nothing_is_asked_for_or_there_is_no_radio(self):
        self.configure("# nothing\n")
        self.assertIsNone(self.access_point())
        self.configure('[network.access_point]\nname = "x"\n')
        self.box.run("ip", "link", "delete", "wlan0")
        self.assertIsNone(self.access_point())

    def test_names_and_passwords_of_any_kind(self):
        for name, written, password, key in (
            ('a"b\\c', '"a\\"b\\\\c"', "", None),
            ("Größe ☕ # = ]", '"Größe ☕ # = ]"', "", None),
            ("x", '"x"', 'a"b\\c$(x)`#=1', True),
            ("x", '"x"', "12345678", True),
        ):
            with self.subTest(name=name, password=password):
                (self.root / "radio").unlink(missing_ok=True)
                self.end_dnsmasq()
                quoted = password.replace("\\", "\\\\").replace('"', '\\"')
                self.configure(f'[network.access_point]\nname = {written}\npassword = "{quoted}"\nchannel = 11\n')
                # The address of the start before is still there.
                radio = self.access_point(1)
                self.assertIn(f"ssid={name.encode().hex()}\nfrequency=2462\n", radio)
                if key:
                    made = subprocess.run(["wpa_passphrase", name], input=password + "\n", capture_output=True, text=True, check=True).stdout
                    self.assertIn(re.search(r"\tpsk=[0-9a-f]{64}\n", made)[0].strip(), radio)
                    self.assertEqual((self.root / "run/edgeseed-access-point/wpa_supplicant.conf").stat().st_mode & 0o077, 0)
                else:
                    self.assertIn("key_mgmt=NONE\n", radio)


class Portal(unittest.TestCase):
    def setUp(self):
        self.root = Path(tempfile.mkdtemp(prefix="edgeseed-portal-"))
        self.addCleanup(shutil.rmtree, self.root)
        (self.root / "run/edgeseed-access-point").mkdir(parents=True)
        (self.root / "run/edgeseed-access-point/page").write_text("http://10.61.0.1:6969/\n")

    def test_any_request_and_none_is_answered_with_the_page(self):
        for request in (b"GET /generate_204 HTTP/1.1\r\nHost: x\r\n\r\nrest", b"\x16\x03\x01\n\n", b"", b"GET / HTTP/1.0\n\n", b"POST $(reboot) `x` \\n HTTP/1.1\r\n\r\n"):
            with self.subTest(request):
                done = subprocess.run([SCRIPTS / "portal", self.root], input=request, capture_output=True, timeout=30, check=True)
                self.assertTrue(done.stdout.startswith(b"HTTP/1.1 302 Found\r\nLocation: http://10.61.0.1:6969/\r\n"))
                self.assertTrue(done.stdout.endswith(b"\r\n\r\n"))


if __name__ == "__main__":
    unittest.main()
