"""What somebody left on the card's first partition, and what the box makes of it: deploy/image's `card`, on a root folder, without a machine.

    python3 -m unittest tests/Image/test_card.py

EDGESEED_BINARY  the program, for what concerns seed.toml
"""
import hashlib
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest
import unittest.mock
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Machine"))
from needs import given, tool

TREE = HERE.parents[1] / "deploy/image/root"
CARD = TREE / "usr/lib/edgeseed/card"
SAMPLES = TREE / "usr/share/edgeseed/card"
WIFI = "etc/wpa_supplicant/wpa_supplicant-wlan0.conf"
GOOD_WIFI = "ssid = Class 7b\npassword = correct horse\ncountry = de\n"


class CardTest(unittest.TestCase):
    def setUp(self):
        tool("ssh-keygen", "openssh-client")
        self.root = Path(tempfile.mkdtemp(prefix="edgeseed-card-"))
        self.addCleanup(shutil.rmtree, self.root)
        self.fat = self.root / "boot/firmware"
        zones = self.root / "usr/share/zoneinfo"
        for folder in (self.fat, zones / "Europe", self.root / "etc/ssh", self.root / "usr/share/edgeseed"):
            folder.mkdir(parents=True)
        shutil.copytree(SAMPLES, self.root / "usr/share/edgeseed/card")
        shutil.copy(HERE.parents[1] / "deploy/seed.toml", self.root / "usr/share/edgeseed/card/seed.toml")
        (zones / "iso3166.tab").write_text("# codes\nDE\tGermany\nGB\tBritain (UK)\n")
        (zones / "Europe/Berlin").write_bytes(b"TZif2\0\0")
        (zones / "leapseconds").write_text("# no zone\n")

    def boot(self, **files):
        """Writes files to the card and starts the box; the report."""
        for name, content in files.items():
            path = self.fat / name.replace("__", ".")
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        done = subprocess.run([CARD, self.root], capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(done.stderr, "")
        report = self.fat / "edgeseed-report.txt"
        return report.read_text() if report.exists() else ""

    def programs(self, **lines):
        """Programs of the test's own, found before the system's, as long as the test runs."""
        folder = self.root / "bin"
        folder.mkdir()
        for name, line in lines.items():
            (folder / name).write_text(f"#!/bin/sh\n{line}\n")
            (folder / name).chmod(0o755)
        changed = unittest.mock.patch.dict(os.environ, PATH=f"{folder}:{os.environ['PATH']}")
        changed.start()
        self.addCleanup(changed.stop)

    def read(self, place):
        path = self.root / place
        return path.read_text() if path.exists() else None

    def refuses(self, name, content, what, place):
        """A mistake is said, nothing is taken, and the file stays for whoever mends it."""
        before = self.read(place)
        raw = content if isinstance(content, bytes) else content.encode()
        report = self.boot(**{name.replace(".", "__"): raw})
        self.assertIn(f"{name}: ", report)
        self.assertIn(what, report)
        self.assertEqual((self.fat / name).read_bytes(), raw)
        self.assertEqual(self.read(place), before)


class Start(CardTest):
    def test_untouched_card_changes_nothing_and_reports_nothing(self):
        for sample in (self.root / "usr/share/edgeseed/card").iterdir():
            shutil.copy(sample, self.fat)
        before = sorted(path.name for path in self.fat.iterdir())
        self.assertEqual(self.boot(), "")
        self.assertEqual(sorted(path.name for path in self.fat.iterdir()), before)
        self.assertEqual(sorted(str(path.relative_to(self.root)) for path in (self.root / "etc").rglob("*") if path.is_file()),
                         ["etc/ssh/ssh_host_ed25519_key", "etc/ssh/ssh_host_ed25519_key.pub"])

    def test_empty_partition_is_fine(self):
        self.assertEqual(self.boot(), "")

    def test_host_key_is_made_once_and_kept_to_itself(self):
        self.boot()
        key = self.root / "etc/ssh/ssh_host_ed25519_key"
        first = key.read_bytes()
        self.assertEqual(stat.S_IMODE(key.stat().st_mode), 0o600)
        self.boot()
        self.assertEqual(key.read_bytes(), first)

    def test_what_a_power_cut_left_half_done_is_done_anew(self):
        (self.root / "etc/localtime.new").symlink_to("nowhere")
        (self.root / "etc/hostname.new").write_text("half")
        self.boot(timezone="Europe/Berlin", hostname="library")
        self.assertEqual(os.readlink(self.root / "etc/localtime"), "/usr/share/zoneinfo/Europe/Berlin")
        self.assertEqual(self.read("etc/hostname"), "library\n")

    def test_state_that_is_only_in_memory_is_reported(self):
        (self.root / "state").mkdir()
        (self.root / "state/.volatile").touch()
        self.assertIn("forgotten at the next start", self.boot())

    def test_owner_is_told_of_mistakes_until_they_are_mended(self):
        notice = "var/lib/edgeseed/notice.txt"
        self.boot(hostname="my box", timezone="Europe/Berlin")
        self.assertRegex(self.read(notice), r"\Ahostname: a name has .*\n\Z")
        self.boot(hostname="box")
        self.assertIsNone(self.read(notice))

    def test_notice_is_written_through_no_link(self):
        (self.root / "etc/shadow").write_text("secret")
        (self.root / "var/lib/edgeseed").mkdir(parents=True)
        (self.root / "var/lib/edgeseed/notice.txt.new").symlink_to(self.root / "etc/shadow")
        self.boot(hostname="my box")
        self.assertIn("hostname: ", self.read("var/lib/edgeseed/notice.txt"))
        self.assertEqual(self.read("etc/shadow"), "secret")

    def test_what_became_of_an_update_is_told(self):
        update = self.root / "state/update"
        update.mkdir(parents=True)
        (update / "message").write_text("The update with x works, and is kept.\n")
        self.assertIn("x works", self.boot())
        self.assertIsNone(self.read("var/lib/edgeseed/notice.txt"))
        (update / "message").unlink()
        (update / "warning").write_text("The update with x failed.\n")
        self.assertIn("x failed", self.boot())
        self.assertIn("x failed", self.read("var/lib/edgeseed/notice.txt"))
        # The next start asks nobody to look any more.
        self.assertIn("x failed", self.boot())
        self.assertIsNone(self.read("var/lib/edgeseed/notice.txt"))

    def test_upgrades_that_do_not_work_are_told_of_as_long_as_they_do_not(self):
        (self.root / "state/upgrade").mkdir(parents=True)
        (self.root / "state/upgrade/warning").write_text("Security upgrades have not worked for days: x.")
        for _ in range(2):
            self.boot()
            self.assertEqual(self.read("var/lib/edgeseed/notice.txt"), "Security upgrades have not worked for days: x.\n")
        (self.root / "state/upgrade/warning").write_text("")
        self.boot()
        self.assertIsNone(self.read("var/lib/edgeseed/notice.txt"))

    def test_mistake_in_one_file_does_not_keep_others_from_being_taken(self):
        report = self.boot(wifi__txt="ssid = x", hostname="library")
        self.assertIn("wifi.txt: country", report)
        self.assertEqual(self.read("etc/hostname"), "library\n")


    def test_what_cannot_be_written_is_told_where_it_can_be(self):
        tool("wpa_passphrase", "wpasupplicant")
        # No room on the first partition, then no room where settings are kept.
        full = lambda place: f'case "$*" in *{place}*) echo "{place}: No space left on device" >&2; exit 1 ;; esac; '
        self.programs(cp=full("/boot/firmware/edgeseed") + f'exec {shutil.which("cp")} "$@"', mv=full("/etc/wpa") + f'exec {shutil.which("mv")} "$@"')
        (self.root / "etc/ssh/ssh_host_ed25519_key").touch()
        (self.fat / "timezone").write_text("Europe/Bonn")
        (self.fat / "hostname").write_text("gallery")
        start = lambda: subprocess.run([CARD, self.root], capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(start().returncode, 0)
        self.assertEqual(self.read("etc/hostname"), "gallery\n")
        self.assertFalse((self.fat / "hostname").exists())
        self.assertRegex(self.read("var/lib/edgeseed/notice.txt"), r"\Atimezone: .*\nedgeseed-report.txt could not be written: .*\n\Z")
        (self.root / "bin/cp").unlink()
        (self.fat / "wifi.txt").write_text(GOOD_WIFI)
        done = start()
        self.assertEqual(done.returncode, 1)
        self.assertIn("No space left", done.stderr)
        self.assertIn("wifi.txt: not all", (self.fat / "edgeseed-report.txt").read_text())
        self.assertIn("wifi.txt: not all", self.read("var/lib/edgeseed/notice.txt"))
        self.assertEqual((self.fat / "wifi.txt").read_text(), GOOD_WIFI)

    def test_stick_with_the_label_of_the_card_is_not_read(self):
        # What is mounted there is a folder's content here.
        (self.root / "dev").mkdir()
        (self.root / "dev/mmcblk0p1").touch()
        (self.root / "mounted").write_text("/dev/sda1\n")
        (self.fat / "hostname").write_text("stranger")
        self.programs(mountpoint=":", findmnt=f'case $3 in */) echo /dev/mmcblk0p4 ;; *) cat "{self.root}/mounted" ;; esac', umount='rm "$1"/*',
                      mount=f'case "$*" in *mmcblk0p1*) echo /dev/mmcblk0p1 >"{self.root}/mounted"; echo library >"{self.fat}/hostname" ;; esac')
        self.boot()
        self.assertEqual(self.read("etc/hostname"), "library\n")
        (self.fat / "hostname").write_text("gallery")
        self.boot()
        self.assertEqual(self.read("etc/hostname"), "gallery\n")

    def test_what_other_systems_read_is_named_and_left(self):
        report = self.boot(ssh="", userconf__txt="pi:$6$x\n", wpa_supplicant__conf='network={\nssid="x"\npsk="12345678"\n}\n')
        self.assertIn("ssh, userconf.txt, wpa_supplicant.conf: for another system", report)
        self.assertNotIn("12345678", report)
        self.assertIn("wpa_supplicant.conf", self.read("var/lib/edgeseed/notice.txt"))

    def test_words_of_the_card_are_said_as_they_are(self):
        self.assertIn(r"not \033[2J\c", self.boot(x__nmconnection="[wifi]\nssid=x\n[wifi-security]\nkey-mgmt=\\033[2J\\c\n"))


def key(ssid, password):
    """The key of a network, as IEEE 802.11i makes it of a password."""
    return hashlib.pbkdf2_hmac("sha1", password.encode(), ssid.encode(), 4096, 32).hex()


class Wifi(CardTest):
    def setUp(self):
        super().setUp()
        tool("wpa_passphrase", "wpasupplicant")

    def conf(self, text):
        self.boot(wifi__txt=text)
        return self.read(WIFI)

    def test_network_is_taken_and_leaves_the_card(self):
        report = self.boot(wifi__txt=GOOD_WIFI)
        self.assertIn("wifi.txt: taken", report)
        self.assertEqual(self.read(WIFI), "ctrl_interface=/run/wpa_supplicant\ncountry=DE\nnetwork={\nssid=436c617373203762\nscan_ssid=1\n"
                                          f"key_mgmt=WPA-PSK\npsk={key('Class 7b', 'correct horse')}\n}}\n")
        self.assertEqual(stat.S_IMODE((self.root / WIFI).stat().st_mode), 0o600)
        self.assertEqual((self.fat / "wifi.txt").read_bytes(), (SAMPLES / "wifi.txt").read_bytes())
        self.assertNotIn("correct horse", report)

    def test_what_is_free_of_the_partition_is_overwritten_and_again_after_a_power_cut(self):
        # The partition is a folder here: what is written to fill it is only noted.
        self.programs(mountpoint=":", mount=":", dd=f'case "$*" in *edgeseed.tmp*) echo "$*" >>"{self.root}/filled"; exit 1 ;; esac; exec {shutil.which("dd")} "$@"')
        self.boot(wifi__txt=GOOD_WIFI)
        self.assertIn("if=/dev/zero", self.read("filled"))
        self.assertFalse((self.fat / "edgeseed.tmp").exists())
        (self.root / "filled").unlink()
        self.boot()
        self.assertIsNone(self.read("filled"))
        (self.fat / "edgeseed.tmp").touch()
        self.boot()
        self.assertIn("if=/dev/zero", self.read("filled"))
        self.assertFalse((self.fat / "edgeseed.tmp").exists())

    def test_power_cut_after_any_step_is_made_good_by_the_next_start(self):
        count = self.root / "count"
        # Each program that changes something ends the start once it did so many times.
        end = f'read -r left <"{count}"; echo $((left - 1)) >"{count}"; [ "$left" -ne 1 ] || kill -9 0'
        self.programs(**{name: f'{shutil.which(name)} "$@"; done=$?; {end}; exit $done' for name in ("chmod", "cp", "dd", "mv", "rm", "sync", "touch")})
        (self.root / "etc/ssh/ssh_host_ed25519_key").touch()
        steps = 0
        while True:
            steps += 1
            count.write_text(f"{steps}\n")
            (self.fat / "wifi.txt").write_text(GOOD_WIFI)
            (self.fat / "hostname").write_text("library\n")
            cut = subprocess.run([CARD, self.root], capture_output=True, timeout=120, check=False, start_new_session=True)
            count.write_text("0\n")
            self.boot()
            with self.subTest(steps):
                self.assertIn(f"psk={key('Class 7b', 'correct horse')}\n", self.read(WIFI))
                self.assertEqual(self.read("etc/hostname"), "library\n")
                self.assertEqual(sorted(path.name for path in self.fat.iterdir()), ["edgeseed-report.txt", "hostname", "wifi.txt"])
                for name in ("wifi.txt", "hostname"):
                    self.assertEqual((self.fat / name).read_bytes(), (SAMPLES / name).read_bytes())
                self.assertIsNone(self.read("var/lib/edgeseed/notice.txt"))
                self.assertEqual([path for path in (self.root / "etc").rglob("*.new")], [])
            if cut.returncode == 0:
                break
            for place in (WIFI, "etc/hostname"):
                (self.root / place).unlink(missing_ok=True)
        self.assertGreater(steps, 20)

    def test_second_start_keeps_it(self):
        self.conf(GOOD_WIFI)
        before = self.read(WIFI)
        self.boot()
        self.assertEqual(self.read(WIFI), before)

    def test_windows_text_is_the_same(self):
        plain = self.conf(GOOD_WIFI)
        self.assertEqual(self.conf(b"\xef\xbb\xbf" + GOOD_WIFI.replace("\n", "\r\n").encode()), plain)
        self.assertEqual(self.conf(GOOD_WIFI.replace("\n", "\r").encode()), plain)
        self.assertEqual(self.conf("\n\n# school\n  SSID=Class 7b  \n\tPassword\t=\tcorrect horse\ncountry=DE"), plain)

    def test_hidden_extension_is_found(self):
        self.boot(wifi__txt__txt=GOOD_WIFI)
        self.assertIn("ssid=436c6173", self.read(WIFI))
        self.assertFalse((self.fat / "wifi.txt.txt").exists())

    def test_quotes_and_signs_in_a_password_are_the_password(self):
        for password in ('a"b"c"d"e', "$(reboot)`x`", "\\n\\t\\\\\\\\", "'; rm -rf /;'", 'psk="x"\\', "#12345678", 'a "b"#c d', "pass=word=1", "%s%n%d%x", '"}network={"'):
            written = f'"{password}"' if password.startswith('"') and password.endswith('"') else password
            with self.subTest(password):
                conf = self.conf(f"ssid=x\npassword={written}\ncountry=DE\n")
                self.assertEqual(conf.splitlines()[5:], ["key_mgmt=WPA-PSK", f"psk={key('x', password)}", "}"])

    def test_quotes_keep_blanks_at_the_ends(self):
        conf = self.conf('ssid=" x "\npassword=" 12345678 "\ncountry=DE\n')
        self.assertIn("ssid=207820\n", conf)
        self.assertIn(f"psk={key(' x ', ' 12345678 ')}\n", conf)

    def test_name_may_be_any_bytes(self):
        self.assertIn("ssid=" + "Schule Größe ☕".encode().hex() + "\n", self.conf("ssid=Schule Größe ☕\npassword=12345678\ncountry=DE\n"))
        self.assertIn("ssid=" + '")}$(x)'.encode().hex() + "\n", self.conf('ssid=")}$(x)\npassword=12345678\ncountry=DE\n'))
        self.assertIn("ssid=2d68\n", self.conf("ssid=-h\npassword=12345678\ncountry=DE\n"))

    def test_open_network_and_ready_key(self):
        self.assertIn("key_mgmt=NONE\n}", self.conf("ssid=x\ncountry=DE\n"))
        self.assertIn("psk=" + "0aF9" * 16 + "\n", self.conf("ssid=x\npassword=" + "0aF9" * 16 + "\ncountry=DE\n"))

    def test_mistakes(self):
        for content, what in (
            ("ssid = x\npassword = 12345678\n", "country has two letters"),
            ("ssid = x\npassword = 12345678\ncountry = XQ\n", "no country XQ"),
            ("ssid = x\npassword = 12345678\ncountry = Germany\n", "country has two letters"),
            ("ssid = x\npassword = 12345678\ncountry = .*\n", "country has two letters"),
            ("ssid = x\npassword = 1234567\ncountry = DE\n", "8 to 63"),
            ("ssid = x\npassword = " + "1" * 65 + "\ncountry = DE\n", "8 to 63"),
            ("ssid = x\npassword = " + "x" * 64 + "\ncountry = DE\n", "hexadecimal"),
            ("ssid = x\npassword = pässwörter\ncountry = DE\n", "not on an English keyboard"),
            ("password = 12345678\ncountry = DE\n", "ssid"),
            ("ssid = " + "x" * 33 + "\npassword = 12345678\ncountry = DE\n", "1 to 32 bytes"),
            ("ssid = x\nssid = y\npassword = 12345678\ncountry = DE\n", "twice"),
            ("ssid = x\npasword = 12345678\ncountry = DE\n", "nothing else"),
            ("my network\n", "a line is not"),
            ("network={\nssid=\"x\"\n}\n", "nothing else"),
            ("ssid = x\npassword = 1234\x0b5678\ncountry = DE\n", "plain text"),
            ("ssid = x\npassword = 1234\x005678\ncountry = DE\n", "plain text"),
            (GOOD_WIFI.encode("utf-16"), "plain text"),
            (b"\xff" * 5000, "larger than 4096"),
        ):
            with self.subTest(content):
                self.refuses("wifi.txt", content, what, WIFI)

    def foreign(self, name, content, taken=True):
        """Starts with another system's file for a network on the card; what the network is then, and the report."""
        (self.fat / name).write_text(content)
        report = self.boot()
        self.assertEqual((self.fat / name).exists(), not taken, report)
        return self.read(WIFI), report

    def test_file_of_network_manager_is_taken_and_leaves_the_card(self):
        connection = ("[connection]\nid=home\nuuid=1a2b\ntype=wifi\n\n[wifi]\nmode=infrastructure\nssid=Class 7b\\;\n\n[wifi-security]\nauth-alg=open\nkey-mgmt=wpa-psk\n"
                      "psk=correct\\shorse\n\n[ipv4]\nmethod=auto\n\n[ipv6]\naddr-gen-mode=default\nmethod=auto\n")
        conf, report = self.foreign("home.nmconnection", connection)
        self.assertEqual(conf.splitlines()[1:], ["network={", f"ssid={b'Class 7b;'.hex()}", "scan_ssid=1", "key_mgmt=WPA-PSK", f"psk={key('Class 7b;', 'correct horse')}", "}"])
        self.assertIn("home.nmconnection: taken", report)
        self.assertNotIn("correct", report)
        self.assertNotIn("WPA3", report)
        self.assertIn("not if it knows WPA3 only", self.foreign("home.nmconnection", connection.replace("wpa-psk", "sae"))[1])
        # In wifi.txt it is the same, and may be told the country.
        self.assertEqual(self.conf(f"country=de\n{connection}").splitlines(), ["ctrl_interface=/run/wpa_supplicant", "country=DE", *conf.splitlines()[1:]])

    def test_file_of_iwd_has_its_network_in_its_name(self):
        conf, _ = self.foreign("Class 7b.psk", "[Security]\nPassphrase=correct horse\nPreSharedKey=" + "0" * 64 + "\n\n[Settings]\nAutoConnect=true\n")
        self.assertEqual(conf.splitlines()[1:], ["network={", f"ssid={b'Class 7b'.hex()}", "scan_ssid=1", "key_mgmt=WPA-PSK", f"psk={key('Class 7b', 'correct horse')}", "}"])
        conf, _ = self.foreign(f"={'Größe'.encode().hex()}.psk", "[Security]\nPreSharedKey=" + "0aF9" * 16 + "\n")
        self.assertIn(f"ssid={'Größe'.encode().hex()}\nscan_ssid=1\nkey_mgmt=WPA-PSK\npsk={'0aF9' * 16}\n", conf)

    def test_mistakes_in_another_systems_file(self):
        for name, content, what in (
            ("x.nmconnection", "[wifi]\nssid=x\n[wifi-security]\nkey-mgmt=wpa-psk\n", "its password is not in it"),
            ("x.nmconnection", "[wifi]\nssid=x\n[wifi-security]\nkey-mgmt=wpa-eap\n", "not wpa-eap"),
            ("x.nmconnection", "[wifi]\nssid=83;99;\n[wifi-security]\npsk=12345678\n", "list of numbers"),
            ("x.nmconnection", "[wifi-security]\npsk=12345678\n", "1 to 32 bytes"),
            ("x.nmconnection", "[wifi]\nssid=x\n[wifi-security]\npsk=1234567\n", "8 to 63"),
            ("=zz.psk", "[Security]\nPassphrase=12345678\n", "1 to 32 bytes"),
            ("=00.psk", "[Security]\nPassphrase=12345678\n", "1 to 32 bytes"),
        ):
            with self.subTest(content):
                conf, report = self.foreign(name, content, taken=False)
                self.assertIsNone(conf)
                self.assertIn(what, report)
                (self.fat / name).unlink()
        (self.fat / "wifi.txt").write_text(GOOD_WIFI)
        conf, report = self.foreign("x.psk", "[Security]\nPassphrase=12345678\n", taken=False)
        self.assertIn("x.psk: wifi.txt is there as well", report)
        self.assertIn("country=DE", conf)

    def test_mistake_keeps_the_network_that_was(self):
        self.conf(GOOD_WIFI)
        self.refuses("wifi.txt", "ssid = y\n", "country", WIFI)
        self.assertIn("436c6173", self.read(WIFI))


class Keys(CardTest):
    PLACE = "etc/ssh/authorized_keys"

    def key(self, kind="ed25519"):
        subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", "me@there", "-f", self.root / kind], check=True)
        return (self.root / f"{kind}.pub").read_text(), (self.root / kind).read_text()

    def test_key_is_taken_without_its_comment(self):
        public, _ = self.key()
        self.assertIn("authorized_keys: taken", self.boot(authorized_keys="# mine\r\n" + public.replace("\n", "\r\n")))
        self.assertEqual(self.read(self.PLACE), " ".join(public.split()[:2]) + "\n")
        self.assertEqual((self.fat / "authorized_keys").read_bytes(), (SAMPLES / "authorized_keys").read_bytes())

    def test_several_kinds(self):
        self.boot(authorized_keys=self.key()[0] + self.key("rsa")[0] + self.key("ecdsa")[0])
        self.assertEqual([line.split()[0] for line in self.read(self.PLACE).splitlines()], ["ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256"])

    def test_mistakes(self):
        public, private = self.key()
        for content, what in (
            (private, "private half"),
            (public[:40], "key 1 is none"),
            (public + "hello\n", "key 2 is none"),
            ('command="reboot" ' + public, "key 1 is none"),
            ("ssh-ed25519 AAAA\n", "key 1 is none"),
            ("ssh-ed25519 $(reboot)\n", "key 1 is none"),
            (public * 33, "more than 32"),
            (public.encode() + b"\0", "plain text"),
            (b"#" * 16385, "larger"),
        ):
            with self.subTest(content[:60]):
                self.refuses("authorized_keys", content, what, self.PLACE)


class Names(CardTest):
    def test_host_name(self):
        for written, name in (("library", "library"), ("Library-2\r\n", "library-2"), (b"\xef\xbb\xbfroom7.local", "room7"), ("# this one:\n  a  \n", "a")):
            with self.subTest(written):
                self.assertIn(f"http://{name}.local:6969/", self.boot(hostname=written))
                self.assertEqual(self.read("etc/hostname"), name + "\n")
                self.assertIn(f"127.0.0.1 localhost {name}\n", self.read("etc/hosts"))

    def test_host_names_that_are_none(self):
        for written in ("my box", "-a", "a-", "a_b", "büro", "localhost", "a" * 64, "$(reboot)", "a\nb", "../x", "a.b", ".local", "x" * 5000):
            with self.subTest(written):
                self.refuses("hostname", written, "hostname: ", "etc/hostname")

    def test_time_zone(self):
        self.assertIn("timezone: taken: Europe/Berlin", self.boot(timezone="Europe/Berlin\r\n"))
        self.assertEqual(os.readlink(self.root / "etc/localtime"), "/usr/share/zoneinfo/Europe/Berlin")

    def test_time_zones_that_are_none(self):
        for written in ("Europe/Bonn", "Europe", "../../../etc/shadow", "/etc/shadow", "leapseconds", "Europe/Berlin x", "Europe/Berlin\nUTC", "$(x)", "-"):
            with self.subTest(written):
                self.refuses("timezone", written, "timezone: ", "etc/localtime")


class Settings(CardTest):
    PLACE = "etc/edgeseed/seed.toml"

    def setUp(self):
        super().setUp()
        given("EDGESEED_BINARY", "the program")
        # It is run as nobody, who may not enter every folder in which a program may lie.
        public = tempfile.mkdtemp(prefix="edgeseed-program-")
        self.addCleanup(shutil.rmtree, public)
        os.chmod(public, 0o755)
        program = shutil.copy(os.environ["EDGESEED_BINARY"], public)
        os.chmod(program, 0o755)
        changed = unittest.mock.patch.dict(os.environ, EDGESEED_BINARY=program)
        changed.start()
        self.addCleanup(changed.stop)

    def test_settings_are_taken_and_the_sample_is_back(self):
        self.assertIn("seed.toml: taken", self.boot(seed__toml='\ufeff[service]\r\nname = "Library"\r\n'))
        self.assertEqual(self.read(self.PLACE), '[service]\nname = "Library"\n')
        self.assertEqual((self.fat / "seed.toml").read_bytes(), (self.root / "usr/share/edgeseed/card/seed.toml").read_bytes())

    def test_sample_of_the_system_before_an_update_is_nobodys_settings(self):
        sample = self.root / "usr/share/edgeseed/card/seed.toml"
        shutil.copy(sample, self.fat)
        self.boot(seed__toml='[service]\nname = "Library"\n')
        for line in ("# of a newer system\n", "# and of the one after that\n"):
            sample.write_text(line)
            self.boot()
            self.assertEqual(self.read(self.PLACE), '[service]\nname = "Library"\n')
            self.assertEqual((self.fat / "seed.toml").read_text(), line)
        self.assertIn("seed.toml: taken", self.boot(seed__toml="# somebody's\n"))

    def test_mistakes(self):
        self.boot(seed__toml='[service]\nname = "Library"\n')
        for content, what in (
            ('[service]\nnaem = "x"\n', "naem"),
            ("[service\n", "seed.toml:1"),
            (b"\0" * 100, "has mistakes"),
            (b"#" * 262145, "larger"),
            ('[service]\nname = "$(reboot)\n', "has mistakes"),
        ):
            with self.subTest(content[:40]):
                self.refuses("seed.toml", content, what, self.PLACE)
        self.assertEqual(self.read(self.PLACE), '[service]\nname = "Library"\n')


if __name__ == "__main__":
    unittest.main()
