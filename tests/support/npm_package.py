"""Packages of npm that a test runs against, each in a folder with its lock file."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def installed(package: Path, needs: str, factory: pytest.TempPathFactory) -> Path:
    """The folder with `needs` installed: where CI put it, else installed now from the lock file.

    Skips where there is no npm, but not in CI: there it is installed first, and a skip would hide that it is not.
    """
    if (package / "node_modules" / needs).is_dir():
        return package
    if shutil.which("npm") is None and not os.environ.get("CI"):
        pytest.skip("needs Node.js with npm, which this machine lacks; CI installs them and runs this test")
    folder = factory.mktemp("npm")
    for path in package.iterdir():
        if path.is_file():
            shutil.copy(path, folder)
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True)
    return folder
