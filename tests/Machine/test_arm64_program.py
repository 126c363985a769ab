"""The arm64 package's program on this machine under qemu-user, against the x64 one and a client of another make.

    EDGESEED_ARM64_DEB=… EDGESEED_BINARY=… /usr/bin/python3 -m unittest -v tests/Machine/test_arm64_program.py      (about half a minute)

EDGESEED_BINARY  the native linux-x64 program; the cache is that of arm64.py
"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import arm64
import clients
from installed import free_port
from needs import given, tool

TRACKER = "http://127.0.0.1:1/announce"
FILES = {"album/one.bin": 3_000_001, "album/deep/two.bin": 700_000, "album/three.txt": 1}
# A processor without instructions for SHA-1, as a Raspberry Pi 4's, by what getauxval(3) says where the program asks for it; no model of QEMU's is one.
ASKED = "asked for SHA-1"
PLAIN_PROCESSOR = f"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <string.h>
#include <unistd.h>
extern unsigned long __getauxval(unsigned long type);
static unsigned long plain(unsigned long type)
{{
    if (type != 16) return __getauxval(type);
    write(2, "{ASKED}", {len(ASKED)});
    return __getauxval(type) & ~(1ul << 5);
}}
void *dlsym(void *library, const char *name)
{{
    void *(*real)(void *, const char *) = dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.34");
    return strcmp(name, "getauxval") ? real(library, name) : (void *)plain;
}}
"""


class Arm64ProgramTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        given("EDGESEED_ARM64_DEB", "an arm64 package of the program")
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.scratch = pathlib.Path(scratch.name)
        cls.root = arm64.root(cls.scratch)
        cls.qemu = tool("qemu-aarch64", "qemu-user")
        cls.x64 = given("EDGESEED_BINARY", "the native linux-x64 program")
        for name, size in FILES.items():
            file = cls.scratch / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(os.urandom(size))

    def command(self, *words, preload=None):
        return [self.qemu, "-L", self.root, *(["-E", f"LD_PRELOAD={preload}"] if preload else []), self.root / "usr/bin/edgeseed", *words]

    def run_it(self, *words, preload=None):
        """What the program prints, messages included; it must succeed."""
        done = subprocess.run(self.command(*words, preload=preload), cwd=self.scratch, capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def make(self, name, preload=None):
        """Makes a torrent of the album, byte for byte the same by whoever makes it; what the program prints."""
        return self.run_it("make", "album", "--no-date", "--announce", TRACKER, "--force", "--output", name, preload=preload)

    def content(self, name):
        return (self.scratch / name).read_bytes()

    def test_make_gives_what_the_x64_program_gives(self):
        subprocess.run([self.x64, "make", "album", "--no-date", "--announce", TRACKER, "--force", "--output", "x64.torrent"],
                       cwd=self.scratch, check=True, capture_output=True)
        self.make("arm64.torrent")
        self.assertEqual(self.content("arm64.torrent"), self.content("x64.torrent"))

    def test_make_gives_the_same_on_a_processor_without_sha1(self):
        compiler = tool("aarch64-linux-gnu-gcc", "gcc-aarch64-linux-gnu")
        (self.scratch / "plain.c").write_text(PLAIN_PROCESSOR)
        library = self.scratch / "plain.so"
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, self.scratch / "plain.c"], check=True)
        self.assertIn(ASKED, self.make("plain.torrent", preload=library))
        self.assertNotIn(ASKED, self.make("again.torrent"))
        self.assertEqual(self.content("plain.torrent"), self.content("again.torrent"))

    def test_verify_finds_what_was_damaged(self):
        self.make("album.torrent")
        self.assertIn("album", self.run_it("verify", "album.torrent", "."))
        whole = (self.scratch / "album/one.bin").read_bytes()
        try:
            (self.scratch / "album/one.bin").write_bytes(whole[:1_000_000] + b"wrong" + whole[1_000_005:])
            done = subprocess.run(self.command("verify", "album.torrent", "."), cwd=self.scratch, capture_output=True, text=True, timeout=120)
            self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        finally:
            (self.scratch / "album/one.bin").write_bytes(whole)

    def test_show_and_config_say_what_the_x64_program_says(self):
        self.make("shown.torrent")
        (self.scratch / "wrong.toml").write_text('[seeder]\nuplaod = "8 KB/s"\n[hardware]\nnight = "25:00-07:00"\n')
        for words in (["show", "shown.torrent"], ["show", "shown.torrent", "--json"], ["config", "sample"], ["config", "check", "wrong.toml"]):
            ours, theirs = (subprocess.run(command, cwd=self.scratch, capture_output=True, text=True, timeout=120)
                            for command in (self.command(*words), [self.x64, *words]))
            self.assertEqual((ours.returncode, ours.stdout, ours.stderr), (theirs.returncode, theirs.stdout, theirs.stderr))

    def test_client_of_another_make_fetches_by_peers_what_it_serves(self):
        page, peers = free_port(), free_port()
        film = os.urandom(5_000_000)
        (self.scratch / "folder").mkdir()
        (self.scratch / "folder/film.bin").write_bytes(film)
        (self.scratch / "serve.toml").write_text('[seeder]\nweb_seed = false\n')
        with open(self.scratch / "serve.log", "wb") as log:
            served = subprocess.Popen(self.command("serve", "folder", "--config", "serve.toml", "--state", "state", "--bind", "127.0.0.1", "--port", str(page),
                                                   "--peer-port", str(peers), "--no-hardware"), cwd=self.scratch, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            began = time.monotonic()
            while not (seeding := [torrent for torrent in self.status(page) if torrent["state"] == "seeding"]):
                self.assertIsNone(served.poll(), (self.scratch / "serve.log").read_text())
                self.assertLess(time.monotonic() - began, 120, (self.scratch / "serve.log").read_text())
                time.sleep(0.2)
            with urllib.request.urlopen(f"http://127.0.0.1:{page}/torrents/{seeding[0]['info_hash']}.torrent", timeout=20) as answer:
                torrent = answer.read()
            self.assertNotIn(b"url-list", torrent)
            (self.scratch / "film.torrent").write_bytes(torrent)
            clients.by_tracker(self.scratch / "film.torrent", self.scratch / "fetched")
            self.assertEqual((self.scratch / "fetched/film.bin").read_bytes(), film)
            served.send_signal(signal.SIGTERM)
            self.assertEqual(served.wait(60), 0, (self.scratch / "serve.log").read_text())
        finally:
            served.kill()
            served.wait()

    @staticmethod
    def status(page):
        """Torrents of the served page; none before it answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{page}/status.json", timeout=20) as answer:
                return json.load(answer)["torrents"]
        except OSError:
            return []


if __name__ == "__main__":
    unittest.main()
