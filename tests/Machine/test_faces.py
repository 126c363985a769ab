"""What the box shows on LEDs and OLED, in a booted machine, with each state and each alarm brought about for real.

    EDGESEED_VM=… EDGESEED_BINARY=… python3 tests/Machine/test_faces.py      (about ten minutes)
"""
import os
import resource
import socket
import statistics
import sys
import threading
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from leecher import leech
from machine import CONFIG, Machine

STATUS, ACTIVITY, ATTENTION, BUTTON = 23, 24, 25, 26
PORT, PEER_PORT = 6969, 6881
SIZE = 6_000_000
# Milliseconds that the LED of what is sent is lit, and as long dark (hardware/README.md).
RATES = (1000, 500, 250, 125, 62.5)

SETTINGS = """
[service]
state = "/var/lib/edgeseed"
memory_limit = "{memory}"
[library]
folders = [{folders}]
[drives]
enabled = {drives}
error_budget = 1
[seeder]
upload = "{upload}"
super_seeding = "never"
max_peers = 3000
max_peers_per_torrent = 3000
[seeder.quota]
day = "{quota}"
[seeder.lan]
outside_budget = false
[hardware]
retry = "5 s"
[hardware.leds]
status = "gpio:23"
activity = "gpio:24"
attention = "gpio:25"
[hardware.display]
model = "ssd1306-128x64"
page_time = "{page_time}"
[hardware.button]
line = 26
hold = "5 s"
"""


def settings(**changes):
    values = dict(memory="64 MiB", folders='"/srv/pub"', drives="false", upload="100 KB/s", quota="1 TB", page_time="2 s")
    values.update(changes)
    return SETTINGS.format(**values)


