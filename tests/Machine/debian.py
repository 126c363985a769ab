"""Packages of Debian for another processor and release, by a state of apt's own: that of the system stays as it is.

Mirror and keys are those of the system's own sources.
"""
import os
import re
import subprocess
from pathlib import Path

from needs import absent, tool

KEYS = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


class Packages:
    """What the suites of a release have for an architecture; the last suite is preferred. Lists and packages are kept in a folder."""

    def __init__(self, folder, architecture, suites):
        self.folder = folder.resolve()
        for part in ("sources", "lists/partial", "cache/archives/partial", "packages"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        self.settings = self.folder / "apt.conf"
        self.settings.write_text(
            f'Dir::Etc::sourcelist "/dev/null";\nDir::Etc::sourceparts "{self.folder}/sources";\nDir::State::lists "{self.folder}/lists";\n'
            f'Dir::State::status "/dev/null";\nDir::Cache "{self.folder}/cache";\nAPT::Architecture "{architecture}";\nAPT::Architectures {{ "{architecture}"; }};\n'
            f'APT::Default-Release "{suites[-1]}";\nAPT::Sandbox::User "root";\nAcquire::Retries "3";\nAcquire::Languages "none";\n'
            'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";\n')
        (self.folder / "sources/debian.sources").write_text(
            f"Types: deb\nURIs: {mirror()}\nSuites: {' '.join(suites)}\nComponents: main\nArchitectures: {architecture}\n"
            + (f"Signed-By: {KEYS}\n" if KEYS.exists() else ""))
        self._run("apt-get", "-qq", "update")

    def unpack(self, names, into):
        """Unpacks the newest of the named packages; none of their scripts runs."""
        self._run("apt-get", "-qq", "download", *names)
        for package in (self.folder / "packages").glob("*.deb"):
            subprocess.run(["dpkg-deb", "-x", package, into], check=True)
            package.unlink()

    def kernel(self, name):
        """The packages behind a kernel's name that changes with no version: itself, its image and its modules."""
        found, waiting = set(), [name]
        while waiting:
            package = waiting.pop()
            found.add(package)
            for needed in re.findall(r"Depends: (linux-(?:image|binary|modules)-\S+)", self._run("apt-cache", "depends", package)):
                if needed not in found:
                    waiting.append(needed)
        return sorted(found)

    def _run(self, *command):
        done = subprocess.run(command, cwd=self.folder / "packages", env={**os.environ, "APT_CONFIG": str(self.settings), "LC_ALL": "C"},
                              capture_output=True, text=True)
        if done.returncode:
            absent(f"{' '.join(map(str, command))}: {done.stderr}")
        return done.stdout


def mirror(label="Debian"):
    """Where the system itself has Debian from, or another of its archives, such as Debian-Security."""
    tool("apt-get", "apt")
    lines = subprocess.run(["apt-get", "indextargets", "--format", "$(ORIGIN)|$(LABEL)|$(REPO_URI)", "Created-By: Packages"], capture_output=True, text=True).stdout
    mirrors = [line.split("|")[2] for line in lines.splitlines() if line.startswith(f"Debian|{label}|")]
    return mirrors[0] if mirrors else absent(f"apt knows no mirror of {label}: sudo apt-get update")
