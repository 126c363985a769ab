"""Debian's security upgrades on a card: deploy/image's `upgrade`, on a root folder, without a machine and without Debian.

    python3 -m unittest tests/Image/test_upgrade.py
"""
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

TREE = Path(__file__).resolve().parents[2] / "deploy/image/root"
UPGRADE = TREE / "usr/lib/edgeseed/upgrade"
KEYS = "[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]"
SOURCES = f"deb {KEYS} http://deb.example/debian trixie main\n\ndeb {KEYS} http://deb.example/debian trixie-updates main\n"
SECURITY = f"deb {KEYS} http://deb.example/debian-security trixie-security main\n"
# As apt tells what it would do: what is upgraded, and what is new.
THERE = ("NOTE: This is only a simulation!\nReading package lists...\nInst libssl3t64 [3.5.1-1] (3.5.1-1+deb13u1 Debian-Security:13/stable-security [arm64])\n"
         "Inst linux-image-6.12.57+deb13-arm64 (6.12.57-1 Debian-Security:13/stable-security [arm64])\nConf libssl3t64 (3.5.1-1+deb13u1 Debian-Security:13/stable-security [arm64])\n")
NAMES = "libssl3t64 3.5.1-1+deb13u1\nlinux-image-6.12.57+deb13-arm64 6.12.57-1\n"
STUBS = {
    "edgeseed": 'cat "$EDGESEED_SYS/settings"',
    "apt-get": 'echo "apt-get $*" >>"$EDGESEED_SYS/done"; [ ! -e "$EDGESEED_SYS/no-apt" ] || { echo "E: The mirror is away" >&2; exit 100; }\n'
               'case "$*" in *" -s "*) cat "$EDGESEED_SYS/there" ;; *--download-only*) touch "$EDGESEED_SYS/state/upgrade/archives/libssl.deb" ;; esac',
    "ip": '[ -e "$EDGESEED_SYS/offline" ] || echo "default via 192.168.1.1 dev eth0"',
    "date": 'cat "$EDGESEED_SYS/hour"',
    "systemctl": 'echo "systemctl $*" >>"$EDGESEED_SYS/done"',
}


