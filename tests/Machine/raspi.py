"""A card image in an emulated Raspberry Pi 3B: what is on the card before and after, the box on its network, sticks, and the plug that is pulled."""
import json
import re
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

from installed import free_port
from needs import tool

BOOT, CARD_BYTES = 4 << 20, 2 << 30     # where the first partition begins; cards of QEMU have powers of two
TREE = "bcm2837-rpi-3-b.dtb"


class Raspi:
    """The card of an image, and the board when it is switched on."""

    def __init__(self, image, folder):
        self.qemu = tool("qemu-system-aarch64", "qemu-system-arm")
        tool("mcopy", "mtools")
        self.folder, self.card = Path(folder), Path(folder) / "card.img"
        with open(self.card, "wb") as card:
            subprocess.run(["xz", "-dc", image], stdout=card, check=True)
            self.image_bytes = card.seek(0, 2)
            card.truncate(CARD_BYTES)
        self.page, self.peers, self.ssh_port = free_port(), free_port(), free_port()
        self.process = self.began = None
        self.sticks = 0

    # --- The card, while the board is off -----------------------------------------------------------------------------
    def read(self, name):
        """A file of the first partition, or None."""
        done = subprocess.run(["mtype", "-i", f"{self.card}@@{BOOT}", f"::{name}"], capture_output=True, check=False)
        return done.stdout if done.returncode == 0 else None

    def write(self, name, content):
        """Writes a file to the first partition, as somebody's PC does."""
        subprocess.run(["mcopy", "-o", "-i", f"{self.card}@@{BOOT}", "-", f"::{name}"], input=content.encode(), check=True)

    def partition(self, number):
        """(start, bytes) of a partition."""
        table = json.loads(subprocess.run(["sfdisk", "--json", self.card], check=True, capture_output=True).stdout)["partitiontable"]["partitions"]
        return table[number - 1]["start"] * 512, table[number - 1]["size"] * 512

    def digest(self, number):
        """SHA-256 of a partition's bytes after its superblock, in which each check of it leaves a time."""
        start, size = self.partition(number)
        return subprocess.run(f"tail -c +{start + 4097} '{self.card}' | head -c {size - 4096} | sha256sum", shell=True, check=True, capture_output=True, text=True).stdout.split()[0]

    def holds(self, secret):
        """Whether the first partition has these bytes anywhere, in files or where files were."""
        _, size = self.partition(1)
        with open(self.card, "rb") as card:
            card.seek(BOOT)
            return secret.encode() in card.read(size)

    def firmware(self):
        """What a board's firmware takes from the first partition: paths of kernel, initramfs and device tree, and the kernel's command line."""
        settings = self.read("config.txt").decode().splitlines()
        prefix = next((line.split("=")[1] for line in reversed(settings) if line.startswith("os_prefix=")), "")
        names = (next(line.split("=")[1] for line in settings if line.startswith("kernel=")), next(line.split()[1] for line in settings if line.startswith("initramfs ")), TREE)
        taken = []
        for name in names:
            content = self.read(prefix + name)
            assert content, f"{prefix}{name} is not on the card"
            taken.append(self.folder / f"boot-{name}")
            taken[-1].write_bytes(content)
        return *taken, self.read(f"{prefix}cmdline.txt").decode().strip()

    # --- The board -----------------------------------------------------------------------------------------------------
    def start(self):
        """Switches it on; on this side's loopback its page, its peer port and its SSH have ports of their own, and it reaches nothing."""
        control = self.folder / "qmp"
        for old in (control, self.folder / "console"):
            old.unlink(missing_ok=True)
        forwards = ",".join(f"hostfwd={kind}:127.0.0.1:{here}-:{there}" for kind, here, there in (
            ("tcp", self.page, 6969), ("udp", self.page, 6969), ("tcp", self.peers, 6881), ("tcp", self.ssh_port, 22)))
        kernel, initramfs, tree, line = self.firmware()
        # The emulated watchdog counts this side's seconds: on a busy machine it would start the board anew.
        line = line.replace("console=tty0 ", "") + " systemd.watchdog_sec=0"
        with open(self.folder / "qemu", "wb") as messages:
            self.process = subprocess.Popen(
                [self.qemu, "-M", "raspi3b", "-no-reboot", "-kernel", kernel, "-initrd", initramfs, "-dtb", tree, "-append", line,
                 "-drive", f"if=sd,format=raw,file={self.card},cache=unsafe", "-display", "none", "-serial", "null", "-serial", f"file:{self.folder}/console",
                 "-qmp", f"unix:{control},server=on,wait=off", "-monitor", "none", "-netdev", f"user,id=net,restrict=on,{forwards}", "-device", "usb-net,netdev=net"],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=messages)
        self.began = time.monotonic()

    def cut(self):
        """Pulls the plug."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def restarts(self, seconds):
        """Waits until the board starts anew by itself, and has the firmware look at the card again."""
        self.process.wait(seconds)
        self.start()

    def console(self):
        console = self.folder / "console"
        return console.read_text(errors="replace") if console.exists() else ""

    def wait(self, what, look, seconds, anew=False):
        """Looks until there is something to see; (it, seconds since the start). It may start anew by itself meanwhile, or must not. Without USB it is started again."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if (anew and self.process.poll() == 0) or self.is_cut_off():
                self.cut()
                self.start()
            assert self.process.poll() is None, f"the board went off: {(self.folder / 'qemu').read_text()}"
            if seen := look():
                return seen, time.monotonic() - self.began
            time.sleep(1)
        raise AssertionError(f"not in {seconds} s: {what}\n{self.console()[-3000:]}")

    def is_cut_off(self):
        """Whether it is up without USB, and so without a network: on a busy machine the emulated controller sometimes finds nothing."""
        if self.process.poll() is not None or " login:" not in self.console():
            return False
        return re.search("Device 0[.]0,.* Network", self._control(("human-monitor-command", {"command-line": "info usb"}))) is not None

    def get(self, path):
        """One of the box's pages, or None while it does not answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.page}{path}", timeout=30) as answer:
                return answer.read()
        except OSError:
            return None

    def status(self):
        """The box's own status; empty while there is none."""
        return json.loads(self.get("/status.json") or "{}")

    def _login(self, key, command):
        return ["ssh", "-i", key, "-p", str(self.ssh_port), "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
                "-o", "LogLevel=ERROR", "-o", "ConnectTimeout=60", "-o", "ServerAliveInterval=60", "root@127.0.0.1", command]

    def ssh(self, key, command, seconds=120):
        """(exit code, what it prints) of a command in the box."""
        done = subprocess.run(self._login(key, command), capture_output=True, text=True, timeout=seconds, check=False)
        return done.returncode, done.stdout + done.stderr

    def begin(self, key, command, printed):
        """Begins a command in the box, which prints to this file; its process here."""
        return subprocess.Popen(self._login(key, command), stdin=subprocess.DEVNULL, stdout=printed, stderr=printed)

    def line(self, number):
        """Whether a line of the header is high, as the board's chip has it (GPLEV0 of the BCM2835)."""
        level = self._control(("human-monitor-command", {"command-line": "xp /1wx 0x3f200034"}))
        return bool(int(level.split()[-1], 16) >> number & 1)

    def plug(self, image):
        """Plugs in a stick; its name for unplug."""
        self.sticks += 1
        name = f"stick{self.sticks}"
        self._control(("blockdev-add", {"driver": "raw", "node-name": name, "file": {"driver": "file", "filename": str(image)}}),
                      ("device_add", {"driver": "usb-storage", "id": f"{name}-usb", "drive": name}))
        return name

    def unplug(self, name):
        """Pulls a stick without asking."""
        self._control(("device_del", {"id": f"{name}-usb"}))

    def _control(self, *commands):
        """Has the emulator do these; what the last one answers."""
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(60)
            line.connect(str(self.folder / "qmp"))
            stream = line.makefile("rw")
            stream.readline()
            for command, arguments in (("qmp_capabilities", {}), *commands):
                stream.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
                stream.flush()
                while "event" in (answer := json.loads(stream.readline())):
                    pass
                assert "return" in answer, answer
        return answer["return"]
