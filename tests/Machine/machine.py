"""A booted machine with GPIO lines, an OLED and USB sockets, and the service in it: what the tests here share.

EDGESEED_VM      folder of the rig (its vm.py has class VM); without it every test is skipped
EDGESEED_VM_RUN  where this machine runs, so that two may run side by side (default: the rig's own place)
EDGESEED_BINARY  the native linux-x64 program
"""
import base64
import importlib
import json
import os
import re
import shutil
import sys
import tempfile
import time
import unittest

CONFIG = "/etc/edgeseed/seed.toml"
BINARY = "/usr/local/bin/edgeseed"


class Machine:
    """The machine, and the service as a unit of its own in it."""

    def __init__(self, ports=()):
        folder, self.binary = os.environ.get("EDGESEED_VM"), os.environ.get("EDGESEED_BINARY")
        if not folder or not self.binary:
            raise unittest.SkipTest("EDGESEED_VM and EDGESEED_BINARY name no machine and no program")
        sys.path.insert(0, folder)
        self.vm = importlib.import_module("vm").VM(os.environ.get("EDGESEED_VM_RUN"))
        self.folder = tempfile.mkdtemp(prefix="edgeseed-machine-")
        try:
            self.vm.start(warm=True, fwd=ports, timeout=90)
        except Exception as failure:
            # A resumed machine may never wake.
            print(f"started cold: {failure}", file=sys.stderr)
            self.vm.kill()
            self.vm.start(fwd=ports)
        self.vm.push(self.binary, BINARY)

    def run(self, command, timeout=60):
        """What a command prints; it must succeed."""
        return self.vm.run(command, timeout, check=True)[1]

    def write(self, path, text):
        """Writes a file at once, as editors do: beside it, then renamed."""
        coded = base64.b64encode(text.encode()).decode()
        self.run(f"mkdir -p $(dirname {path}) && echo {coded} | base64 -d > {path}.new && mv {path}.new {path}")

    def serve(self, config):
        """Starts the service with a configuration."""
        self.write(CONFIG, config)
        self.run("systemctl reset-failed edgeseed 2>/dev/null; systemd-run -q -u edgeseed --property=KillSignal=SIGTERM "
                 f"{BINARY} serve --config {CONFIG}")

    def journal(self):
        """Every line the service has logged."""
        return self.run("journalctl -u edgeseed -o cat --no-pager")

    def status(self):
        """The service's own status."""
        return json.loads(self.run(f"{BINARY} status --json --state /var/lib/edgeseed"))

    def seen(self, look, seconds):
        """Looks until there is something to see, and returns it; or what was seen last."""
        end = time.monotonic() + seconds
        while not (seen := look()) and time.monotonic() <= end:
            time.sleep(0.3)
        return seen

    def wait(self, what, look, seconds=90):
        """Looks until there is something to see, and returns it."""
        if seen := self.seen(look, seconds):
            return seen
        raise AssertionError(f"not seen in {seconds} s: {what}\n{self.journal()[-2000:]}")

    def stop(self):
        """Stops the service; the machine goes on."""
        self.run("systemctl stop edgeseed", 120)

    def close(self):
        self.vm.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    # --- LEDs -------------------------------------------------------------------------------
    def now(self):
        """Seconds on the clock of the log of edges."""
        return float(self.run("cut -d' ' -f1 /proc/uptime"))

    def edges(self, line, since=0.0):
        """[(seconds, level)] of an LED's line."""
        return [(at, level) for at, _, level in self.vm.gpio_log(line) if at >= since and level is not None]

    def level(self, line):
        """Whether the line is high now."""
        return self.vm.gpio(line)[1] == 1

    def blinks(self, line, seconds=9.0):
        """(milliseconds on, milliseconds off) of every blink in the next seconds."""
        since = self.now()
        time.sleep(seconds)
        edges = self.edges(line, since)
        lengths = [(level, (after - at) * 1000) for (at, level), (after, _) in zip(edges, edges[1:])]
        if lengths and lengths[0][0] == 0:
            lengths = lengths[1:]
        return [(on[1], off[1]) for on, off in zip(lengths[::2], lengths[1::2])]

    # --- OLED -------------------------------------------------------------------------------
    def screen(self):
        """The OLED's picture: 64 rows of 128 zeroes and ones."""
        return self.vm.oled()[1]

    def text(self):
        """What can be read off the OLED."""
        return read_text(self.screen())


def _font(name, width):
    """[(character, rows)] of a font of the program, from its source."""
    here = os.path.dirname(os.path.abspath(__file__))
    path = os.path.join(here, "../../src/EdgeSeed.Hardware/Displays", name)
    glyphs = [(" ", [0] * width)]
    with open(path, encoding="utf-8") as source:
        for line in source:
            found = re.match(r"\s+((?:0x[0-9A-F]+, )+)// (.+)$", line)
            if found and len(found[2]) == 1:
                glyphs.append((found[2], [int(column, 16) for column in found[1].rstrip(", ").split(", ")]))
    return glyphs


def read_text(rows):
    """Text in the program's two fonts, from the top, lit on dark or dark on lit, a line each."""
    found = []
    for name, width, height in (("LargeFont.cs", 9, 15), ("SmallFont.cs", 6, 10)):
        # The topmost and the lowest row may belong to the lines above and below.
        mask = ((1 << height) - 1) & ~1 & ~(1 << (height - 1))
        shapes = {}
        for letter, columns in _font(name, width):
            shapes.setdefault(tuple(column & mask for column in columns), letter)
        for y in range(-1, len(rows) - height + 2):
            columns = [sum((rows[y + row][x] if 0 <= y + row < len(rows) else 0) << row for row in range(height)) for x in range(len(rows[0]))]
            for lit in (0, mask):
                x = 0
                while x < len(columns):
                    line = ""
                    while True:
                        cell = tuple((column ^ lit) & mask for column in columns[x:x + width])
                        cell += (0,) * (width - len(cell))
                        letter = shapes.get(cell)
                        if letter is None or x >= len(columns) or (letter == " " and not line):
                            break
                        line += letter
                        x += width
                    if len(line.strip()) > 1:
                        found.append((y, line.strip()))
                    x += 1 if not line else 0
    return "\n".join(line for _, line in sorted(found))
