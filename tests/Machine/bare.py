"""A bare arm64 machine under QEMU: a kernel, busybox and the program, commands given over its serial line."""
import shutil
import socket
import subprocess
import time

import arm64
from needs import tool

CONSOLE = "ttyAMA0"
MARK = b"\x1e"
INIT = f"""#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t devtmpfs dev /dev
for module in /modules/*; do insmod $module; done
mount -t configfs config /sys/kernel/config
ifconfig lo 127.0.0.1 up; ifconfig eth0 10.0.2.15 netmask 255.255.255.0 up; route add default gw 10.0.2.2
exec </dev/{CONSOLE} >/dev/{CONSOLE} 2>&1
stty -echo -onlcr
printf '\\036'
while read -r line; do eval "$line" 2>&1; printf '\\036%s\\036' $?; done
poweroff -f
"""


class BareMachine:
    """The machine, from its start on; `ports` of it are the same ones on this side's loopback address, and it reaches nothing."""

    def __init__(self, scratch, page_bytes, ports, start_seconds=180):
        qemu, _ = tool("qemu-system-aarch64", "qemu-system-arm"), tool("cpio", "cpio")
        root, (image, modules) = arm64.root(scratch), arm64.kernel(page_bytes)
        for folder in ("proc", "sys", "dev", "etc", "tmp", "modules", "root"):
            (root / folder).mkdir(exist_ok=True)
        for module in modules:
            shutil.copy2(module, root / "modules")
        (root / "etc/passwd").write_text("root:x:0:0:root:/root:/bin/sh\n")
        (root / "init").write_text(INIT)
        (root / "init").chmod(0o755)
        names = subprocess.run(["find", "."], cwd=root, check=True, capture_output=True).stdout
        with open(scratch / "initrd", "wb") as initrd:
            subprocess.run(["cpio", "-o", "-H", "newc", "--quiet"], cwd=root, input=names, stdout=initrd, check=True)
        forwarded = ",".join(f"hostfwd=tcp:127.0.0.1:{port}-:{port}" for port in ports)
        self.began = time.monotonic()
        self.line, other = socket.socketpair()
        self.unread = b""
        self.process = subprocess.Popen(
            [qemu, "-M", "virt,gic-version=3", "-cpu", arm64.PROCESSORS[page_bytes], "-smp", "2", "-m", "512", "-accel", "tcg,thread=multi",
             "-kernel", image, "-initrd", scratch / "initrd", "-append", f"console={CONSOLE} quiet loglevel=1 panic=-1 mitigations=off", "-no-reboot",
             "-netdev", f"user,id=net,restrict=on,{forwarded}", "-device", "virtio-net-pci,netdev=net", "-display", "none", "-monitor", "none", "-serial", "stdio"],
            stdin=other, stdout=other, stderr=subprocess.STDOUT)
        other.close()
        self._read(start_seconds)
        self.boot_seconds = time.monotonic() - self.began

    def run(self, command, seconds=60):
        """What a command prints; it must succeed."""
        assert "\n" not in command, command
        self.line.sendall(command.encode() + b"\n")
        text, code = self._read(seconds), self._read(seconds)
        assert code == "0", f"{command}: exit code {code}\n{text}"
        return text

    def write(self, path, text):
        """Writes a file of text without quotation marks of the single kind, line by line: a terminal's line holds 4,095 bytes."""
        self.run(f"mkdir -p $(dirname {path}); : > {path}")
        for line in text.splitlines():
            self.run(f"echo '{line}' >> {path}")

    def close(self):
        self.process.kill()
        self.process.wait()
        self.line.close()

    def _read(self, seconds):
        """What comes over the serial line up to the next mark, which no command prints."""
        until = time.monotonic() + seconds
        while MARK not in self.unread:
            self.line.settimeout(max(0.01, until - time.monotonic()))
            try:
                data = self.line.recv(65536)
            except TimeoutError:
                data = b""
            if not data:
                raise AssertionError(f"no answer of the machine within {seconds} s:\n{self.unread[-4000:].decode(errors='replace')}")
            self.unread += data.replace(b"\r", b"")
        text, self.unread = self.unread.split(MARK, 1)
        return text.decode(errors="replace")
