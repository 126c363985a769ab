"""What a test needs of this machine: without it the test is skipped and says why, in CI it fails."""
import os
import shutil
import unittest


def absent(reason):
    """Ends a test for want of something: a failure where CI=true, which installs everything."""
    if os.environ.get("CI") == "true":
        raise AssertionError(f"missing in CI: {reason}")
    raise unittest.SkipTest(reason)


def tool(command, package):
    """Path of a command, of a Debian package."""
    return shutil.which(command) or absent(f"{command} is not here: sudo apt-get install {package}")


def given(variable, meaning):
    """Value of an environment variable that names what is tested."""
    return os.environ.get(variable) or absent(f"{variable} is not set: {meaning}")
