"""A card from its first start on, in an emulated Raspberry Pi 3B: what was left on it, its light, a stick, updates, and the plug that is pulled.

    EDGESEED_IMAGE=… python3 -m unittest -v -f tests/Machine/test_card_image.py      (an hour and a half on two processors)

EDGESEED_IMAGE     a folder of results of deploy/image/build.sh
EDGESEED_ARM64_DEB the package, for updates with it
EDGESEED_CUTS      how often the plug is pulled at a random moment [default: 20]: while it starts, hashes, takes settings and is updated, in turn
EDGESEED_PATIENCE  how many times longer than on a machine with nothing else to do it may take [default: 4]
"""
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import clients
from installed import drive, torrents
from needs import given, tool
from raspi import CARD_BYTES, Raspi

PATIENCE = float(os.environ.get("EDGESEED_PATIENCE", "4"))
CUTS = int(os.environ.get("EDGESEED_CUTS", "20"))
PAGE_SECONDS, STICK_SECONDS = 150 * PATIENCE, 60 * PATIENCE
LED = 17
PASSWORD = "correct horse battery"
CONTENT = os.urandom(400_000)


def say(text):
    print(f"      {text}", flush=True)


class Card(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        results = Path(given("EDGESEED_IMAGE", "results of deploy/image/build.sh"))
        cls.scratch = tempfile.TemporaryDirectory(prefix="edgeseed-raspi-")
        cls.addClassCleanup(cls.scratch.cleanup)
        cls.folder = Path(cls.scratch.name)
        cls.box = Raspi(results / "edgeseed.img.xz", cls.folder)
        cls.addClassCleanup(cls.box.cut)
        cls.root = cls.box.digest(2)
        cls.key = cls.folder / "key"
        tool("ssh-keygen", "openssh-client")
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", cls.key], check=True)

    def page(self):
        """Waits for the page; (status, seconds since the board was switched on)."""
        return self.box.wait("the page answers", self.box.status, PAGE_SECONDS)

    def inside(self, command):
        code, printed = self.box.ssh(self.key, command, 120 * PATIENCE)
        self.assertEqual(code, 0, printed)
        return printed.strip()

    def stick(self, label, file):
        """A stick with this file in its folder publish."""
        stick = self.folder / f"{label}.img"
        with open(stick, "wb") as made:
            made.truncate((64 << 20) + 2 * file.stat().st_size)
        subprocess.run(["mkfs.vfat", "-n", label, stick], check=True, capture_output=True)
        subprocess.run(["mmd", "-i", stick, "::publish"], check=True)
        subprocess.run(["mcopy", "-i", stick, file, "::publish/"], check=True)
        return stick

    def holds(self, state):
        """The status, once it has a torrent in this state."""
        status = self.box.status()
        return status if status and torrents(status, state) else None

    def bring(self, label, file):
        """Brings a file by a stick; its path in the box."""
        self.box.plug(self.stick(label, file))
        path = f"/run/edgeseed/drives/{label}/publish/{file.name}"
        self.box.wait("the stick is mounted", lambda: self.box.ssh(self.key, f"test -e {path}", 120 * PATIENCE)[0] == 0, STICK_SECONDS)
        return path

    def update(self, label, package):
        """Brings a package or an image by a stick, and updates the box with it; seconds until it starts anew."""
        file = self.bring(label, package)
        began = time.monotonic()
        code, printed = self.box.ssh(self.key, f"edgeseed-update {file}", 600 * PATIENCE)
        self.assertIn("The box starts anew", printed, f"{code}")
        self.box.restarts(120 * PATIENCE)
        return time.monotonic() - began

    def test_01_first_start(self):
        self.box.write("seed.toml", f'[service]\r\nname = "Library"\r\n[seeder.lan]\r\ndiscovery = false\r\n[hardware.leds]\r\nstatus = "gpio:{LED}"\r\n')
        self.box.write("wifi.txt", f"ssid = Class 7b\r\npassword = {PASSWORD}\r\ncountry = XQ\r\n")
        self.box.write("authorized_keys", Path(f"{self.key}.pub").read_text())
        self.box.write("hostname", "room7\r\n")
        self.box.write("timezone", "Europe/Berlin\r\n")
        self.box.start()
        status, seconds = self.page()
        say(f"first start, until the page answers: {seconds:.0f} s")
        self.assertEqual(status["name"], "Library")

    def test_02_what_was_left_on_the_card_holds(self):
        self.assertEqual(self.inside("hostname; readlink /etc/localtime"), "room7\n/usr/share/zoneinfo/Europe/Berlin")
        self.assertRegex(self.inside("findmnt -no OPTIONS /"), "^ro,")
        self.assertRegex(self.inside("findmnt -no OPTIONS /boot/firmware"), "^ro,")
        self.assertEqual(self.inside("passwd -S root | cut -d' ' -f2; systemctl is-active wpa_supplicant@wlan0 || true"), "L\ninactive")
        self.assertRegex(self.inside("cat /etc/machine-id"), "^[0-9a-f]{32}$")
        self.assertEqual(self.inside("ls -d /var/log/journal 2>&1 | grep -c 'No such'"), "1")
        # The bus of the header, where a display is looked for.
        self.assertRegex(self.inside("test -c /dev/i2c-1; readlink -f /sys/bus/i2c/devices/i2c-1/of_node"), "/i2c@7e804000$")
        # The owner is told of what was not taken where everything else is told.
        self.assertIn("wifi.txt: there is no country XQ", self.inside("edgeseed status"))
        say("watchdog: " + self.inside("ls /dev/watchdog* 2>&1 || true").replace("\n", " "))
        say("failed units: " + (self.inside("systemctl --failed --plain --no-legend | cut -d' ' -f1").replace("\n", " ") or "none"))
        say("memory: " + self.inside("free -m | awk '/^Mem/ {print $2 \" MB, used \" $3}'"))
        type(self).machine = self.inside("cat /etc/machine-id; cat /etc/ssh/ssh_host_ed25519_key.pub")

    def test_03_light_says_what_the_page_says(self):
        alarms, lit, end = self.box.status()["alarms"], [], time.monotonic() + 15
        while time.monotonic() < end:
            lit.append("#" if self.box.line(LED) else ".")
            time.sleep(0.1)
        shown = "".join(lit)
        say(f"light: {shown}, alarms {[alarm['name'] for alarm in alarms]}")
        self.assertTrue(alarms)
        # A group of blinks and a pause; the first and the last group may be in part.
        groups = re.split(r"\.{12,}", shown)[1:-1]
        self.assertTrue(groups)
        for group in groups:
            self.assertEqual(len(re.findall("#+", group)), alarms[0]["code"], shown)

    def test_04_the_last_partition_has_the_rest_of_the_card(self):
        self.box.wait("the partition has grown", lambda: self.box.ssh(self.key, "systemctl is-active edgeseed-grow")[1].strip() == "active", PAGE_SECONDS)
        kilobytes = int(self.inside("findmnt -bno SIZE /state")) // 1000
        say(f"state: {kilobytes // 1000} MB")
        system = self.box.partition(2)[1]
        self.assertEqual(self.box.partition(4), (CARD_BYTES - system, system))
        self.assertGreater(kilobytes, (CARD_BYTES - self.box.image_bytes - system) // 1000 * 0.9)

    def test_05_stick_is_published_and_downloaded_and_missed(self):
        (self.folder / "Film.bin").write_bytes(CONTENT)
        plugged, began = self.box.plug(self.stick("FILMS", self.folder / "Film.bin")), time.monotonic()
        status, _ = self.box.wait("the stick is seeded", lambda: self.holds("seeding"), STICK_SECONDS)
        say(f"stick, until it is seeded: {time.monotonic() - began:.0f} s")
        self.assertEqual(drive(status, "FILMS")["state"], "ready")
        torrent = self.folder / "film.torrent"
        type(self).film = f"{torrents(status, 'seeding')[0]['info_hash']}.torrent"
        torrent.write_bytes(self.box.get(f"/torrents/{self.film}"))
        clients.by_address(torrent, self.folder / "fetched", ("127.0.0.1", self.box.peers), seconds=STICK_SECONDS)
        self.assertEqual((self.folder / "fetched/0/Film.bin").read_bytes(), CONTENT)
        self.box.unplug(plugged)
        self.box.wait("the torrent waits for its stick", lambda: self.holds("waiting"), STICK_SECONDS)

    def test_06_card_says_what_is_wrong_and_keeps_no_secret_it_took(self):
        self.box.cut()
        report = self.box.read("edgeseed-report.txt").decode()
        self.assertIn("wifi.txt: there is no country XQ", report)
        self.assertIn("seed.toml: taken", report)
        self.assertIn(PASSWORD, self.box.read("wifi.txt").decode())
        self.assertFalse(self.box.holds(Path(f"{self.key}.pub").read_text().split()[1]))
        self.assertEqual(self.box.digest(2), self.root)

    def test_07_mended_card(self):
        self.box.write("wifi.txt", f"ssid = Class 7b\r\npassword = {PASSWORD}\r\ncountry = DE\r\n")
        self.box.write("seed.toml", "[service]\r\nnaem = \"Library\"\r\n")
        self.box.start()
        status, seconds = self.page()
        say(f"second start, until the page answers: {seconds:.0f} s")
        self.assertEqual(status["name"], "Library")
        self.assertEqual(self.inside("cat /etc/machine-id; cat /etc/ssh/ssh_host_ed25519_key.pub"), self.machine)
        self.assertIn("ssid=436c617373203762\n", self.inside("cat /etc/wpa_supplicant/wpa_supplicant-wlan0.conf"))
        self.box.cut()
        report = self.box.read("edgeseed-report.txt").decode()
        self.assertIn("wifi.txt: taken", report)
        self.assertRegex(report, r"seed\.toml: has mistakes[^\n]*\n[^\n]*naem")
        self.assertFalse(self.box.holds(PASSWORD))

    def test_08_update_is_tried_and_kept(self):
        package = Path(given("EDGESEED_ARM64_DEB", "the arm64 package"))
        copy = self.folder / "edgeseed-new.deb"
        copy.write_bytes(package.read_bytes())
        self.box.start()
        self.page()
        seconds = self.update("UPDATE", copy)
        _, start = self.page()
        self.assertRegex(self.inside("findmnt -no SOURCE /"), "p4$")
        self.box.wait("the new system is kept", lambda: "works, and is kept" in (self.box.ssh(self.key, "cat /boot/firmware/edgeseed-report.txt")[1]), 300 * PATIENCE)
        say(f"update with a package: {seconds:.0f} s until it starts anew, {start:.0f} s from there to the page")
        self.assertEqual(self.inside("cat /etc/machine-id; cat /etc/ssh/ssh_host_ed25519_key.pub"), self.machine)
        self.assertEqual(self.box.digest(2), self.root)
        self.box.cut()
        self.box.start()
        self.page()
        self.assertRegex(self.inside("findmnt -no SOURCE /"), "p4$")

    def test_09_update_that_is_not_well_is_taken_back(self):
        package = Path(given("EDGESEED_ARM64_DEB", "the arm64 package"))
        broken, made = self.folder / "broken", self.folder / "edgeseed-broken.deb"
        subprocess.run(["dpkg-deb", "-R", package, broken], check=True)
        (broken / "usr/bin/edgeseed").write_text("#!/bin/sh\nexit 1\n")
        subprocess.run(["dpkg-deb", "--root-owner-group", "-b", broken, made], check=True, capture_output=True)
        kept = self.box.digest(4)
        self.update("BROKEN", made)
        began = time.monotonic()
        # It is tried for five minutes, whatever else the machine does.
        self.box.restarts(300 + PAGE_SECONDS)
        self.page()
        say(f"update that does not start: {time.monotonic() - began:.0f} s until the system of before has the page")
        self.assertRegex(self.inside("findmnt -no SOURCE /"), "p4$")
        self.box.wait("the owner is told", lambda: "edgeseed-broken.deb failed" in self.box.ssh(self.key, "edgeseed status; cat /boot/firmware/edgeseed-report.txt")[1], 120 * PATIENCE)
        self.assertEqual(self.box.digest(4), kept)
        self.box.cut()
        self.assertIn("The update with edgeseed-broken.deb failed", self.box.read("edgeseed-report.txt").decode())

    def test_10_update_with_an_image_takes_its_place(self):
        image = Path(given("EDGESEED_IMAGE", "results of deploy/image/build.sh")) / "edgeseed.img.xz"
        self.box.start()
        self.page()
        seconds = self.update("NEWER", image)
        self.page()
        self.assertRegex(self.inside("findmnt -no SOURCE /"), "p2$")
        self.box.wait("the new system is kept", lambda: "edgeseed.img.xz works, and is kept" in self.box.ssh(self.key, "cat /boot/firmware/edgeseed-report.txt")[1], 300 * PATIENCE)
        say(f"update with an image: {seconds:.0f} s until it starts anew")
        self.assertEqual(self.box.digest(2), self.root)
        self.assertEqual(self.inside("cat /etc/machine-id; cat /etc/ssh/ssh_host_ed25519_key.pub"), self.machine)
        self.box.cut()

    def comes_back(self, name, roots):
        """Whether it is whole after a cut: its settings, its keys, its state (what is broken of it is set aside), and each system as it was first seen to run."""
        status, seconds = self.box.wait("the page answers", self.box.status, PAGE_SECONDS, anew=True)
        self.assertEqual(status["name"], name)
        self.assertEqual(self.inside("cat /etc/machine-id; cat /etc/ssh/ssh_host_ed25519_key.pub"), self.machine)
        self.assertNotIn(".volatile", self.inside("ls -A /state"))
        self.assertEqual(self.inside("ls -A /state/edgeseed/set-aside"), "")
        self.assertIn(self.film, self.inside("ls /state/edgeseed/torrents"))
        system = int(self.inside("findmnt -no SOURCE /")[-1])
        self.assertEqual(roots.setdefault(system, self.box.digest(system)), self.box.digest(system))
        return system, seconds

    def test_11_plug_is_pulled_at_any_moment(self):
        (self.folder / "Long.bin").write_bytes(os.urandom(96 << 20))
        long, package = self.stick("LONG", self.folder / "Long.bin"), Path(given("EDGESEED_ARM64_DEB", "the arm64 package"))
        copy = self.folder / "edgeseed-cut.deb"
        copy.write_bytes(package.read_bytes())
        chance, roots, name, longest, updates = random.Random(7), {2: self.root}, "Library", 0.0, []
        for count in range(CUTS):
            kind = ("start", "hashing", "settings", "update")[count % 4]
            if kind == "settings":
                name = f"Library {count}"
                self.box.write("seed.toml", f'[service]\r\nname = "{name}"\r\n')
            self.box.start()
            if kind in ("hashing", "update"):
                system, seconds = self.comes_back(name, roots)
                longest = max(longest, seconds)
            if kind == "hashing":
                self.box.plug(long)
                time.sleep(chance.uniform(1, 30))
            elif kind == "update":
                self.box.wait("the update before is kept or taken back", lambda: self.box.ssh(self.key, "test ! -e /state/update/trial")[0] == 0, 300 * PATIENCE, anew=True)
                system, _ = self.comes_back(name, roots)
                file = self.bring(f"CUT{count}", copy)
                roots.pop(6 - system, None)
                with open(self.folder / "update", "wb") as printed:
                    updating = self.box.begin(self.key, f"edgeseed-update {file}", printed)
                    time.sleep(chance.uniform(2, 150))
                self.box.cut()
                updating.wait()
                updates.append(len((self.folder / "update").read_text().splitlines()))
            else:
                time.sleep(chance.uniform(1, 100))
            self.box.cut()
            print(f"{count + 1} {kind};", end=" ", flush=True)
        self.box.start()
        _, seconds = self.comes_back(name, roots)
        self.box.plug(self.folder / "FILMS.img")
        self.box.wait("the stick is seeded", lambda: self.holds("seeding"), STICK_SECONDS)
        self.box.cut()
        say(f"the plug was pulled {CUTS} times; longest way back to the page: {max(longest, seconds):.0f} s; lines an update had said when it was cut: {updates}")

    def test_12_broken_last_partition_does_not_keep_the_box_down(self):
        start, size = self.box.partition(3)
        with open(self.box.card, "r+b") as card:
            for at in range(start, start + size, 1 << 20):
                card.seek(at)
                card.write(os.urandom(65536))
        self.box.start()
        self.page()
        self.box.cut()
        self.assertIn("forgotten at the next start", re.sub(r"\s+", " ", self.box.read("edgeseed-report.txt").decode()))


if __name__ == "__main__":
    unittest.main()
