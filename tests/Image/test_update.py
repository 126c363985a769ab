"""Another system on the card, and the trial of it: deploy/image's `edgeseed-update`, `trial` and `grow`, on a root folder, without a machine.

    python3 -m unittest tests/Image/test_update.py
"""
import fcntl
import hashlib
import json
import lzma
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Machine"))
from needs import tool

TREE = HERE.parents[1] / "deploy/image/root"
SYSTEM = bytes(range(256)) * 4096     # what is written to the place of a system
CONFIG = "arm_64bit=1\nenable_uart=1\nupstream_kernel=1\n\nkernel=vmlinuz-6.12.1-arm64\n# about it\ninitramfs initrd.img-6.12.1-arm64\n"
LINE = "console=tty0 root=PARTUUID=0ed6e5ee-02 rw rootwait ro panic=10\n"
# What only a machine can do: what is mounted is the new system's folder, and who asks is told what the test wants.
STUBS = {
    "id": "echo 0",
    "findmnt": 'echo "/dev/mmcblk0p$(cat "$EDGESEED_SYS/running")"',
    "mount": 'echo "mount $*" >>"$EDGESEED_SYS/done"; case "$*" in "-t ext4"*) [ ! -e "$EDGESEED_SYS/broken" ] || exit 32; cp -a "$EDGESEED_SYS/new/." "$6" ;; esac',
    "umount": ":",
    "mountpoint": "exit 1",
    "chroot": 'echo "chroot $*" >>"$EDGESEED_SYS/done"; [ ! -e "$EDGESEED_SYS/refused" ]',
    "systemctl": 'case $1 in show) echo exit-code ;; *) echo "systemctl $*" >>"$EDGESEED_SYS/done" ;; esac',
    "partx": ":",
    "resize2fs": 'echo "resize2fs $*" >>"$EDGESEED_SYS/done"',
    "dpkg": "echo arm64",
    "sync": ":",
    "sleep": 'echo "$(($(cut -d. -f1 "$EDGESEED_SYS/proc/uptime") + $1)).00 1.00" >"$EDGESEED_SYS/uptime" && mv "$EDGESEED_SYS/uptime" "$EDGESEED_SYS/proc/uptime"',
}


