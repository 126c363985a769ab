"""What stands in for an arm64 board: kernels and the few libraries the program needs, from Debian's packages, kept from run to run.

EDGESEED_ARM64_DEB  the package as `publish-arm64.sh --deb` makes it
EDGESEED_CACHE      where kernels and libraries are kept (default: edgeseed-tests in the user's cache folder); removed, they are fetched anew
"""
import lzma
import os
import re
import shutil
import subprocess
from pathlib import Path

from debian import Packages
from needs import given, tool

# Those of a Raspberry Pi 5 are Debian 13's backported ones; they have gpio-sim too.
SUITES = ("trixie", "trixie-backports")
KERNELS = {4096: "linux-image-arm64", 16384: "linux-image-arm64-16k"}
# Of each page size, a processor that has it and is on a board: Raspberry Pi 3 and 5.
PROCESSORS = {4096: "cortex-a53", 16384: "cortex-a76"}
LIBRARIES = ("libc6", "libgcc-s1", "libssl3t64", "zlib1g", "libzstd1", "busybox-static")
MODULES = ("virtio_net", "gpio-sim")


def cache():
    """Where what was fetched is kept."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(os.environ.get("EDGESEED_CACHE") or Path(home) / "edgeseed-tests")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def root(scratch):
    """A new root folder below a scratch folder: busybox, the libraries, and what the program's package has."""
    package = given("EDGESEED_ARM64_DEB", "an arm64 package of the program")
    tool("dpkg-deb", "dpkg")
    made = scratch / "root"
    shutil.copytree(_kept("libraries", _fetch_libraries), made, symlinks=True)
    # Not dpkg-deb -x: the package has /lib, which is a link here.
    content = subprocess.run(["dpkg-deb", "--fsys-tarfile", package], check=True, capture_output=True).stdout
    subprocess.run(["tar", "-x", "--keep-directory-symlink", "-C", made], input=content, check=True)
    return made


def kernel(page_bytes):
    """(image, modules in the order of their loading) of a kernel with pages of a size."""
    folder = _kept(f"kernel-{page_bytes}", lambda packages, into: _fetch_kernel(packages, KERNELS[page_bytes], into))
    return folder / "image", sorted(folder.glob("*.ko"))


def _kept(name, fetch):
    """A folder of the cache, filled the first time: it has its name once it is whole."""
    folder = cache() / name
    if not folder.exists():
        part = cache() / f"{name}.part"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        fetch(Packages(cache() / "apt", "arm64", SUITES), part)
        part.rename(folder)
    return folder


def _fetch_libraries(packages, into):
    unpacked = into.with_suffix(".packages")
    packages.unpack(LIBRARIES, unpacked)
    (into / "usr/lib").mkdir(parents=True)
    (into / "usr/bin").mkdir()
    shutil.copytree(unpacked / "usr/lib/aarch64-linux-gnu", into / "usr/lib/aarch64-linux-gnu", ignore=shutil.ignore_patterns("gconv", "*.a"))
    shutil.copy2(unpacked / "usr/bin/busybox", into / "usr/bin")
    os.symlink("usr/lib", into / "lib")
    os.symlink("usr/bin", into / "bin")
    os.symlink("aarch64-linux-gnu/ld-linux-aarch64.so.1", into / "usr/lib/ld-linux-aarch64.so.1")
    shutil.rmtree(unpacked)


def _fetch_kernel(packages, name, into):
    unpacked = into.with_suffix(".packages")
    packages.unpack(packages.kernel(name), unpacked)
    shutil.copy2(next(unpacked.rglob("vmlinuz*")), into / "image")
    files = {_plain(file): file for file in unpacked.rglob("*.ko*")}
    loaded = {}

    def load(module):
        # What is not a file is built in.
        file = files.get(module.replace("-", "_"))
        if file is None or file in loaded:
            return
        data = lzma.decompress(file.read_bytes()) if file.suffix == ".xz" else file.read_bytes()
        for needed in re.search(rb"\0depends=([^\0]*)\0", data)[1].decode().split(","):
            load(needed)
        loaded[file] = data

    for module in MODULES:
        load(module)
    for number, (file, data) in enumerate(loaded.items()):
        (into / f"{number:02}-{_plain(file)}.ko").write_bytes(data)
    shutil.rmtree(unpacked)


def _plain(file):
    """Name of a module by its file."""
    return file.name.split(".")[0].replace("-", "_")
