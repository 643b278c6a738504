"""The command in a process of its own, in a folder of its own."""

import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import forked

ROOT = Path(__file__).parents[2]
SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A folder to run in, and the settings there."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    def environment(self, **more: str) -> dict[str, str]:
        own = {"WEGWIJZER_DATA_DIR": str(self.folder / "data"), "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
        return {**os.environ, **own, **self.settings, **more}

    def run(self, *words: str, typed: str | bytes = "", **settings: str) -> subprocess.CompletedProcess[str]:
        data = typed.encode() if isinstance(typed, str) else typed
        environment = self.environment(**settings)
        done = forked.run_bot(words, typed=data, folder=self.folder, environment=environment, seconds=SECONDS)
        out, err = done.stdout.decode(), done.stderr.decode()
        assert "Traceback" not in err, err
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)
