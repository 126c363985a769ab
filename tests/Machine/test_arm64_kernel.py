"""The arm64 package on bare arm64 machines with kernel pages of 4 and of 16 KiB, as Raspberry Pi 3 and 5 have them, under QEMU.

    EDGESEED_ARM64_DEB=… /usr/bin/python3 -m unittest -v -f tests/Machine/test_arm64_kernel.py      (about two minutes; cache: see arm64.py)
"""
import hashlib
import json
import os
import pathlib
import sys
import tempfile
import time
import unittest
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import clients
from bare import BareMachine
from installed import free_port
from needs import given

STATUS_LED, BUTTON, LINES = 17, 26, 54
FILM, FILM_BYTES = "/srv/film.bin", 8 << 20
IDLE_KB, LIMIT_KB, LEECHERS = 24_576, 32_768, 20
SETTINGS = """
[service]
port = {page}
peer_port = {peers}
public_host = "127.0.0.1"
state = "/state"
[library]
folders = ["/srv"]
[seeder]
web_seed = false
super_seeding = "never"
[hardware.leds]
status = "gpio:{led}"
[hardware.button]
line = {button}
"""


class BareKernel:
    """One machine; the tests run in the order of their names, each on what the one before left."""

    page_bytes = 0

    @classmethod
    def setUpClass(cls):
        given("EDGESEED_ARM64_DEB", "an arm64 package of the program")
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.scratch = pathlib.Path(scratch.name)
        cls.page, cls.peers = free_port(), free_port()
        cls.box = BareMachine(cls.scratch, cls.page_bytes, (cls.page, cls.peers))
        cls.addClassCleanup(cls.box.close)

    def tell(self, figures):
        print(f"      {figures}", file=sys.stderr, flush=True)

    def status(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.page}/status.json", timeout=20) as answer:
            return json.load(answer)

    def wait(self, what, look, seconds=90):
        """Looks until there is something to see, and returns it."""
        end = time.monotonic() + seconds
        while True:
            try:
                if seen := look():
                    return seen
            except OSError:
                pass
            if time.monotonic() > end:
                raise AssertionError(f"not seen in {seconds} s: {what}\n{self.box.run('tail -n 30 /log 2>/dev/null; true')}")
            time.sleep(0.3)

    def line(self, number, what):
        """What the kernel knows of a GPIO line: its value, or its pull."""
        return self.box.run(f"cat /sys/devices/platform/gpio-sim.*/gpiochip*/sim_gpio{number}/{what}").strip()

    def memory_kb(self, which="VmHWM"):
        return int(self.box.run(f"sed -n 's/^{which}:[^0-9]*\\([0-9]*\\).*/\\1/p' /proc/$program/status"))

    def torrent(self):
        """The torrent as the page gives it."""
        info_hash = self.status()["torrents"][0]["info_hash"]
        file = self.scratch / "film.torrent"
        with urllib.request.urlopen(f"http://127.0.0.1:{self.page}/torrents/{info_hash}.torrent", timeout=20) as answer:
            file.write_bytes(answer.read())
        self.assertNotIn(b"url-list", file.read_bytes())
        return file

    def check_film(self, folder):
        self.assertEqual(hashlib.sha256((folder / "film.bin").read_bytes()).hexdigest(), self.box.run(f"sha256sum {FILM}").split()[0])

    def test_1_it_serves_within_the_memory_of_an_idle_box(self):
        pins = "/sys/kernel/config/gpio-sim/pins"
        self.box.run(f"mkdir -p {pins}/bank && echo {LINES} > {pins}/bank/num_lines && echo pinctrl-bcm2711 > {pins}/bank/label && echo 1 > {pins}/live")
        self.assertEqual((self.line(STATUS_LED, "value"), self.line(BUTTON, "pull")), ("0", "pull-down"))
        self.box.run(f"mkdir -p $(dirname {FILM}) && head -c {FILM_BYTES} /dev/urandom > {FILM}")
        self.box.write("/etc/seed.toml", SETTINGS.format(page=self.page, peers=self.peers, led=STATUS_LED, button=BUTTON))
        began = time.monotonic()
        self.box.run("edgeseed serve --config /etc/seed.toml > /log 2>&1 & program=$!")
        self.wait("the film is seeded", lambda: [torrent["state"] for torrent in self.status()["torrents"]] == ["seeding"])
        seeding = time.monotonic() - began
        self.box.run("sleep 10")
        pages = int(self.box.run("grep -m 1 KernelPageSize /proc/$program/smaps").split()[1]) * 1024
        idle = self.memory_kb()
        self.tell(f"kernel {self.box.run('uname -r').strip()}, pages of {pages} bytes, up after {self.box.boot_seconds:.0f} s, seeding after {seeding:.0f} s more; "
                  f"idle VmHWM {idle} kB (limit {IDLE_KB}), VmRSS {self.memory_kb('VmRSS')} kB")
        self.assertEqual(pages, self.page_bytes)
        self.assertLessEqual(idle, IDLE_KB)

    def test_2_led_is_lit_and_the_button_pulled_up_as_the_kernel_sees_it(self):
        self.wait("the status LED is lit", lambda: self.line(STATUS_LED, "value") == "1")
        self.assertEqual(self.line(BUTTON, "pull"), "pull-up")

    def test_3_client_of_another_make_fetches_by_peers(self):
        seconds = clients.by_address(self.torrent(), self.scratch / "one", ("127.0.0.1", self.peers))
        self.check_film(self.scratch / "one/0")
        self.tell(f"libtorrent: {FILM_BYTES} bytes in {seconds:.1f} s")

    def test_4_many_leechers_within_the_memory_limit(self):
        sent = self.status()["upload"]["total_bytes"]
        seconds = clients.by_address(self.torrent(), self.scratch / "many", ("127.0.0.1", self.peers), LEECHERS)
        for number in range(LEECHERS):
            self.check_film(self.scratch / "many" / str(number))
        self.assertGreaterEqual(self.status()["upload"]["total_bytes"] - sent, LEECHERS * FILM_BYTES)
        peak = self.memory_kb()
        self.tell(f"{LEECHERS} leechers: {LEECHERS * FILM_BYTES} bytes in {seconds:.0f} s, VmHWM {peak} kB (limit {LIMIT_KB})")
        self.assertLessEqual(peak, LIMIT_KB)

    def test_5_it_ends_when_asked_and_the_led_is_dark(self):
        self.box.run("kill $program; wait $program")
        self.assertEqual(self.line(STATUS_LED, "value"), "0")


class PagesOf4KiB(BareKernel, unittest.TestCase):
    page_bytes = 4096


class PagesOf16KiB(BareKernel, unittest.TestCase):
    page_bytes = 16384


if __name__ == "__main__":
    unittest.main()
