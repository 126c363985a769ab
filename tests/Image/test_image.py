"""What the card image is made from, without making one: lists, options and messages of its script, and the entry for Raspberry Pi Imager.

    python3 -m unittest tests/Image/test_image.py

EDGESEED_IMAGE  a folder of results of deploy/image/build.sh, to be checked as well
"""
import hashlib
import json
import lzma
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Machine"))
from needs import tool

IMAGE = HERE.parents[1] / "deploy/image"
# Of an entry that is an operating system, in doc/json-schema/os-list-schema.json of Raspberry Pi Imager: what is required, and of which type what is known.
REQUIRED = {"name", "description", "icon", "url", "extract_size", "extract_sha256", "image_download_size", "release_date"}
KNOWN = {"name": str, "description": str, "icon": str, "url": str, "extract_size": int, "extract_sha256": str, "image_download_size": int, "image_download_sha256": str,
         "release_date": str, "init_format": str, "website": str, "devices": list}
DEVICES = {"pi5-64bit", "pi4-64bit", "pi3-64bit"}


def mistakes(manifest):
    """What is wrong with a list of operating systems, as a schema check would say it."""
    if set(manifest) - {"imager", "os_list"} or not isinstance(manifest.get("os_list"), list) or not manifest["os_list"]:
        return ["it is no list of operating systems"]
    found = []
    for entry in manifest["os_list"]:
        found += [f"{name} is missing" for name in sorted(REQUIRED - set(entry))]
        found += [f"{name} is not known" for name in sorted(set(entry) - set(KNOWN))]
        found += [f"{name} is no {KNOWN[name].__name__}" for name in entry if name in KNOWN and type(entry[name]) is not KNOWN[name]]
        found += [f"{name} is no SHA-256" for name in ("extract_sha256", "image_download_sha256") if not re.fullmatch("[0-9a-f]{64}", str(entry.get(name)))]
        found += [f"there is no device {name}" for name in entry.get("devices", []) if name not in DEVICES]
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", str(entry.get("release_date"))):
            found.append("release_date is no date")
        if not re.match("(https?|file)://", str(entry.get("url"))):
            found.append("url is no address")
    return found


def run(*command, **how):
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=60, check=False, **how)


class Manifest(unittest.TestCase):
    def setUp(self):
        tool("xz", "xz-utils")
        self.content = os.urandom(1000) + bytes(300_000)
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.image = Path(self.folder.name) / "edgeseed.img.xz"
        self.image.write_bytes(lzma.compress(self.content))

    def make(self, *arguments):
        return run(IMAGE / "manifest.sh", self.image, *arguments)

    def test_entry_is_as_imager_wants_it_and_true(self):
        for kernel, devices in (("stable", {"pi3-64bit", "pi4-64bit"}), ("backports", DEVICES)):
            done = self.make("https://downloads.example.org/edgeseed/", "2026-11-29", kernel)
            self.assertEqual(done.returncode, 0, done.stderr)
            manifest = json.loads(done.stdout)
            self.assertEqual(mistakes(manifest), [])
            entry = manifest["os_list"][0]
            self.assertEqual(entry["url"], "https://downloads.example.org/edgeseed/edgeseed.img.xz")
            self.assertEqual((entry["extract_size"], entry["extract_sha256"]), (len(self.content), hashlib.sha256(self.content).hexdigest()))
            self.assertEqual((entry["image_download_size"], entry["image_download_sha256"]), (self.image.stat().st_size, hashlib.sha256(self.image.read_bytes()).hexdigest()))
            self.assertEqual(set(entry["devices"]), devices)
            # Without it some versions of Imager ask for a user and write what nothing here reads.
            self.assertEqual(entry["init_format"], "none")

    def test_the_check_finds_what_is_wrong(self):
        good = json.loads(self.make("https://example.org", "2026-11-29", "stable").stdout)
        for name, value in (("extract_size", "1"), ("extract_sha256", "0"), ("release_date", "today"), ("url", "edgeseed.img.xz"), ("devices", ["pi9"]), ("colour", "red"), ("icon", None)):
            with self.subTest(name):
                self.assertEqual(len(mistakes({"os_list": [{**good["os_list"][0], name: value}]})), 1)
        for name in REQUIRED:
            self.assertNotEqual(mistakes({"os_list": [{k: v for k, v in good["os_list"][0].items() if k != name}]}), [])

    def test_what_would_not_be_json_is_refused(self):
        for arguments in (('https://x/"', "2026-11-29", "stable"), ("https://x", '2026"', "stable"), ("edgeseed", "2026-11-29", "stable"), ("https://x", "2026-11-29")):
            with self.subTest(arguments):
                done = self.make(*arguments)
                self.assertEqual((done.returncode, done.stdout), (2, ""))


