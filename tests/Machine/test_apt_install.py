"""A clean Debian that installs EdgeSeed from a release's apt repository, served by a plain web server, as deploy/README.md says.

    sudo EDGESEED_DEB=… python3 -m unittest -v tests/Machine/test_apt_install.py      (two minutes)

EDGESEED_DEB  the package for this machine
"""
import functools
import http.server
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from needs import given, tool

RELEASE = Path(__file__).resolve().parents[2] / "deploy/release.sh"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """The web server is not what is tested."""


class AptInstall(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if os.geteuid() != 0:
            raise unittest.SkipTest("a system in a folder is root's: sudo")
        for command, package in (("mmdebstrap", "mmdebstrap"), ("apt-ftparchive", "apt-utils"), ("gpg", "gnupg"), ("ssh-keygen", "openssh-client")):
            tool(command, package)
        cls.package = Path(given("EDGESEED_DEB", "the package for this machine"))
        cls.folder = Path(tempfile.mkdtemp(prefix="edgeseed-apt-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.folder.chmod(0o755)
        cls.system = cls.folder / "system"
        cls.run_in(["mmdebstrap", "--quiet", "--variant=apt", "--include=ca-certificates", cls.suite(), cls.system])
        environment = {**os.environ, "GNUPGHOME": str(cls.folder / "gpg")}
        (cls.folder / "gpg").mkdir(mode=0o700)
        cls.addClassCleanup(subprocess.run, ["gpgconf", "--kill", "all"], env=environment, check=False)
        cls.run_in(["gpg", "--batch", "--passphrase", "", "--quick-gen-key", "release@example.org", "ed25519", "sign", "never"], env=environment)
        cls.run_in(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", cls.folder / "key"])
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=cls.folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        cls.addClassCleanup(server.server_close)
        cls.addClassCleanup(server.shutdown)
        url = f"http://127.0.0.1:{server.server_address[1]}/served"
        cls.run_in([RELEASE, "--key", cls.folder / "key", "--gpg", "release@example.org", "--url", url, "--out", cls.folder / "served", cls.package], env=environment)
        shutil.copy(cls.folder / "served/edgeseed.sources", cls.system / "etc/apt/sources.list.d/")

    @staticmethod
    def suite():
        """This machine's own release: its mirror is the one that can be reached."""
        return next(line.split("=")[1].strip() for line in Path("/etc/os-release").read_text().splitlines() if line.startswith("VERSION_CODENAME="))

    @staticmethod
    def run_in(command, check=True, **how):
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=600, check=False, **how)
        if check:
            assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done

    def inside(self, *command, check=True):
        return self.run_in(["chroot", self.system, *command], check, env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"})

    def test_1_changed_package_is_refused(self):
        served = next((self.folder / "served/apt/pool").iterdir())
        good = served.read_bytes()
        served.write_bytes(good[:5000] + bytes([good[5000] ^ 1]) + good[5001:])
        self.inside("apt-get", "update")
        done = self.inside("apt-get", "install", "-y", "edgeseed", check=False)
        served.write_bytes(good)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("Hash Sum mismatch", done.stderr)
        self.assertFalse((self.system / "usr/bin/edgeseed").exists())

    def test_2_changed_index_is_refused(self):
        for name, complaint in (("Packages*", "Hash Sum mismatch"), ("InRelease", "signatures were invalid|Clearsigned file isn't valid")):
            with self.subTest(name):
                good = {file: file.read_bytes() for file in (self.folder / "served/apt").rglob(name)}
                self.assertTrue(good)
                for file, content in good.items():
                    middle = len(content) // 3
                    file.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1:])
                self.inside("sh", "-c", "rm -rf /var/lib/apt/lists/*")
                done = self.inside("apt-get", "update", check=False)
                for file, content in good.items():
                    file.write_bytes(content)
                self.assertRegex(done.stdout + done.stderr, complaint)
                self.assertNotIn("edgeseed", self.inside("apt-cache", "pkgnames").stdout.split())

    def test_3_installs_what_was_released(self):
        self.inside("apt-get", "update")
        self.inside("apt-get", "install", "-y", "edgeseed")
        version = subprocess.run(["dpkg-deb", "-f", self.package, "Version"], check=True, capture_output=True, text=True).stdout.strip()
        self.assertEqual(self.inside("dpkg-query", "-W", "-f", "${Version} ${Status}", "edgeseed").stdout, f"{version} install ok installed")
        self.assertTrue(self.inside("edgeseed", "--version").stdout.strip())
        self.assertTrue((self.system / "etc/edgeseed/seed.toml").exists())
        self.assertIn("edgeseed", self.inside("getent", "passwd", "edgeseed").stdout)


if __name__ == "__main__":
    unittest.main()