class Box(unittest.TestCase):
    def setUp(self):
        tool("busybox", "busybox")
        self.root = Path(tempfile.mkdtemp(prefix="edgeseed-update-"))
        self.addCleanup(shutil.rmtree, self.root)
        self.fat, self.state = self.root / "boot/firmware", self.root / "state/update"
        self.new = self.root / "new"
        for folder in (self.fat, self.state, self.root / "dev", self.root / "run", self.root / "proc", self.root / "usr/lib/edgeseed", self.root / "bin",
                       self.new / "boot", self.new / "usr/bin", self.new / "usr/sbin", self.new / "usr/lib/edgeseed", self.new / "usr/lib/linux-image-6.13-arm64/broadcom"):
            folder.mkdir(parents=True)
        for name, line in STUBS.items():
            self.program(self.root / "bin" / name, line)
        self.program(self.root / "usr/lib/edgeseed/well", 'echo >>"$EDGESEED_SYS/asked"; [ -e "$EDGESEED_SYS/well" ]')
        self.program(self.root / "usr/lib/edgeseed/card", 'echo card >>"$EDGESEED_SYS/done"')
        shutil.copy(TREE / "usr/lib/edgeseed/restart", self.root / "usr/lib/edgeseed")
        (self.root / "well").touch()
        (self.root / "proc/uptime").write_text("60.50 100.00\n")
        self.runs(2)
        self.partitions = {1: (8192, 2048), 2: (10240, len(SYSTEM) // 512), 3: (14336, 131072), 4: (200000, len(SYSTEM) // 512)}
        self.disk = self.root / "sys/devices/mmcblk0"
        (self.root / "sys/class/block").mkdir(parents=True)
        self.write_partitions(300_000)
        for number in (2, 4):
            (self.root / f"dev/mmcblk0p{number}").write_bytes(bytes(len(SYSTEM)))
        (self.root / "dev/mmcblk0p2").write_bytes(SYSTEM[::-1])
        (self.fat / "config.txt").write_text(CONFIG)
        (self.fat / "cmdline.txt").write_text(LINE)
        (self.new / "boot/vmlinuz-6.13-arm64").write_text("new kernel")
        (self.new / "boot/vmlinuz-6.9-arm64").write_text("old kernel")
        (self.new / "boot/initrd.img-6.13-arm64").write_text("new initramfs")
        (self.new / "usr/lib/linux-image-6.13-arm64/broadcom/bcm2837-rpi-3-b.dtb").write_text("tree")
        self.program(self.new / "usr/bin/edgeseed", ":")
        self.program(self.new / "usr/lib/edgeseed/trial", ":")

    def program(self, path, line):
        path.write_text(f"#!/bin/sh\n{line}\n")
        path.chmod(0o755)

    def runs(self, number):
        (self.root / "running").write_text(f"{number}\n")

    def write_partitions(self, sectors):
        shutil.rmtree(self.disk, ignore_errors=True)
        self.disk.mkdir(parents=True)
        (self.disk / "size").write_text(f"{sectors}\n")
        for number, (start, size) in self.partitions.items():
            folder = self.disk / f"mmcblk0p{number}"
            folder.mkdir()
            for name, value in (("partition", number), ("start", start), ("size", size)):
                (folder / name).write_text(f"{value}\n")
        for device in (self.disk, *self.disk.glob("mmcblk0p*")):
            link = self.root / "sys/class/block" / device.name
            link.unlink(missing_ok=True)
            link.symlink_to(device)

    def run_script(self, script, *arguments):
        environment = {**os.environ, "PATH": f"{self.root}/bin:{os.environ['PATH']}", "EDGESEED_SYS": str(self.root)}
        return subprocess.run([TREE / script, *map(str, arguments)], capture_output=True, text=True, timeout=120, check=False, env=environment, start_new_session=True)

    def done(self):
        log = self.root / "done"
        return log.read_text() if log.exists() else ""

    def image(self, name="edgeseed.img.xz", number=0x0ED6E5EE, system=SYSTEM):
        record = bytearray(512)
        struct.pack_into("<I", record, 440, number)
        struct.pack_into("<II", record, 470, 4096, len(system) // 512)
        made = self.root / name
        made.write_bytes(lzma.compress(bytes(record).ljust(4096 * 512, b"\0") + system + bytes(1 << 20), preset=0))
        return made

    def package(self, architecture="arm64", name="edgeseed"):
        folder = self.root / "package"
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "DEBIAN").mkdir(parents=True)
        (folder / "DEBIAN/control").write_text(f"Package: {name}\nVersion: 2\nArchitecture: {architecture}\nMaintainer: A <a@example.org>\nDescription: seeder\n")
        made = self.root / "edgeseed_2_arm64.deb"
        subprocess.run(["dpkg-deb", "--root-owner-group", "--build", folder, made], check=True, capture_output=True)
        return made


class Update(Box):
    def test_image_is_written_to_the_other_place_and_started_for_a_trial(self):
        done = self.run_script("usr/sbin/edgeseed-update", self.image())
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((self.root / "dev/mmcblk0p4").read_bytes(), SYSTEM)
        self.assertEqual((self.root / "dev/mmcblk0p2").read_bytes(), SYSTEM[::-1])
        folder = self.fat / "root4"
        self.assertEqual({path.name: path.read_text() for path in folder.iterdir()}, {
            "vmlinuz": "new kernel", "initrd.img": "new initramfs", "bcm2837-rpi-3-b.dtb": "tree",
            "cmdline.txt": "console=tty0 root=PARTUUID=0ed6e5ee-04 rw rootwait ro panic=10 edgeseed.trial=4\n"})
        self.assertEqual((self.fat / "config.txt").read_text(),
                         "arm_64bit=1\nenable_uart=1\nupstream_kernel=1\n\n# about it\n# edgeseed-update\n[all]\nos_prefix=root4/\nkernel=vmlinuz\ninitramfs initrd.img\n")
        self.assertEqual((self.fat / "config.old").read_text(), CONFIG)
        self.assertEqual((self.state / "trial").read_text(), "4 edgeseed.img.xz\n")
        self.assertIn("rename config.old", (self.state / "message").read_text())
        self.assertRegex(self.done(), r"card\nsystemctl .* start reboot\.target\n\Z")

    def test_next_update_goes_back_to_the_first_place(self):
        self.run_script("usr/sbin/edgeseed-update", self.image())
        self.runs(4)
        self.run_script("usr/lib/edgeseed/trial")
        before = (self.fat / "config.txt").read_text()
        done = self.run_script("usr/sbin/edgeseed-update", self.image(system=SYSTEM[::-1]))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((self.root / "dev/mmcblk0p4").read_bytes(), SYSTEM)
        self.assertEqual((self.fat / "config.txt").read_text(), before.replace("root4", "root2"))
        self.assertEqual((self.fat / "root2/cmdline.txt").read_text(), LINE.replace("\n", " edgeseed.trial=2\n"))
        self.assertEqual((self.fat / "config.old").read_text(), before)

    def test_package_is_installed_into_a_copy(self):
        done = self.run_script("usr/sbin/edgeseed-update", self.package())
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((self.root / "dev/mmcblk0p4").read_bytes(), SYSTEM[::-1])
        self.assertIn("/run/edgeseed-update dpkg -i /edgeseed.deb", self.done())
        self.assertFalse((self.root / "run/edgeseed-update/edgeseed.deb").exists())
        self.assertFalse((self.root / "run/edgeseed-update/usr/sbin/policy-rc.d").exists())

    def test_upgrades_are_installed_into_a_copy_which_waits_for_the_next_start(self):
        done = self.run_script("usr/sbin/edgeseed-update", "--upgrades")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((self.root / "dev/mmcblk0p2").read_bytes(), SYSTEM[::-1])
        self.assertEqual((self.root / "dev/mmcblk0p4").read_bytes(), SYSTEM[::-1])
        place = self.root / "run/edgeseed-update"
        steps = [line.replace(str(self.root), "") for line in self.done().splitlines() if f"{place}" in line]
        self.assertEqual(steps[3:], [
            "mount --bind /state /run/edgeseed-update/state", "mount -t tmpfs tmpfs /run/edgeseed-update/boot/firmware",
            "chroot /run/edgeseed-update apt-get -c /usr/lib/edgeseed/upgrade.conf -q --no-download upgrade", "mount -o remount,rw /run/edgeseed-update",
            "chroot /run/edgeseed-update dpkg --purge linux-image-6.9-arm64", "mount -o remount,ro /run/edgeseed-update"])
        self.assertEqual((self.fat / "root4/vmlinuz").read_text(), "new kernel")
        self.assertEqual((self.state / "trial").read_text(), "4 security-upgrades\n")
        self.assertFalse((place / "usr/sbin/policy-rc.d").exists())
        self.assertNotIn("reboot", self.done())
        self.assertTrue(os.access(TREE / "usr/lib/edgeseed/upgrade.conf", os.R_OK))

    def test_one_update_at_a_time(self):
        with open(self.root / "run/edgeseed-update.lock", "w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            self.unwritten("--upgrades", "another update is being written")
            self.unwritten(self.image(), "another update is being written")

    def refused(self, file, what):
        done = self.run_script("usr/sbin/edgeseed-update", file)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertRegex(done.stderr, what)
        self.assertEqual((self.fat / "config.txt").read_text(), CONFIG)
        self.assertNotIn("reboot", self.done())

    def unwritten(self, file, what):
        self.refused(file, what)
        self.assertEqual((self.root / "dev/mmcblk0p4").read_bytes(), bytes(len(SYSTEM)))

    def test_what_is_none_is_refused_before_anything_is_written(self):
        self.unwritten(self.root / "nothing.img.xz", "no file")
        self.unwritten(self.root / "nowhere/edgeseed.img.xz", "no file")
        self.unwritten(self.image(number=1), "no card image of EdgeSeed")
        self.unwritten(self.image(system=SYSTEM * 2), "larger than this card's place")
        cut = self.image()
        cut.write_bytes(cut.read_bytes()[:100])
        self.unwritten(cut, "not whole")
        cut = self.image()
        cut.write_bytes(cut.read_bytes()[:-200])
        self.refused(cut, "not whole")
        (self.root / "dev/mmcblk0p4").write_bytes(bytes(len(SYSTEM)))
        cut.write_bytes(os.urandom(5000))
        self.unwritten(cut, "no card image")
        self.unwritten(self.package(architecture="amd64"), "no package of EdgeSeed for this board")
        self.unwritten(self.package(name="other"), "no package of EdgeSeed")
        self.unwritten(self.image(name="a b$(x).img.xz"), "rename")
        self.assertEqual(self.run_script("usr/sbin/edgeseed-update", "x.zip").returncode, 2)
        self.assertEqual(self.run_script("usr/sbin/edgeseed-update").returncode, 2)
        self.assertIn("FILE.img.xz", self.run_script("usr/sbin/edgeseed-update", "--help").stdout)

    def test_checksums_beside_it_count(self):
        image = self.image()
        sums = self.root / "SHA256SUMS"
        sums.write_text(f"{'0' * 64}  edgeseed.img.xz\n")
        self.unwritten(image, "fetch it again")
        sums.write_text(f"{hashlib.sha256(image.read_bytes()).hexdigest()}  other.img.xz\n")
        self.unwritten(image, "fetch it again")
        # As Windows and binary mode write it, and of a name that would mean something to grep.
        image = image.rename(self.root / "edgeseed-1.0+dirty.img.xz")
        sums.write_text(f"{'0' * 64}  x\r\n{hashlib.sha256(image.read_bytes()).hexdigest()} *{image.name}\r\n")
        self.assertEqual(self.run_script("usr/sbin/edgeseed-update", image).returncode, 0)

    def test_power_cut_after_any_step_leaves_a_system_that_starts(self):
        image, count, steps = self.image(), self.root / "count", 0
        for name in ("cp", "mv", "mkdir", "rm", "sync"):
            line = ":" if name == "sync" else f'{shutil.which(name)} "$@"'
            self.program(self.root / "bin" / name, f'{line}; done=$?; read -r left <"{count}"; echo $((left - 1)) >"{count}"; [ "$left" -ne 1 ] || kill -9 0; exit $done')
        done = None
        while done is None or done.returncode != 0:
            steps += 1
            count.write_text(f"{steps}\n")
            done = self.run_script("usr/sbin/edgeseed-update", image)
            count.write_text("0\n")
            with self.subTest(steps):
                folder = self.fat / "root4"
                tried = "os_prefix=root4/" in (self.fat / "config.txt").read_text()
                if tried:
                    self.assertEqual({path.name for path in folder.iterdir()}, {"vmlinuz", "initrd.img", "bcm2837-rpi-3-b.dtb", "cmdline.txt"})
                else:
                    self.assertEqual((self.fat / "config.txt").read_text(), CONFIG)
                # Where it was written down that there is a trial, the next start ends it.
                self.runs(4 if tried else 2)
                if (self.state / "trial").exists():
                    self.assertEqual(self.run_script("usr/lib/edgeseed/trial").returncode, 0)
                    self.assertEqual((self.state / "message").exists(), tried)
            self.runs(2)
            (self.fat / "config.txt").write_text(CONFIG)
        self.assertGreater(steps, 10)

    def test_first_partition_without_room_is_left_as_it_was(self):
        image = self.image()
        for last in ("initrd.img", "config.old"):
            with self.subTest(last):
                self.program(self.root / "bin/cp", f'case "$*" in *{last}) echo half >"$2"; exit 1 ;; esac; exec {shutil.which("cp")} "$@"')
                self.refused(image, "no room")
                self.assertEqual(sorted(path.name for path in self.fat.iterdir()), ["cmdline.txt", "config.txt"])
                self.assertFalse((self.state / "trial").exists())

    def test_box_that_cannot_be_judged_is_left_alone(self):
        image = self.image()
        (self.root / "well").unlink()
        self.unwritten(image, "not well as it is")
        (self.root / "well").touch()
        (self.root / "state/.volatile").touch()
        self.unwritten(image, "write the card anew")
        (self.root / "state/.volatile").unlink()
        (self.state / "trial").write_text("4 x\n")
        self.unwritten(image, "on trial")
        (self.state / "trial").unlink()
        self.runs(3)
        self.unwritten(image, "only a card of EdgeSeed")
        self.runs(2)
        (self.root / "dev/mmcblk0p4").rename(self.root / "dev/away")
        self.refused(image, "card of 2 GB")

    def test_what_turns_out_to_be_broken_starts_nothing(self):
        (self.root / "broken").touch()
        self.refused(self.image(), "not whole")
        (self.root / "broken").unlink()
        (self.root / "refused").touch()
        self.refused(self.package(), "could not be installed")
        self.refused("--upgrades", "could not be installed")
        (self.root / "refused").unlink()
        (self.new / "usr/bin/edgeseed").unlink()
        shutil.rmtree(self.root / "run/edgeseed-update")
        self.refused(self.image(), "no system that could be started")
        self.assertFalse((self.state / "trial").exists())


class Trial(Box):
    def setUp(self):
        super().setUp()
        self.assertEqual(self.run_script("usr/sbin/edgeseed-update", self.image()).returncode, 0)
        (self.root / "done").unlink()

    def test_well_system_is_kept(self):
        self.runs(4)
        config = (self.fat / "config.txt").read_text()
        (self.fat / "root4/starts").write_text("start\n")
        done = self.run_script("usr/lib/edgeseed/trial")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((self.fat / "config.txt").read_text(), config)
        self.assertEqual((self.fat / "root4/cmdline.txt").read_text(), "console=tty0 root=PARTUUID=0ed6e5ee-04 rw rootwait ro panic=10\n")
        self.assertEqual(sorted(path.name for path in self.state.iterdir()), ["message"])
        self.assertIn("edgeseed.img.xz works", (self.state / "message").read_text())
        self.assertFalse((self.fat / "config.old").exists())
        self.assertFalse((self.fat / "root4/starts").exists())
        self.assertNotIn("reboot", self.done())
        self.assertIn("systemctl stop edgeseed-trial-end.service", self.done())

    def test_system_that_is_not_well_in_time_gives_way(self):
        self.runs(4)
        (self.root / "well").unlink()
        self.assertEqual(self.run_script("usr/lib/edgeseed/trial").returncode, 0)
        self.assertEqual((self.root / "asked").read_text().count("\n"), 1 + 60)
        self.assertEqual((self.fat / "config.txt").read_text(), CONFIG)
        self.assertIn("start reboot.target", self.done())
        # The system of before, which tells what happened.
        self.runs(2)
        self.assertEqual(self.run_script("usr/lib/edgeseed/trial").returncode, 0)
        self.assertRegex((self.state / "warning").read_text(), "edgeseed.img.xz failed: EdgeSeed was not well within five minutes.*The system of before runs")
        self.assertEqual(sorted(path.name for path in self.state.iterdir()), ["warning"])
        self.assertEqual((self.fat / "config.txt").read_text(), CONFIG)
        self.assertFalse((self.fat / "root4").exists())

    def test_time_it_takes_to_ask_counts(self):
        self.runs(4)
        self.program(self.root / "usr/lib/edgeseed/well", 'echo >>"$EDGESEED_SYS/asked"; sleep 55; exit 1')
        self.run_script("usr/lib/edgeseed/trial")
        self.assertEqual((self.root / "asked").read_text().count("\n"), 1 + 5)
        self.assertIn("start reboot.target", self.done())

    def test_system_that_never_got_so_far_is_told_of(self):
        self.assertEqual(self.run_script("usr/lib/edgeseed/trial").returncode, 0)
        self.assertEqual((self.fat / "config.txt").read_text(), CONFIG)
        self.assertIn("it did not start", (self.state / "warning").read_text())

    def test_power_cut_while_the_trial_was_written_down_ends_it(self):
        (self.state / "trial").write_text("")
        self.assertEqual(self.run_script("usr/lib/edgeseed/trial").returncode, 0)
        self.assertEqual((self.fat / "config.txt").read_text(), CONFIG)
        self.assertEqual(self.run_script("usr/sbin/edgeseed-update", self.image()).returncode, 0)

    def test_update_that_failed_can_be_tried_again(self):
        self.run_script("usr/lib/edgeseed/trial")
        self.assertEqual(self.run_script("usr/sbin/edgeseed-update", self.image()).returncode, 0)
        self.assertEqual(sorted(path.name for path in self.state.iterdir()), ["message", "trial"])


class Grow(Box):
    """With the partitions of an image on cards of several sizes."""
    MB = 2048

    def grow(self, megabytes, partitions):
        tool("sfdisk", "fdisk")
        card = self.root / "dev/mmcblk0"
        card.unlink(missing_ok=True)
        with open(card, "wb") as made:
            made.truncate(megabytes << 20)
        subprocess.run(["sfdisk", "-q", card], input="label: dos\nlabel-id: 0x0ed6e5ee\n" + "".join(f"start={start}, size={size}, type=83\n" for start, size in partitions), text=True, check=True)
        self.partitions = dict(enumerate(partitions, 1))
        self.write_partitions(megabytes * self.MB)
        self.runs(3)
        done = self.run_script("usr/lib/edgeseed/grow", self.root)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("resize2fs /dev/mmcblk0p3", self.done())
        table = json.loads(subprocess.run(["sfdisk", "--json", card], check=True, capture_output=True).stdout)["partitiontable"]["partitions"]
        return [(each["start"], each["size"]) for each in table]

    def test_second_place_is_the_end_of_a_card_that_has_room(self):
        image = [(4 * self.MB, 256 * self.MB), (260 * self.MB, 640 * self.MB), (900 * self.MB, 64 * self.MB)]
        for megabytes in (1907, 2048, 30_000):
            with self.subTest(megabytes):
                grown = self.grow(megabytes, image)
                end = megabytes - 640
                self.assertEqual(grown, [*image[:2], (900 * self.MB, (end - 900) * self.MB), (end * self.MB, 640 * self.MB)])
                self.assertEqual(self.grow(megabytes, grown), grown)

    def test_smaller_card_has_one_system(self):
        image = [(4 * self.MB, 256 * self.MB), (260 * self.MB, 640 * self.MB), (900 * self.MB, 64 * self.MB)]
        self.assertEqual(self.grow(1024, image), [*image[:2], (900 * self.MB, 124 * self.MB)])
        self.assertEqual(self.grow(970, image), image)

    def test_what_a_power_cut_left_half_done_is_done_by_the_next_start(self):
        half = [(4 * self.MB, 256 * self.MB), (260 * self.MB, 640 * self.MB), (900 * self.MB, 64 * self.MB), (1408 * self.MB, 640 * self.MB)]
        self.assertEqual(self.grow(2048, half), [*half[:2], (900 * self.MB, 508 * self.MB), half[3]])


class Start(unittest.TestCase):
    """The initramfs counts the starts of a system on trial, and gives up on it at the fourth."""

    def test_fourth_start_is_that_of_before(self):
        script = (TREE / "etc/initramfs-tools/scripts/local-premount/edgeseed").read_text()
        with tempfile.TemporaryDirectory(prefix="edgeseed-start-") as scratch:
            root = Path(scratch)
            (root / "card/root4").mkdir(parents=True)
            (root / "card/config.txt").write_text("new")
            (root / "card/config.old").write_text("old")
            block = root / "sys/class/block"
            for number in (1, 4):
                (root / f"sys/devices/mmcblk0/mmcblk0p{number}").mkdir(parents=True)
                (root / f"sys/devices/mmcblk0/mmcblk0p{number}/partition").write_text(f"{number}\n")
            block.mkdir(parents=True)
            (block / "mmcblk0p4").symlink_to(root / "sys/devices/mmcblk0/mmcblk0p4")
            (root / "cmdline").write_text("root=x ro edgeseed.trial=4 panic=10\n")
            (root / "start").write_text(re.sub(r'(?<![\w/])(/card|/sys/class)', rf"{root}\1", script).replace("/proc/cmdline", f"{root}/cmdline").replace("/scripts/functions", f"{root}/functions"))
            # As the initramfs has it: what the kernel was told, and who finds the device of it.
            (root / "functions").write_text('resolve_device() { [ "$1" = PARTUUID=0ed6e5ee-04 ] && echo /dev/mmcblk0p4; }\n')
            bin_ = root / "bin"
            bin_.mkdir()
            for name in ("modprobe", "umount", "sync", "mount", "reboot"):
                (bin_ / name).write_text(f'#!/bin/sh\necho "{name} $*" >>{root}/done\n')
                (bin_ / name).chmod(0o755)

            def start(line=None):
                if line:
                    (root / "cmdline").write_text(line)
                subprocess.run(["sh", root / "start"], check=True, env={**os.environ, "PATH": f"{bin_}:{os.environ['PATH']}", "ROOT": "PARTUUID=0ed6e5ee-04"})

            for count in range(3):
                start()
                self.assertEqual((root / "card/config.txt").read_text(), "new", count)
            self.assertIn("mount -t vfat -o rw /dev/mmcblk0p1", (root / "done").read_text())
            self.assertNotIn("reboot", (root / "done").read_text())
            start()
            self.assertEqual((root / "card/config.txt").read_text(), "old")
            self.assertIn("reboot -f", (root / "done").read_text())
            # Any other start leaves the card alone.
            (root / "done").unlink()
            start("root=x ro panic=10\n")
            self.assertFalse((root / "done").exists())


if __name__ == "__main__":
    unittest.main()
