"""The life of an installed box, in a booted machine: install, page, stick, download, edits, hang, power cut, upgrade, purge.

    EDGESEED_VM=… EDGESEED_DEB=… python3 -m unittest -v -f tests/Machine/test_install.py      (about five minutes)

EDGESEED_DEB  an amd64 package as `publish-arm64.sh --rid linux-x64 --deb` makes it

It is installed by apt-get where the machine has that, else by dpkg. The machine is emulated: what is promised in seconds is allowed SLOWER
times as many, and every line tells the seconds it took.
"""
import importlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from machine import CONFIG, Machine

PAGE_PORT, PEER_PORT = 16969, 16882      # on this side, forwarded to the box's 6969 and 6881
STATUS_LED, ATTENTION_LED = 17, 27
CONTENT, SIZE = "/srv/publish/Aishah.bin", 3_000_000
SLOWER = 4
LEDS = f"""
[hardware.leds]
status = "gpio:{STATUS_LED}"
attention = "gpio:{ATTENTION_LED}"
[hardware.display]
model = "ssd1306-128x64"
"""
SETTINGS = """
[library]
folders = ["/srv/publish"]
""" + LEDS
BROKEN = SETTINGS + '[seeder]\nupload = "8 KB/s"\nuplaod = "9 KB/s"\n'