class Upgrade(unittest.TestCase):
    def setUp(self):
        self.root = Path(tempfile.mkdtemp(prefix="edgeseed-upgrade-"))
        self.addCleanup(shutil.rmtree, self.root)
        self.state = self.root / "state/upgrade"
        for folder in ("etc/apt", "usr/lib/edgeseed", "usr/sbin", "bin", "state/update", "run/systemd/timesync"):
            (self.root / folder).mkdir(parents=True)
        for name, line in STUBS.items():
            self.program(f"bin/{name}", line)
        self.program("usr/lib/edgeseed/card", 'echo card >>"$EDGESEED_SYS/done"')
        shutil.copy(TREE / "usr/lib/edgeseed/restart", self.root / "usr/lib/edgeseed")
        self.program("usr/lib/edgeseed/well", '[ ! -e "$EDGESEED_SYS/unwell" ]')
        self.program("usr/sbin/edgeseed-update", 'echo "update $*: $(ls "$EDGESEED_SYS/state/upgrade/archives")" >>"$EDGESEED_SYS/done"; [ ! -e "$EDGESEED_SYS/refused" ]')
        (self.root / "etc/apt/sources.list").write_text(SOURCES + SECURITY)
        (self.root / "settings").write_text("[system]\nunattended = true  # seed.toml:1\n\n[log]\n")
        (self.root / "there").write_text(THERE)
        (self.root / "hour").write_text("14\n")
        self.synchronized = self.root / "run/systemd/timesync/synchronized"
        self.synchronized.touch()

    def program(self, place, line):
        (self.root / place).write_text(f"#!/bin/sh\n{line}\n")
        (self.root / place).chmod(0o755)

    def run_it(self, code=0):
        """Runs it; what was done meanwhile, and what it printed."""
        log = self.root / "done"
        log.unlink(missing_ok=True)
        done = subprocess.run([UPGRADE], capture_output=True, text=True, timeout=60, check=False, env={**os.environ, "PATH": f"{self.root}/bin:{os.environ['PATH']}", "EDGESEED_SYS": str(self.root)})
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.printed = done.stdout
        return log.read_text() if log.exists() else ""

    def pass_days(self, days):
        """As if so much time had passed."""
        for name in ("day", "since"):
            if (path := self.state / name).exists():
                then = path.stat().st_mtime - days * 86_400
                os.utime(path, (then, then))

    def start_anew(self):
        (self.root / "run/edgeseed-upgrade").unlink(missing_ok=True)

    def warning(self):
        path = self.state / "warning"
        return path.read_text() if path.exists() else ""

    def test_they_are_fetched_from_the_security_source_alone_and_put_into_another_system(self):
        done = self.run_it()
        self.assertEqual((self.state / "sources.list").read_text(), SECURITY)
        commands = [line.split(" -q ")[1] for line in done.splitlines() if line.startswith("apt-get")]
        self.assertEqual(commands, ["update", "-s upgrade", "--download-only upgrade"])
        self.assertTrue(all(line.startswith(f"apt-get -c {self.root}/usr/lib/edgeseed/upgrade.conf -q ") for line in done.splitlines() if line.startswith("apt-get")))
        self.assertTrue(done.endswith("\nupdate --upgrades: libssl.deb\npartial\n"), done)
        self.assertIn(NAMES, self.printed)
        self.assertEqual(list((self.state / "archives").glob("*.deb")), [])
        self.assertNotIn("reboot", done)

    def test_box_starts_anew_at_night_and_only_then(self):
        self.run_it()
        for hour, starts in (("23", False), ("01", False), ("02", True), ("04", True), ("05", False), ("08", False)):
            (self.root / "hour").write_text(f"{hour}\n")
            done = self.run_it()
            self.assertEqual("start reboot.target" in done, starts, hour)
            self.assertNotIn("apt-get", done)
        self.start_anew()
        (self.root / "hour").write_text("03\n")
        self.assertEqual(self.run_it(), "")

    def test_once_a_day(self):
        self.run_it()
        self.start_anew()
        self.assertEqual(self.run_it(), "")
        self.pass_days(0.9)
        self.assertEqual(self.run_it(), "")
        self.pass_days(0.1)
        (self.root / "there").write_text("Reading package lists...\n")
        self.assertIn("apt-get", self.run_it())
        self.assertIn("no security upgrades", self.printed)
        self.assertFalse((self.state / "tried").exists())
        self.assertEqual(self.run_it(), "")

    def test_nobody_asked_for_them(self):
        for settings in ("[system]\nunattended = false  # default\n\n[x]\nunattended = true\n", "[library]\n", ""):
            (self.root / "settings").write_text(settings)
            self.assertEqual(self.run_it(), "")
            self.assertFalse(self.state.exists())
        self.program("bin/edgeseed", "echo unattended = true; exit 1")
        self.assertEqual(self.run_it(), "")

    def test_no_time_no_network_another_update_or_nowhere_to_keep_them(self):
        self.synchronized.unlink()
        self.assertEqual(self.run_it(), "")
        self.synchronized.touch()
        for place in ("offline", "state/update/trial", "state/.volatile"):
            (self.root / place).touch()
            self.assertEqual(self.run_it(), "", place)
            (self.root / place).unlink()
        self.assertIn("update --upgrades", self.run_it())

    def test_owner_is_told_when_it_fails_for_days_and_no_more_once_it_works(self):
        (self.root / "no-apt").touch()
        self.run_it(1)
        self.assertIn("The mirror is away", self.printed)
        self.pass_days(2.9)
        self.assertNotIn("card", self.run_it(1))
        self.assertEqual(self.warning(), "")
        self.pass_days(0.2)
        self.assertIn("card", self.run_it(1))
        self.assertIn("have not worked for days: apt: The mirror is away.", self.warning())
        # The same again is no news.
        self.assertNotIn("card", self.run_it(1))
        (self.root / "no-apt").unlink()
        (self.root / "there").write_text("")
        self.assertIn("card", self.run_it())
        self.assertEqual(self.warning(), "")

    def test_who_does_not_want_them_any_more_is_not_told_either(self):
        (self.root / "no-apt").touch()
        self.run_it(1)
        self.pass_days(4)
        self.run_it(1)
        (self.root / "settings").write_text("")
        self.assertIn("card", self.run_it())
        self.assertFalse(self.state.exists())

    def test_what_did_not_work_is_not_tried_again_until_there_are_others(self):
        (self.root / "refused").touch()
        self.run_it(1)
        self.assertIn("could not be installed", self.printed)
        self.assertFalse((self.root / "run/edgeseed-upgrade").exists())
        (self.root / "refused").unlink()
        self.assertEqual(self.run_it(), "")
        # Or it was taken back by a trial: the same are still there the next day.
        self.pass_days(1)
        done = self.run_it(1)
        self.assertNotIn("update --upgrades", done)
        self.assertNotIn("--download-only", done)
        (self.root / "there").write_text(THERE.replace("6.12.57-1", "6.12.58-1"))
        self.assertIn("update --upgrades", self.run_it())

    def test_box_that_is_not_well_tries_nothing_and_looks_again_in_an_hour(self):
        (self.root / "unwell").touch()
        self.assertNotIn("update --upgrades", self.run_it(1))
        (self.root / "unwell").unlink()
        self.assertIn("update --upgrades", self.run_it())

    def test_card_without_the_source_says_so(self):
        (self.root / "etc/apt/sources.list").write_text(SOURCES)
        self.assertNotIn("apt-get", self.run_it(1))
        self.assertIn("names no source", self.printed)


if __name__ == "__main__":
    unittest.main()
