"""What `wegwijzer helpers` does: take helpers over from a table, and list them."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

from bot.app import get_municipality, load_content, open_store, utc_now
from bot.channels.harmless import harmless, harmless_json
from bot.content.wording import HERE
from bot.model.helpers import Helper
from bot.service.csv_table import RowFault, TableFault, Wrong
from bot.service.helper_csv import HelperLine, keep_helpers, read_helpers
from bot.settings import Settings


def import_helpers(settings: Settings, path: Path) -> str:
    """Keep every helper of a table; with one fault in it none is kept. Raises TableFault."""
    content = load_content(settings)
    city = get_municipality(settings.gemeente, content)
    try:
        table = path.read_bytes()
    except OSError:
        says = f"cannot read '{path}'; name a file that was saved as CSV"
        raise TableFault([RowFault(line=0, wrong=Wrong.TABLE, says=says)]) from None
    today = utc_now().astimezone(HERE).date()
    found = read_helpers(table, content.knowledge, city, today)
    asyncio.run(_keep(settings, found))
    return f"{len(found)} helpers added"


def list_helpers(settings: Settings, *, as_json: bool) -> str:
    """Every helper: who, as what, and how many questions they have. Never what they lived through, nor a number."""
    helpers = asyncio.run(_list(settings))
    if as_json:
        return harmless_json(json.dumps([_summary(one) for one in helpers], ensure_ascii=False, indent=2))
    return "\n".join(map(_row, helpers)) or "no helpers yet; 'wegwijzer helpers import FILE' adds them"


async def _keep(settings: Settings, found: Sequence[HelperLine]) -> None:
    """In one transaction with the look at who is there already."""
    async with open_store(settings) as store, store.write() as unit:
        await keep_helpers(unit, found, utc_now())


async def _list(settings: Settings) -> Sequence[Helper]:
    async with open_store(settings) as store, store.read() as unit:
        return await unit.list_helpers()


def _summary(helper: Helper) -> dict[str, object]:
    return {
        "id": helper.id,
        "name": helper.name,
        "kind": helper.kind.value,
        "desk": helper.desk,
        "active": helper.active,
        "paused_until": helper.paused_until and helper.paused_until.isoformat(),
        "open_cases": helper.open_cases,
        "max_cases": helper.max_cases,
        "languages": list(helper.languages),
        "checked_on": helper.checked_on.isoformat(),
    }


def _row(helper: Helper) -> str:
    load = f"{helper.open_cases} of {helper.max_cases}"
    paused = f"  paused until {helper.paused_until}" if helper.paused_until else ""
    stopped = "" if helper.active else "  stopped"
    who = f"{helper.id}  {helper.name:<16} {helper.kind.value:<14} {helper.desk:<8} {load:<8}"
    return harmless(f"{who} {' '.join(helper.languages)}{paused}{stopped}")