class FacesTest(unittest.TestCase):
    """One machine and one service; the tests run in the order of their names, each leaving the box well."""

    @classmethod
    def setUpClass(cls):
        with socket.create_server(("127.0.0.1", 0)) as free:
            cls.port = free.getsockname()[1]
        # The machine's process holds a socket for each connection that is forwarded to it.
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 8192), most))
        cls.box = Machine([(cls.port, PEER_PORT)])
        cls.addClassCleanup(cls.box.close)
        cls.box.vm.gpio_drive(BUTTON, 1)
        cls.box.run(f"mkdir -p /srv/pub && head -c {SIZE} /dev/urandom > /srv/pub/film.bin")
        cls.box.serve(settings())
        cls.box.wait("a seeded torrent", cls.hash_of_film)

    @classmethod
    def hash_of_film(cls):
        try:
            torrents = cls.box.status()["torrents"]
        except Exception:
            return None
        return next((t["info_hash"] for t in torrents if t["state"] == "seeding"), None)

    # --- what is seen -----------------------------------------------------------------------
    def assertBlinks(self, line, on, off, more_off=0, count=1, what=""):
        """Blinks of these milliseconds, the last of each group followed by more darkness, within a tenth.

        The machine is emulated and now and then starved by its host: three quarters of the edges count, and the best of three looks."""
        for look in range(3):
            blinks = self.box.blinks(line, max(10.0, 4.5 * (count * (on + off) + more_off) / 1000))
            groups, group = [], []
            for lit, dark in blinks:
                group.append((lit, dark))
                if not more_off or dark > off + more_off / 2:
                    groups.append(group)
                    group = []
            whole = groups[1:] if more_off else groups
            errors = sorted([abs(lit / on - 1) for g in whole for lit, _ in g]
                            + [abs(dark / (off + (more_off if i == len(g) - 1 else 0)) - 1) for g in whole for i, (_, dark) in enumerate(g)])
            if not errors:
                continue
            print(f"\n  {what}: {[len(g) for g in whole]} blinks, timing off by {statistics.median(errors):.1%} (median), "
                  f"{errors[int(len(errors) * 0.75)]:.1%} (three quarters), {errors[-1]:.1%} (worst)")
            if {len(g) for g in whole} == {count} and errors[int(len(errors) * 0.75)] < 0.1:
                return
        self.fail(f"{what}: {blinks}")

    def assertShare(self, half, what):
        """Even blinks of this half: whole blinks of one rate or another, as the rate may change meanwhile, most of them of this one."""
        for look in range(3):
            blinks = self.box.blinks(ACTIVITY, 10)
            halves = [min(RATES, key=lambda rate: abs(lit / rate - 1) + abs(dark / rate - 1)) for lit, dark in blinks]
            errors = sorted(abs(length / rate - 1) for blink, rate in zip(blinks, halves) for length in blink)
            if not errors:
                continue
            print(f"\n  {what}: {len(blinks)} blinks, {halves.count(half)} of {half} ms, timing off by {statistics.median(errors):.1%} (median), "
                  f"{errors[int(len(errors) * 0.75)]:.1%} (three quarters), {errors[-1]:.1%} (worst)")
            if halves.count(half) > len(halves) / 2 and errors[int(len(errors) * 0.75)] < 0.1:
                return
        self.fail(f"{what}: {blinks}")

    def assertAlarm(self, code, *words):
        """So many blinks on the attention LED, and these words on the OLED."""
        self.box.wait(f"alarm {code}", lambda: any(a["code"] == code or a.get("number") == code for a in self.alarms()))
        for word in words:
            self.box.wait(f"'{word}' on the OLED", lambda: word in self.box.text())
        self.picture(f"alarm-{code}")
        self.assertBlinks(ATTENTION, 250, 250, 1500, code, f"alarm {code}")

    def alarms(self):
        names = {"config": 1, "no_drive": 2, "drive_errors": 3, "no_network": 4, "budget_spent": 5, "memory_limit": 6}
        return [dict(a, number=names.get(a["code"], 0)) for a in self.box.status()["alarms"]]

    def configure(self, **changes):
        """Edits the configuration until the test ends."""
        self.addCleanup(self.restore)
        self.box.write(CONFIG, settings(**changes))

    def restore(self):
        self.box.write(CONFIG, settings())
        self.box.wait("the settings from before", lambda: not self.alarms() and self.hash_of_film())

    def assertWell(self):
        """No alarm, and a dark attention LED."""
        self.box.wait("no alarm", lambda: not self.alarms())
        self.box.wait("a dark LED", lambda: not any(level for _, level in self.box.edges(ATTENTION, self.box.now() - 2)) and not self.box.level(ATTENTION))

    def picture(self, name):
        """Keeps what the OLED shows, where EDGESEED_PICTURES names a folder."""
        if os.environ.get("EDGESEED_PICTURES"):
            self.box.vm.oled_png(os.path.join(os.environ["EDGESEED_PICTURES"], name + ".png"))

    def leeching(self, amount):
        """Fetches so many bytes meanwhile."""
        thread = threading.Thread(target=leech, args=("127.0.0.1", self.port, self.hash_of_film(), SIZE, amount), daemon=True)
        thread.start()
        return thread

    # --- the states -------------------------------------------------------------------------
    def test_01_ready_is_a_steady_light(self):
        self.assertWell()
        self.box.wait("the light", lambda: self.box.level(STATUS))
        since = self.box.now()
        time.sleep(5)
        self.assertEqual([], self.box.edges(STATUS, since))
        self.assertFalse(self.box.level(ACTIVITY))
        self.box.wait("the address", lambda: ":6969" in self.box.text())
        self.picture("address")
        self.box.wait("the torrents", lambda: "film.bin" in self.box.text())
        self.assertEqual([], self.box.vm.oled()[0]["warnings"])

    def test_02_seeding_blinks_with_the_rate(self):
        leeching = self.leeching(5_500_000)
        self.box.wait("bytes", lambda: self.box.status()["upload"]["bytes_per_second"] > 40_000)
        self.assertShare(250, "seeding at 100 KB/s")
        self.box.wait("the rate", lambda: "KB/s" in self.box.text() and "Sending" in self.box.text())
        self.picture("rate")
        leeching.join(120)
        self.box.wait("darkness", lambda: not self.box.level(ACTIVITY) and self.box.status()["upload"]["bytes_per_second"] == 0)

    def test_03_bad_config(self):
        self.configure(upload="100 parsecs")
        self.assertAlarm(1, "Config error", "seed.toml:")
        self.restore()
        self.assertWell()

    def test_03_card_mistake(self):
        notice = "/var/lib/edgeseed/notice.txt"
        self.addCleanup(self.box.run, f"rm -f {notice}")
        self.box.write(notice, "wifi.txt: there is no country XQ. It stays as it was: mend wifi.txt and start the box again.\n")
        self.assertAlarm(1, "Card mistake", "wifi.txt: there is no")
        self.box.run(f"rm {notice}")
        self.assertWell()

    def test_04_no_drive(self):
        self.configure(folders="", drives="true")
        self.assertAlarm(2, "No drive", "Plug in a USB drive")
        self.restore()
        self.assertWell()

    def test_05_drive_errors(self):
        self.addCleanup(self.restore)
        self.box.write(CONFIG, settings(folders="", drives="true"))
        image = os.path.join(self.box.folder, "worn.img")
        self.box.vm.mkusb(image, "vfat", {"publish/song.bin": os.urandom(8 << 20)}, label="WORN")
        stick = self.box.vm.plug(image, bad_sector=10_000)
        self.addCleanup(self.pull, stick)
        self.box.run(f"mkdir -p /run/edgeseed/drives/WORN && mount -o ro {self.box.vm.disk(stick)} /run/edgeseed/drives/WORN")
        self.assertAlarm(3, "Drive errors", "WORN")

    def pull(self, stick):
        """Pulls a stick without asking, once."""
        try:
            self.box.vm.unplug(stick)
        except Exception:
            return
        self.box.run("umount -l /run/edgeseed/drives/*; rmdir /run/edgeseed/drives/*")

    def test_06_no_network(self):
        self.addCleanup(self.box.run, "ip link set eth0 up; networkctl reconfigure eth0; true")
        self.box.run("ip link set eth0 down")
        self.assertAlarm(4, "No network", "Check the network")
        self.box.run("ip link set eth0 up; networkctl reconfigure eth0; true")
        self.assertWell()

    def test_07_quota_spent(self):
        self.configure(quota="1 MiB")
        self.leeching(2_000_000)
        self.assertAlarm(5, "Budget spent", "Wait until it begins")
        self.restore()
        self.assertWell()

    def again(self, **changes):
        """Starts the service anew, with changes that take effect at a start."""
        self.box.stop()
        self.box.serve(settings(**changes))
        self.box.wait("a seeded torrent", self.hash_of_film)

    def test_08_memory_limit(self):
        """More connections than the least limit has room for: a kibibyte each, of one mebibyte."""
        self.addCleanup(self.again)
        self.again(memory="24 MiB")
        stop = threading.Event()
        crowd = threading.Thread(target=self.crowd, args=(self.hash_of_film(), 2000, stop), daemon=True)
        self.addCleanup(crowd.join, 60)
        self.addCleanup(stop.set)
        crowd.start()
        self.assertAlarm(6, "Memory limit", "memory_limit")

    def crowd(self, info_hash, size, stop):
        """Connects so many peers that want nothing, and others for those that were let go, until it is stopped: no faster than the budget greets them."""
        hello = b"\x13BitTorrent protocol" + bytes(8) + bytes.fromhex(info_hash) + b"-PY0001-"
        peers = []
        while not stop.wait(0.03):
            try:
                peer = socket.create_connection(("127.0.0.1", self.port), 20)
                peer.sendall(hello + os.urandom(12))
                peers.append(peer)
            except OSError:
                continue
            if len(peers) > size:
                peers.pop(0).close()
        for peer in peers:
            peer.close()

    def test_09_oled_unplugged_and_back(self):
        self.addCleanup(self.box.vm.oled_present, True)
        self.box.vm.oled_present(False)
        self.box.wait("a line about it", lambda: "Hardware: display" in self.box.journal())
        time.sleep(12)
        self.assertEqual(1, self.box.journal().count("Hardware: display: "))
        self.assertTrue(self.hash_of_film())
        self.box.vm.oled_present(True)
        self.box.wait("pages again", lambda: "Torrents" in self.box.text())
        self.picture("back")
        self.assertIn("Hardware: display works again", self.box.journal())
        self.assertEqual([], self.box.vm.oled()[0]["warnings"])

    def test_10_button_turns_pages(self):
        self.configure(page_time="10m")
        self.box.wait("the address", lambda: ":6969" in self.box.text())
        self.box.vm.gpio_drive(BUTTON, 1)
        # Pressed before a busy machine has seen it open, it counts as closed from the start, which is no press: then it is pressed again.
        self.box.wait("another page", lambda: (self.press(1.5), self.box.seen(lambda: ":6969" not in self.box.text(), 10))[1], 40)
        for word in ("Sending", "Torrents", "Peers"):
            self.box.wait(word, lambda: word in self.box.text(), 20)
            self.press(1.5)

    def press(self, seconds):
        self.box.run(f"echo {BUTTON} 0 > /sys/kernel/debug/vmrig/gpio; sleep {seconds}; echo {BUTTON} 1 > /sys/kernel/debug/vmrig/gpio")

    def test_99_stopped_is_dark(self):
        self.box.stop()
        state, rows = self.box.vm.oled()
        self.assertEqual(0, state["on"])
        self.assertFalse(any(any(row) for row in rows))
        for line in (STATUS, ACTIVITY, ATTENTION):
            self.assertFalse(self.box.level(line))


if __name__ == "__main__":
    unittest.main(verbosity=2, warnings="ignore")