class Box(Machine):
    """A machine as it comes from the factory, on which only the package is installed."""

    def __init__(self):
        folder, self.package = os.environ.get("EDGESEED_VM"), os.environ.get("EDGESEED_DEB")
        if not folder or not self.package:
            raise unittest.SkipTest("EDGESEED_VM and EDGESEED_DEB name no machine and no package")
        sys.path.insert(0, folder)
        self.vm = importlib.import_module("vm").VM(os.environ.get("EDGESEED_VM_RUN"))
        try:
            self.start(fresh=True, warm=True)
        except Exception as failure:
            # A resumed machine may never wake.
            print(f"started cold: {failure}", file=sys.stderr)
            self.vm.kill()
            self.start(fresh=True)
        has_apt = self.vm.run("command -v apt-get")[0] == 0
        self.installer, self.purger = ("apt-get install -y -q --no-install-recommends", "apt-get purge -y -q") if has_apt else ("dpkg -i", "dpkg -P")

    def start(self, fresh, warm=False):
        self.vm.start(fresh=fresh, warm=warm, fwd=[(PAGE_PORT, 6969), (PEER_PORT, 6881)], timeout=45 if warm else 300)

    def close(self):
        self.vm.kill()

    def get(self, path):
        """One of the service's pages, or None while it does not answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PAGE_PORT}{path}", timeout=20) as answer:
                return answer.read()
        except OSError:
            return None

    def status(self):
        return json.loads(self.get("/status.json") or "{}")

    def seeded(self, name="Aishah.bin"):
        """The info-hash of a torrent, once it is seeded."""
        def look():
            return [torrent["info_hash"] for torrent in self.status().get("torrents", []) if torrent["state"] == "seeding" and torrent["name"] == name]
        return self.wait(f"{name} seeded", look, 180)[0]

    def show(self, name):
        """A property of the unit."""
        return self.run(f"systemctl show -P {name} edgeseed").strip()

    def install(self, package):
        """Installs; seconds until the unit is active, and until the page answers."""
        self.vm.push(package, "/root/edgeseed.deb")
        begin = time.monotonic()
        self.run(f"DEBIAN_FRONTEND=noninteractive {self.installer} /root/edgeseed.deb && systemctl is-active edgeseed", 300)
        active = time.monotonic() - begin
        self.wait("the page", lambda: self.get("/healthz") == b"ok\n", 180)
        return active, time.monotonic() - begin

    def download(self, info_hash, folder):
        """Lets another program fetch a torrent, from where it is forwarded to."""
        import libtorrent
        file = folder / f"{info_hash}.torrent"
        file.write_bytes(self.get(f"/torrents/{info_hash}.torrent"))
        session = libtorrent.session({"listen_interfaces": "127.0.0.1:0", "enable_dht": False, "enable_lsd": False, "enable_outgoing_utp": False})
        handle = session.add_torrent({"ti": libtorrent.torrent_info(str(file)), "save_path": str(folder)})

        def done():
            handle.connect_peer(("127.0.0.1", PEER_PORT))
            return handle.status().is_seeding
        self.wait("the download", done, 180)

    def plug_disk(self, image):
        """Plugs in a disk that is no stick: its medium stays."""
        self.vm.qmp("blockdev-add", {"driver": "raw", "node-name": "disk", "file": {"driver": "file", "filename": str(image)}})
        self.vm.qmp("device_add", {"driver": "usb-storage", "id": "disk", "bus": "xhci.0", "drive": "disk", "serial": "disk", "removable": False})
        return "disk"

    def is_counting_one(self):
        """Whether the attention LED blinks once and pauses, again and again: the configuration is wrong."""
        blinks = self.blinks(ATTENTION_LED, 9)
        return len(blinks) > 2 and all(on < 600 < off for on, off in blinks)


class InstallTest(unittest.TestCase):
    """One box from its first day to its last; the tests run in the order of their names, each on what the one before left."""

    @classmethod
    def setUpClass(cls):
        cls.box = Box()
        cls.addClassCleanup(cls.box.close)
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.scratch = pathlib.Path(scratch.name)

    def tell(self, figures):
        print(f"      {figures}", file=sys.stderr, flush=True)

    def test_1_package_on_a_clean_machine_is_active_fed_lit_and_shows_its_page(self):
        self.box.write(CONFIG, LEDS)
        begin = time.monotonic()
        active, page = self.box.install(self.box.package)
        self.box.wait("a lit LED", lambda: self.box.vm.gpio(STATUS_LED)[0] == "out" and any(level for _, level in self.box.edges(STATUS_LED)))
        lit = time.monotonic() - begin
        self.assertEqual(self.box.run("systemctl is-enabled edgeseed").strip(), "enabled")
        self.assertEqual(self.box.show("NRestarts"), "0")
        self.assertNotEqual(self.box.show("WatchdogTimestampMonotonic"), "0")
        self.tell(f"from the start of {self.box.installer.split()[0]}, emulated: active {active:.1f} s, page {page:.1f} s; LED seen by {lit:.1f} s (promise 10 s)")
        self.assertLessEqual(page, 10 * SLOWER)

    def test_2_unit_is_hardened(self):
        line = self.box.run("systemd-analyze security edgeseed 2>/dev/null | tail -n 1", 300)
        exposure = float(next(word for word in line.split() if word.replace(".", "").isdigit()))
        self.assertLessEqual(exposure, 2.0, line)
        self.assertEqual(self.box.run("ps -o user= -p $(systemctl show -P MainPID edgeseed)").strip(), "edgeseed")
        self.tell(f"exposure {exposure}")

    def test_3_folder_in_the_configuration_is_seeded_and_the_led_is_lit(self):
        self.box.run(f"mkdir -p $(dirname {CONTENT}) && head -c {SIZE} /dev/urandom > {CONTENT} && chmod -R a+rX /srv/publish")
        self.box.write(CONFIG, SETTINGS)
        self.box.run("systemctl restart edgeseed")
        type(self).info_hash = self.box.seeded()
        self.box.wait("a lit LED", lambda: self.box.vm.gpio(STATUS_LED)[0] == "out" and self.box.level(STATUS_LED))

    def test_4_client_outside_downloads_it(self):
        self.box.download(self.info_hash, self.scratch)
        self.box.vm.pull(CONTENT, self.scratch / "original")
        self.assertEqual((self.scratch / "Aishah.bin").read_bytes(), (self.scratch / "original").read_bytes())

    def test_4a_stick_is_plugged_in_and_a_client_outside_downloads_from_it(self):
        song = os.urandom(SIZE)
        image = self.box.vm.mkusb(self.scratch / "stick.img", "vfat", {"publish/song.bin": song}, label="STICK")
        begin = time.monotonic()
        stick = self.box.vm.plug(image)
        info_hash = self.box.seeded("song.bin")
        self.tell(f"new stick: hashed and seeded {time.monotonic() - begin:.1f} s after it was plugged in")
        self.box.download(info_hash, self.scratch)
        self.assertEqual((self.scratch / "song.bin").read_bytes(), song)
        self.assertIn("may be unplugged", self.box.run("edgeseed eject", 120))
        self.box.vm.unplug(stick)
        self.assertEqual(self.box.status()["alarms"], [])

    def test_4b_disk_that_nobody_uses_stops_and_turns_again_for_who_downloads(self):
        film = os.urandom(SIZE)
        self.box.write(CONFIG, SETTINGS + '[drives]\nspin_down = "20m"\n')
        disk = self.box.plug_disk(self.box.vm.mkusb(self.scratch / "disk.img", "ext4", {"publish/disk.bin": film}, label="DISK"))
        info_hash = self.box.seeded("disk.bin")
        power = f"/sys/block/$(lsblk -no PKNAME {self.box.vm.disk(disk)})/device/power"
        self.assertEqual(self.box.run(f"cat {power}/control {power}/autosuspend_delay_ms").split(), ["auto", "1200000"])
        self.box.run(f"echo 1000 > {power}/autosuspend_delay_ms")
        self.box.wait("the disk has stopped", lambda: self.box.run(f"cat {power}/runtime_status").strip() == "suspended", 60)
        self.box.wait("the status says so", lambda: any(drive["is_asleep"] for drive in self.box.status()["drives"]))
        self.box.run(f"echo 600000 > {power}/autosuspend_delay_ms; echo 3 > /proc/sys/vm/drop_caches")
        begin = time.monotonic()
        self.box.download(info_hash, self.scratch)
        self.assertEqual((self.scratch / "disk.bin").read_bytes(), film)
        self.assertEqual(self.box.run(f"cat {power}/runtime_status").strip(), "active")
        self.tell(f"a disk that had stopped: {SIZE} bytes downloaded {time.monotonic() - begin:.1f} s after they were asked for")
        self.box.write(CONFIG, SETTINGS)
        self.box.wait("it goes on turning", lambda: self.box.run(f"cat {power}/control").strip() == "on")
        self.assertIn("may be unplugged", self.box.run("edgeseed eject", 120))
        self.box.vm.unplug(disk)

    def test_5_watchdog_is_fed_with_the_status_in_words(self):
        first = int(self.box.show("WatchdogTimestampMonotonic"))
        self.box.wait("the watchdog's next meal", lambda: int(self.box.show("WatchdogTimestampMonotonic")) > first)
        self.assertIn("Seeding 1 ", self.box.show("StatusText"))
        self.tell(f"{self.box.show('Type')}, watchdog {self.box.show('WatchdogUSec')}: {self.box.show('StatusText')}")

    def test_6_edit_applies_live_and_a_broken_one_keeps_the_old_and_blinks(self):
        process = self.box.show("MainPID")
        since = self.box.now()
        self.box.write(CONFIG, SETTINGS + '[seeder]\nupload = "64 KB/s"\n')
        self.box.wait("the edit", lambda: self.box.status()["budget"]["limit_bytes_per_second"] == 64000)
        self.box.write(CONFIG, BROKEN)
        # What is wrong in which line is not for who asks over the network.
        self.box.wait("the refusal", lambda: "uplaod" in self.box.run("edgeseed status"))
        self.assertEqual(self.box.status()["budget"]["limit_bytes_per_second"], 64000)
        self.box.wait("a blink of the attention LED", lambda: any(level for _, level in self.box.edges(ATTENTION_LED, since)))
        self.box.write(CONFIG, SETTINGS)
        self.box.wait("no alarm", lambda: not self.box.status()["alarms"])
        self.assertEqual(self.box.show("MainPID"), process)

    def test_6a_reload_is_an_answer_of_the_same_process(self):
        if self.box.show("Type") != "notify-reload":
            self.skipTest("systemd before 253 knows no notify-reload")
        process = self.box.show("MainPID")
        # An edit through the same file, which renames nothing: the reload has read it when it returns, whether the watcher had seen it or not.
        self.box.run(f"printf '[seeder]\\nupload = \"32 KB/s\"\\n' >> {CONFIG} && systemctl reload edgeseed")
        self.assertEqual(self.box.status()["budget"]["limit_bytes_per_second"], 32000)
        self.assertEqual(self.box.show("MainPID"), process)
        self.assertEqual(self.box.show("ActiveState"), "active")
        self.box.write(CONFIG, SETTINGS)
        self.box.run("systemctl reload edgeseed")
        self.tell(f"systemd {self.box.run('systemctl --version').split()[1]}: reload answered by the same process")

    def test_7_process_that_hangs_is_started_again(self):
        process = self.box.show("MainPID")
        begin = time.monotonic()
        self.box.run("systemctl kill -s STOP edgeseed")
        self.box.wait("a new process", lambda: self.box.show("MainPID") not in (process, "0"), 180)
        again = time.monotonic() - begin
        self.assertEqual(self.box.seeded(), self.info_hash)
        self.assertEqual(self.box.show("NRestarts"), "1")
        self.tell(f"a new process after {again:.0f} s")

    def test_8_power_cut_and_back_by_itself(self):
        self.box.run("sync")
        self.box.vm.kill()
        begin = time.monotonic()
        self.box.start(fresh=False)
        self.assertEqual(self.box.seeded(), self.info_hash)
        self.tell(f"seeding {time.monotonic() - begin:.0f} s after the power came back, emulated boot included")

    def test_8a_power_cut_with_a_broken_file_blinks_and_goes_on_once_it_is_mended(self):
        self.box.write(CONFIG, BROKEN)
        self.box.run("sync")
        self.box.vm.kill()
        self.box.start(fresh=False)
        self.box.wait("one blink, again and again", self.box.is_counting_one)
        self.box.wait("the mistake on the display", lambda: "Config error" in self.box.text() and "seed.toml:" in self.box.text())
        self.assertIn("uplaod", self.box.journal())
        begin = time.monotonic()
        self.box.write(CONFIG, SETTINGS)
        self.assertEqual(self.box.seeded(), self.info_hash)
        self.tell(f"a broken file at boot: counted blinks and display; seeding {time.monotonic() - begin:.0f} s after it was mended")

    def test_9_upgrade_keeps_configuration_and_state(self):
        kept = f"cat {CONFIG}; find /var/lib/edgeseed -name '*.torrent' | sort | xargs sha256sum"
        before = self.box.run(kept)
        self.assertIn(".torrent", before)
        self.box.install(self.later())
        self.assertTrue(self.box.run("dpkg-query -W -f '${Version}' edgeseed").endswith("+later"))
        self.assertEqual(self.box.run(kept), before)
        self.assertEqual(self.box.seeded(), self.info_hash)

    def test_9a_purge_leaves_nothing(self):
        self.box.run(f"DEBIAN_FRONTEND=noninteractive {self.box.purger} edgeseed", 300)
        left = self.box.run("find / -xdev -name '*edgeseed*' -not -path '/root/*' -not -path '/var/log/*'; "
                            "getent passwd edgeseed; getent group edgeseed; pgrep -a edgeseed; systemctl list-unit-files --no-legend 'edgeseed*'; true", 300)
        self.assertEqual(left.strip(), "")
        self.assertEqual(self.box.run(f"stat -c %s {CONTENT}").strip(), str(SIZE))

    def later(self):
        """The same package with a higher version."""
        root = self.scratch / "root"
        subprocess.run(["dpkg-deb", "-R", self.box.package, root], check=True)
        control = root / "DEBIAN/control"
        control.write_text("".join(f"{line}+later\n" if line.startswith("Version:") else f"{line}\n" for line in control.read_text().splitlines()))
        subprocess.run(["dpkg-deb", "--root-owner-group", "-b", root, self.scratch / "later.deb"], check=True, stdout=subprocess.DEVNULL)
        return self.scratch / "later.deb"


if __name__ == "__main__":
    unittest.main()
