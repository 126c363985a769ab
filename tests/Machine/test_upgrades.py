"""Debian's security upgrades as a card takes them: deploy/image's `upgrade` and `edgeseed-update`, with apt and packages as they are, on two disk images of this
machine's own kind. What only a card has is played: the board, its first partition, EdgeSeed.

    sudo python3 -m unittest -v tests/Machine/test_upgrades.py      (one to three minutes, Debian's mirror, loop devices, 1.5 GB)
"""
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from debian import KEYS, mirror
from needs import tool

TREE = Path(__file__).resolve().parents[2] / "deploy/image/root"
SUITE = "trixie"
OURS = ("usr/sbin/edgeseed-update", "usr/lib/edgeseed/upgrade", "usr/lib/edgeseed/upgrade.conf", "etc/apt/apt.conf.d/50edgeseed")
PLAYED = {
    "usr/lib/edgeseed/well": ":",
    "usr/lib/edgeseed/card": ":",
    "usr/lib/edgeseed/trial": ":",
    "usr/bin/edgeseed": ":",
    "played/edgeseed": 'printf "[system]\\nunattended = true  # seed.toml:1\\n\\n"',
    "played/findmnt": "echo /dev/mmcblk0p2",
    "played/ip": "echo default via 192.168.1.1",
    # A PC's kernel has no trees of boards.
    "played/cp": 'case "$*" in *broadcom*) ;; *) exec /usr/bin/cp "$@" ;; esac',
}
# The box: root read-only, and a second place for a system; all of it is gone with the namespace.
BOX = """
mount -o ro "$1" root
mount -t proc proc root/proc
# The first partition too: what remounts it must not remount this machine's disk.
for place in run tmp var/tmp var/log dev sys boot/firmware; do mount -t tmpfs tmpfs root/$place; done
mount --bind state root/state
cp fat/* root/boot/firmware/
for device in null zero full random urandom tty; do touch root/dev/$device; mount --bind /dev/$device root/dev/$device; done
for number in 2 4; do
  touch root/dev/mmcblk0p$number
  mkdir -p root/sys/class/block/mmcblk0p$number
  echo $number >root/sys/class/block/mmcblk0p$number/partition
  echo $(($(stat -c %s slot$number) / 512)) >root/sys/class/block/mmcblk0p$number/size
done
mount --bind "$1" root/dev/mmcblk0p2
mount --bind "$2" root/dev/mmcblk0p4
mkdir -p root/run/systemd/timesync
touch root/run/systemd/timesync/synchronized
chroot root env PATH=/played:/usr/sbin:/usr/bin:/sbin:/bin /usr/lib/edgeseed/upgrade
cp -r root/boot/firmware/* fat/
"""


class Upgrades(unittest.TestCase):
    def setUp(self):
        if os.geteuid() != 0:
            self.skipTest("systems in files are root's: sudo")
        for command, package in (("mmdebstrap", "mmdebstrap"), ("mkfs.ext4", "e2fsprogs"), ("losetup", "mount"), ("unshare", "util-linux")):
            tool(command, package)
        self.folder = Path(tempfile.mkdtemp(prefix="edgeseed-upgrades-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.folder.chmod(0o755)
        for name in ("root", "other", "state/update", "fat"):
            (self.folder / name).mkdir(parents=True)
        (self.folder / "fat/config.txt").write_text("arm_64bit=1\n")
        (self.folder / "fat/cmdline.txt").write_text("root=PARTUUID=0ed6e5ee-02 ro\n")

    def run_it(self, *command, seconds=1800):
        done = subprocess.run(list(map(str, command)), cwd=self.folder, capture_output=True, text=True, timeout=seconds, check=False)
        self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
        return done.stdout

    def disk(self, name):
        """A loop device of a disk image."""
        with open(self.folder / name, "wb") as made:
            made.truncate(1400 << 20)
        device = self.run_it("losetup", "-f", "--show", name).strip()
        self.addCleanup(subprocess.run, ["losetup", "-d", device], check=False)
        return device

    def digest(self, name):
        with open(self.folder / name, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def make_system(self, device):
        """Debian as it was released: none of the security upgrades is in it."""
        signed = f"[signed-by={KEYS}]"
        root = self.folder / "system"
        root.mkdir()
        self.run_it("mmdebstrap", "-q", "--format=tar", "--variant=essential", "--include=apt,mount,zstd,debian-archive-keyring,openssl,initramfs-tools,linux-image-" +
                    self.run_it("dpkg", "--print-architecture").strip(), '--aptopt=APT::Install-Recommends "false"', SUITE, "system.tar", f"deb {signed} {mirror()} {SUITE} main")
        self.run_it("tar", "-C", root, "-xf", "system.tar")
        (self.folder / "system.tar").unlink()
        for place in OURS:
            (root / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(TREE / place, root / place)
        for place, line in PLAYED.items():
            (root / place).parent.mkdir(exist_ok=True)
            (root / place).write_text(f"#!/bin/sh\n{line}\n")
            (root / place).chmod(0o755)
        for place in ("state", "boot/firmware"):
            (root / place).mkdir(parents=True)
        (root / "etc/apt/sources.list").write_text(f"deb {signed} {mirror()} {SUITE} main\ndeb {signed} {mirror('Debian-Security')} {SUITE}-security main\n")
        shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
        # Not mounted to be filled: a mount namespace that somebody makes meanwhile would keep the mount, and so the disk.
        self.run_it("mkfs.ext4", "-q", "-d", root, device)
        shutil.rmtree(root)

    def test_upgrades_and_a_new_kernel_are_in_the_other_system_and_the_one_that_runs_is_untouched(self):
        running, other = self.disk("slot2"), self.disk("slot4")
        self.make_system(running)
        self.run_it("sync")
        before = self.digest("slot2")
        printed = self.run_it("unshare", "-m", "sh", "-euc", BOX, "sh", running, other)
        if "There are no security upgrades" in printed:
            self.skipTest(f"Debian has no security upgrades of {SUITE} now")
        self.assertEqual(self.digest("slot2"), before)
        self.assertEqual((self.folder / "state/update/trial").read_text(), "4 security-upgrades\n")
        self.assertIn("os_prefix=root4/", (self.folder / "fat/config.txt").read_text())

        wanted = dict(line.split() for line in (self.folder / "state/upgrade/tried").read_text().splitlines())
        root = self.folder / "other"
        self.run_it("mount", "-o", "ro", other, root)
        self.addCleanup(self.run_it, "umount", root)
        there = dict(line.split("\t") for line in self.run_it("chroot", root, "dpkg-query", "-W", "-f", "${Package}\t${Version}\n").splitlines() if not line.endswith("\t"))
        self.assertEqual({name: there.get(name) for name in wanted}, wanted)
        self.assertEqual(self.run_it("chroot", root, "dpkg", "--audit"), "")
        kernels = list((root / "boot").glob("vmlinuz-*"))
        self.assertEqual(len(kernels), 1)
        self.assertEqual((self.folder / "fat/root4/vmlinuz").read_bytes(), kernels[0].read_bytes())
        self.assertEqual((self.folder / "fat/root4/initrd.img").read_bytes(), (root / f"boot/initrd.img-{kernels[0].name[8:]}").read_bytes())
        self.assertEqual([*(root / "boot/firmware").iterdir(), *(root / "state").iterdir(), *(root / "usr/sbin").glob("policy-rc.d")], [])
        print(f"{len(wanted)} packages, {'a new' if any(name.startswith('linux-image-') for name in wanted) else 'no'} kernel", file=sys.stderr)


if __name__ == "__main__":
    unittest.main()