class Script(unittest.TestCase):
    def test_help_teaches(self):
        done = run(IMAGE / "build.sh", "--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for option in ("--deb", "--suite", "--kernel", "--mirror", "--url", "--cache", "--out"):
            self.assertIn(option, done.stdout)

    def test_option_that_is_none(self):
        for arguments in (["--sweet", "x"], ["--deb"], ["x"]):
            with self.subTest(arguments):
                done = run(IMAGE / "build.sh", *arguments)
                self.assertEqual(done.returncode, 1)
                self.assertIn("--help", done.stderr)

    def test_addresses_are_looked_at_before_anything_is_made(self):
        if not Path("/usr/share/keyrings/debian-archive-keyring.gpg").exists():
            self.skipTest("Debian's keys are not here")
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as stubs:
            for name, answer in {"id": "0", "dpkg": "arm64", **dict.fromkeys(("mmdebstrap", "mkfs.vfat", "mcopy", "sfdisk", "bmaptool", "xz", "unshare"), "")}.items():
                (Path(stubs) / name).write_text(f"#!/bin/sh\necho {answer}\n")
                (Path(stubs) / name).chmod(0o755)
            environment = {**os.environ, "PATH": f"{stubs}:{os.environ['PATH']}"}
            package = Path(folder) / "package"
            (package / "DEBIAN").mkdir(parents=True)
            (package / "DEBIAN/control").write_text("Package: edgeseed\nVersion: 1\nArchitecture: arm64\nMaintainer: A <a@example.org>\nDescription: seeder\n")
            self.assertEqual(run("dpkg-deb", "--build", package, f"{folder}/x.deb").returncode, 0)
            for arguments in (["--url", "downloads"], ["--out", f"{folder}/a b"], ["--archive", "http://x|y"], ["--mirror", "debian"]):
                with self.subTest(arguments):
                    done = run(IMAGE / "build.sh", "--deb", f"{folder}/x.deb", "--mirror", "http://127.0.0.1:9/debian", "--out", f"{folder}/out", "--cache", f"{folder}/cache", *arguments,
                               env=environment)
                    self.assertEqual((done.returncode, done.stdout), (1, ""))
                    self.assertIn("is no address", done.stderr)
                    self.assertEqual(sorted(os.listdir(folder)), ["package", "x.deb"])

    def test_missing_tools_are_named_with_their_packages(self):
        with tempfile.TemporaryDirectory() as bare:
            for command in ("bash", "dirname", "env", "dpkg", "grep"):
                os.symlink(f"/usr/bin/{command}", Path(bare) / command)
            # Even what is in sbin by the script's own doing is not there in a root without it.
            done = subprocess.run([IMAGE / "build.sh"], env={"PATH": bare}, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"missing .*mcopy.*: sudo apt-get install .*mtools")


class Lists(unittest.TestCase):
    def test_packages_are_names_in_order(self):
        names = [line for line in (IMAGE / "packages").read_text().splitlines() if not line.startswith("#")]
        self.assertEqual(names, sorted(set(names)))
        for name in names:
            self.assertRegex(name, "^[a-z0-9][a-z0-9.+-]+$")

    def test_what_is_included_was_excluded_before(self):
        excluded = []
        for line in (IMAGE / "dpkg.cfg").read_text().splitlines():
            if line.startswith("path-exclude="):
                excluded.append(line.split("=")[1].rstrip("*"))
            elif line.startswith("path-include="):
                self.assertTrue(any(line.split("=")[1].startswith(prefix) for prefix in excluded), line)

    def test_card_may_ask_another_archive_for_upgrades_than_it_was_made_from(self):
        lines = re.search(r"\nif \[ -n \"\$archive\" ].*?\nfi\n", (IMAGE / "build.sh").read_text(), re.S)[0]
        line = "deb [signed-by=/k] {} {} main non-free-firmware"
        made = [line.format("http://here.example/debian", "trixie"), line.format("http://here.example/debian", "trixie-updates"), line.format("http://here.example/security", "trixie-security")]
        asked = "".join(line.format(f"http://all.example/{place}", suite) + "\n" for place, suite in (("debian", "trixie"), ("debian", "trixie-updates"), ("debian-security", "trixie-security")))
        for archive, sources, expected in (("http://all.example/debian", made, asked), ("http://all.example/debian", made[:2], asked), ("", made, "as before\n")):
            with self.subTest(archive), tempfile.TemporaryDirectory() as root:
                Path(root, "etc/apt").mkdir(parents=True)
                Path(root, "etc/apt/sources.list").write_text("as before\n")
                words = " ".join(f'"{source}"' for source in sources)
                done = run("bash", "-euc", f'root={root} mirror=http://here.example/debian archive={archive} suite=trixie signed="[signed-by=/k]"; sources=({words})\n{lines}')
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(Path(root, "etc/apt/sources.list").read_text(), expected)

    def test_programs_of_units_are_there(self):
        for unit in (IMAGE / "root/etc/systemd/system").glob("*.service"):
            for program in re.findall(r"^ExecStart=(?!/bin/)(\S+)", unit.read_text(), re.M):
                self.assertTrue(os.access(IMAGE / "root" / program[1:], os.X_OK), program)

    def test_every_unit_is_started(self):
        script = (IMAGE / "build.sh").read_text()
        for timer in (IMAGE / "root/etc/systemd/system").glob("*.timer"):
            self.assertRegex(script, rf"systemctl enable .*\b{timer.name}")
        for unit in (IMAGE / "root/etc/systemd/system").glob("*.service"):
            if "[Install]" not in unit.read_text():
                self.assertTrue(any(unit.stem.rstrip("@") in starter.read_text() for starter in (IMAGE / "root/usr/lib/edgeseed").iterdir() if starter.is_file()), unit)
                continue
            self.assertRegex(script, rf"systemctl enable .*\b{unit.stem}\b")

    def test_places_of_mounts_are_there_on_a_root_that_is_read_only(self):
        script = (IMAGE / "build.sh").read_text()
        for line in (IMAGE / "root/etc/fstab").read_text().splitlines():
            if line.startswith("#") or (place := line.split()[1]) in ("/", "/tmp", "/var/tmp", "/var/log"):
                continue
            self.assertRegex(script, rf'mkdir -p .*"\$root{place}"')

    def test_samples_are_for_every_editor_and_take_effect_in_no_one(self):
        for sample in (IMAGE / "root/usr/share/edgeseed/card").iterdir():
            content = sample.read_bytes()
            self.assertEqual(content.count(b"\n"), content.count(b"\r\n"))
            self.assertTrue(all(line.startswith(b"#") for line in content.splitlines()), sample)


@unittest.skipUnless(os.environ.get("EDGESEED_IMAGE"), "EDGESEED_IMAGE names no results of deploy/image/build.sh")
class Results(unittest.TestCase):
    def setUp(self):
        self.folder = Path(os.environ.get("EDGESEED_IMAGE"))

    def test_checksums(self):
        self.assertEqual(subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=self.folder, check=False).returncode, 0)

    def test_size(self):
        self.assertLessEqual((self.folder / "edgeseed.img.xz").stat().st_size, 120_000_000)

    def test_manifest(self):
        self.assertEqual(mistakes(json.loads((self.folder / "edgeseed.rpi-imager-manifest").read_text())), [])

    def test_packages_asked_for_are_on_it(self):
        there = {line.split("\t")[0].split(":")[0] for line in (self.folder / "packages.txt").read_text().splitlines()}
        wanted = {line for line in (IMAGE / "packages").read_text().splitlines() if not line.startswith("#")}
        self.assertEqual(wanted - there, set())
        self.assertIn("edgeseed", there)


if __name__ == "__main__":
    unittest.main()
