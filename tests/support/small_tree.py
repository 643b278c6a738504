"""A small whole content tree, made anew for every case, and what may be changed in it."""

import shutil
from pathlib import Path

from bot.content.flow_meaning import engine_texts
from bot.model.helpers import Why
from bot.model.law import Law
from bot.model.wording import Between

BASE = Path(__file__).parents[1] / "content" / "base"


def make_tree(folder: Path) -> Path:
    """Copy the small tree to `folder` and add the sentences that the engine asks for by name."""
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    rows = ["id: motor", "languages: [nl]", "texts:"]
    rows += [f"  {name}: Zin." for name in sorted(engine_texts())]
    rows += ["asides:"]
    rows += [f"  {name}: {{text: Zin., options: [mens]}}" for name in sorted(Between)]
    (folder / "flows" / "motor.yaml").write_text("\n".join(rows) + "\n", encoding="utf-8")
    _write_reasons(folder / "knowledge" / "desk")
    return folder


def _write_reasons(folder: Path) -> None:
    """A reason in words for every one that the program knows, with what it names."""
    rows = ["reasons:"]
    rows += [f"  {why}: {' '.join(['Zin', *(f'{{{slot}}}' for slot in why.slots)])}" for why in Why]
    rows += ["laws:", *(f"  {law}: Wet" for law in Law)]
    (folder / "redenen.yaml").write_text("\n".join(rows) + "\n", encoding="utf-8")


def change(folder: Path, case: dict[str, object]) -> None:
    """Do what a case says: `find` and `put` (once each), `write` a whole file, `bytes`, or `remove`."""
    path = folder / str(case["file"])
    if "remove" in case:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    elif "write" in case:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(case["write"]), encoding="utf-8")
    elif "bytes" in case:
        path.write_bytes(bytes.fromhex(str(case["bytes"])))
    else:
        before, find = path.read_text(encoding="utf-8"), str(case["find"])
        assert before.count(find) == 1, f"{find!r} stands {before.count(find)} times in {path.name}"
        times = int(str(case.get("times", "1")))
        path.write_text(before.replace(find, str(case["put"]) * times), encoding="utf-8")
