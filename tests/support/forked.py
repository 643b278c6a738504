"""A process of its own that is there at once: forked from one that has imported the program already.

Starting Python and importing everything takes more than a second, hundreds of times over. What runs in the process is
the same: its own arguments, environment, folder and streams. That the program starts from nothing too is tested where
`wegwijzer serve` runs, and by the two commands of the README.
"""

import asyncio
import importlib
import multiprocessing
import os
import pkgutil
import runpy
import subprocess
import sys
import time
from collections.abc import Sequence
from multiprocessing import forkserver
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["forked_parts"])


def import_all(package: str) -> None:
    """Import every module of a package that does nothing by being imported."""
    for found in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
        if not found.name.endswith(("__main__", ".env")) and ".versions." not in found.name:
            importlib.import_module(found.name)


def start(script: Path, *words: str) -> ForkServerProcess:
    """Start a script; what it writes is thrown away. `exitcode` is -9 when it was killed."""
    return _start(str(script), words, os.getcwd(), dict(os.environ), None)


async def ended(process: ForkServerProcess, seconds: float = 60.0) -> int | None:
    """The exit code of a process, None when it still runs after these seconds."""
    await asyncio.to_thread(process.join, seconds)
    return process.exitcode


def run_bot(
    words: Sequence[str], *, typed: bytes, folder: Path, environment: dict[str, str], seconds: float
) -> subprocess.CompletedProcess[bytes]:
    """`python -m bot` with these words, to the end.

    Raises:
        TimeoutError: it was not ready after this many seconds, and is stopped.
    """
    with TemporaryDirectory() as streams:
        (Path(streams) / "in").write_bytes(typed)
        process = _start("bot", words, str(folder), environment, streams)
        process.join(seconds)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise TimeoutError(f"'bot {' '.join(words)}' was still running after {seconds} s")
        said, told = ((Path(streams) / name).read_bytes() for name in ("out", "err"))
        return subprocess.CompletedProcess(["bot", *words], process.exitcode, said, told)


def _start(*what: object) -> ForkServerProcess:
    # Before Python 3.13 the process that is forked from finds what it must import by the environment alone.
    with patch.dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path)):
        forkserver.ensure_running()
    process = _context.Process(target=_become, args=what)
    process.start()
    return process


def _become(what: str, words: Sequence[str], folder: str, environment: dict[str, str], streams: str | None) -> None:
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(folder)
    sys.argv = [what, *words]
    ends = [f"{streams}/{name}" for name in ("in", "out", "err")] if streams else [os.devnull] * 3
    flags = (os.O_RDONLY, os.O_WRONLY | os.O_CREAT, os.O_WRONLY | os.O_CREAT)
    for number, (end, flag) in enumerate(zip(ends, flags, strict=True)):
        if streams or number == 1:  # what goes wrong in a script is seen in the test's own output
            os.dup2(os.open(end, flag, 0o600), number)
    sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w", 1)
    if what == "bot":
        runpy.run_module("bot", run_name="__main__", alter_sys=True)
    else:
        runpy.run_path(what, run_name="__main__")
