"""A release made of small packages: read by apt, gpg and ssh-keygen from a plain web server, and refused by them after a byte has changed.

    python3 -m unittest tests/Image/test_release.py
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

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Machine"))
from needs import tool

RELEASE = HERE.parents[1] / "deploy/release.sh"
PROGRAM = "#!/bin/sh\necho edgeseed\n"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """The web server is not what is tested."""


def run(*command, **how):
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=120, check=False, **how)


class Release(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        for command, package in (("apt-ftparchive", "apt-utils"), ("gpg", "gnupg"), ("ssh-keygen", "openssh-client"), ("apt-get", "apt"), ("dpkg-deb", "dpkg")):
            tool(command, package)
        cls.folder = Path(tempfile.mkdtemp(prefix="edgeseed-release-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.environment = {**os.environ, "GNUPGHOME": str(cls.folder / "gpg"), "LC_ALL": "C"}
        (cls.folder / "gpg").mkdir(mode=0o700)
        cls.addClassCleanup(run, "gpgconf", "--kill", "all", env=cls.environment)
        for address in ("release@example.org", "stranger@example.org"):
            assert run("gpg", "--batch", "--passphrase", "", "--quick-gen-key", address, "ed25519", "sign", "never", env=cls.environment).returncode == 0
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", cls.folder / "key")
        cls.packages = [cls.package(architecture) for architecture in ("arm64", "amd64")]
        cls.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=cls.folder))
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        cls.addClassCleanup(cls.server.server_close)
        cls.addClassCleanup(cls.server.shutdown)
        cls.url = f"http://127.0.0.1:{cls.server.server_address[1]}/served"
        done = cls.release("--out", cls.folder / "made")
        assert done.returncode == 0, done.stderr

    @classmethod
    def package(cls, architecture):
        root = cls.folder / architecture
        (root / "DEBIAN").mkdir(parents=True)
        (root / "usr/bin").mkdir(parents=True)
        (root / "usr/share/edgeseed").mkdir(parents=True)
        (root / "usr/bin/edgeseed").write_text(PROGRAM)
        (root / "usr/bin/edgeseed").chmod(0o755)
        (root / "usr/share/edgeseed/seed.toml").write_text("# sample\n")
        (root / "DEBIAN/control").write_text(f"Package: edgeseed\nVersion: 1.2~3.ab+dirty\nArchitecture: {architecture}\nMaintainer: A <a@example.org>\nDescription: seeder\n")
        made = cls.folder / f"edgeseed_1.2~3.ab+dirty_{architecture}.deb"
        assert run("dpkg-deb", "--root-owner-group", "--build", root, made).returncode == 0
        return made

    @classmethod
    def release(cls, *more):
        return run(RELEASE, "--key", cls.folder / "key", "--gpg", "release@example.org", "--url", cls.url, *more, *cls.packages, env=cls.environment)

    def setUp(self):
        self.served = self.folder / "served"
        shutil.rmtree(self.served, ignore_errors=True)
        shutil.copytree(self.folder / "made", self.served)
        self.state = Path(tempfile.mkdtemp(prefix="apt-", dir=self.folder))
        for part in ("etc/apt.conf.d", "etc/preferences.d", "etc/sources.list.d", "etc/trusted.gpg.d", "lists/partial", "cache/archives/partial", "root"):
            (self.state / part).mkdir(parents=True)
        (self.state / "status").touch()
        shutil.copy(self.served / "edgeseed.sources", self.state / "etc/sources.list.d/edgeseed.sources")

    def apt(self, *command, architecture="amd64"):
        """apt with a state of its own, which has the one file of the release and nothing else."""
        config = self.state / "apt.conf"
        config.write_text(
            f'Dir::Etc "{self.state}/etc";\nDir::State "{self.state}";\nDir::State::lists "{self.state}/lists";\nDir::State::status "{self.state}/status";\n'
            f'Dir::Cache "{self.state}/cache";\nDir::Log "{self.state}";\nAPT::Architecture "{architecture}";\nAPT::Architectures {{ "{architecture}"; }};\nAPT::Sandbox::User "root";\n'
            'Acquire::Retries "0";\nAPT::Update::Error-Mode "any";\nAcquire::http::Proxy "DIRECT";\n')
        return run("apt-get", "-q", *command, cwd=self.state, env={**self.environment, "APT_CONFIG": str(config)})

    def change(self, place):
        """One bit of a served file."""
        file = next(self.served.glob(place))
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)

    def test_apt_finds_and_fetches_both(self):
        for architecture in ("amd64", "arm64"):
            update = self.apt("update", architecture=architecture)
            self.assertEqual(update.returncode, 0, update.stderr)
            fetched = self.apt("download", "edgeseed", architecture=architecture)
            self.assertEqual(fetched.returncode, 0, fetched.stderr)
            self.assertEqual(next(self.state.glob(f"edgeseed_*_{architecture}.deb")).read_bytes(), self.packages[0 if architecture == "arm64" else 1].read_bytes())

    def test_apt_installs(self):
        if os.geteuid() != 0:
            self.skipTest("dpkg installs as root only")
        self.assertEqual(self.apt("update").returncode, 0)
        root = self.state / "root"
        (root / "var/lib/dpkg").mkdir(parents=True)
        (root / "var/lib/dpkg/status").touch()
        done = self.apt("install", "-y", "-o", f"DPkg::Options::=--root={root}", "-o", f"Dir::State::status={root}/var/lib/dpkg/status", "-o", "DPkg::Options::=--force-not-root", "edgeseed")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual((root / "usr/bin/edgeseed").read_text(), PROGRAM)

    def test_changed_package_is_refused(self):
        self.assertEqual(self.apt("update").returncode, 0)
        self.change("apt/pool/*amd64.deb")
        fetched = self.apt("download", "edgeseed")
        self.assertNotEqual(fetched.returncode, 0)
        self.assertIn("Hash Sum mismatch", fetched.stderr)
        self.assertEqual(list(self.state.glob("*.deb")), [])

    def test_changed_index_is_refused(self):
        for compressed in ("", ".gz", ".xz"):
            self.change(f"apt/dists/stable/main/binary-amd64/Packages{compressed}")
        self.assertNotEqual(self.apt("update").returncode, 0)
        self.assertNotEqual(self.apt("download", "edgeseed").returncode, 0)

    def test_changed_signed_list_is_refused(self):
        self.change("apt/dists/stable/InRelease")
        self.change("apt/dists/stable/Release")
        self.assertNotEqual(self.apt("update").returncode, 0)
        self.assertNotEqual(self.apt("download", "edgeseed").returncode, 0)

    def test_signature_of_a_stranger_is_refused(self):
        folder = self.served / "apt/dists/stable"
        (folder / "InRelease").unlink()
        (folder / "Release.gpg").unlink()
        self.assertEqual(run("gpg", "--batch", "-u", "stranger@example.org", "--clearsign", "-o", folder / "InRelease", folder / "Release", env=self.environment).returncode, 0)
        update = self.apt("update")
        self.assertNotEqual(update.returncode, 0)
        self.assertIn("NO_PUBKEY", update.stderr)

    def verify(self):
        with open(self.served / "SHA256SUMS", "rb") as sums:
            return run("ssh-keygen", "-Y", "verify", "-f", self.served / "allowed_signers", "-I", "edgeseed", "-n", "edgeseed", "-s", self.served / "SHA256SUMS.sig", stdin=sums).returncode

    def test_checksums_and_signature(self):
        self.assertEqual(self.verify(), 0)
        self.assertEqual(run("sha256sum", "-c", "--strict", "SHA256SUMS", cwd=self.served).returncode, 0)
        named = {line.split(None, 1)[1] for line in (self.served / "SHA256SUMS").read_text().splitlines()}
        self.assertEqual(named, {path.name for path in self.served.iterdir() if path.is_file()} - {"SHA256SUMS", "SHA256SUMS.sig"})
        self.change("edgeseed-1.2-3.ab-dirty-linux-amd64.deb")
        self.assertNotEqual(run("sha256sum", "-c", "SHA256SUMS", cwd=self.served).returncode, 0)
        self.change("SHA256SUMS")
        self.assertNotEqual(self.verify(), 0)

    def test_tarball_has_the_program(self):
        self.assertEqual(run("tar", "-xzOf", self.served / "edgeseed-1.2-3.ab-dirty-linux-arm64.tar.gz", "edgeseed-1.2-3.ab-dirty-linux-arm64/bin/edgeseed").stdout, PROGRAM)

    def test_made_again_the_tarballs_are_the_same(self):
        done = self.release("--out", self.folder / "again")
        self.addCleanup(shutil.rmtree, self.folder / "again")
        self.assertEqual(done.returncode, 0, done.stderr)
        for made in (self.folder / "made").glob("*.tar.gz"):
            self.assertEqual(made.read_bytes(), (self.folder / "again" / made.name).read_bytes())

    def test_name_of_the_folder_may_have_blanks_and_end_in_a_slash(self):
        done = self.release("--out", f"{self.folder}/a b/")
        self.addCleanup(shutil.rmtree, self.folder / "a b")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(sorted(path.name for path in (self.folder / "a b").iterdir()), sorted(path.name for path in (self.folder / "made").iterdir()))

    def test_mistakes_leave_nothing_behind(self):
        shutil.copy(self.folder / "key", self.folder / "mixed")
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.folder / "another")
        shutil.copy(self.folder / "another.pub", self.folder / "mixed.pub")
        for more, what in (
            (["--out", self.folder / "made"], "is there already"),
            (["--out", self.folder / "x", "--gpg", "nobody@example.org"], "no secret key"),
            (["--out", self.folder / "x", "--key", self.folder / "nokey"], "no readable SSH key"),
            (["--out", self.folder / "x", "--key", self.folder / "mixed"], "cannot sign"),
            (["--out", self.folder / "x", "--url", "downloads"], "is an address"),
            (["--out", self.folder / "x", "--image", self.folder], "edgeseed.img.xz"),
            (["--out", self.folder / "x", self.packages[0]], "two packages"),
            (["--out", self.folder / "x", self.folder / "key"], "is not a package"),
            (["--colour"], "unknown option"),
        ):
            with self.subTest(what):
                done = self.release(*more)
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(what, done.stderr)
                self.assertFalse((self.folder / "x").exists())
                self.assertFalse((self.folder / "x.part").exists())


if __name__ == "__main__":
    unittest.main()
