"""A file with many intakes of made-up residents, for measuring: rows like the real ones, put in many at a time."""

import json
import random
import sys
from datetime import datetime, timedelta
from pathlib import Path

from service_lab import sign
from sqlalchemy import insert

from bot.app import build_engine, utc_now
from bot.model.accounts import Role
from bot.service import Service, StaffSettings
from bot.store import IntakeStatus, Keyring, Store, Unit
from bot.store.columns import own

BATCH = 2000
STATE_BYTES, BODY_BYTES = 3000, 3000  # before sealing
PEOPLE = 12  # who work at the desk
NAMES = (
    "Fatima Jan Marja Mehmet Sanne Kees Amina Piet Ayşe Wim Joke Achmed Truus Ewa Henk Li Rachida Cor Nel Yusuf".split()
)
AREAS = "haven stad buiten poort muziekwijk filmwijk staatsliedenwijk kruidenwijk waterwijk oostvaarders".split()
THEMES = "zorg wonen geld jeugd werk meedoen".split()
LANGUAGES = ("nl",) * 8 + ("tr", "ar")
BASIS = '{"why": "norm", "norm": 8, "ahead": 0, "rate": 0.5, "queue": 2, "past": 8, "need": 8, "tight": false}'


async def make_crowd(folder: Path, count_open: int, count_closed: int) -> None:
    """Fill a new file. Rows go in many at a time: signing each by itself would take hours."""
    keyring = Keyring.from_file(folder / "keys")
    store = await Store.open(url_of(folder), keyring)
    try:
        service = Service(store, build_engine("almere"), utc_now, StaffSettings())
        code = await sign(service, "voorbeeld")
        async with store.read() as unit:
            example = await unit.find_intake(code)
        assert example is not None
        async with store.write() as unit:
            await add_people(unit)
        made = Rows(json.loads(example.body), keyring, random.Random(7))
        total = count_open + count_closed
        for first in range(0, total, BATCH):
            async with store.write() as unit:
                await made.put(unit, first, min(first + BATCH, total), count_closed)
            print(f"\r{min(first + BATCH, total):,} of {total:,}", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
    finally:
        await store.close()


async def add_people(unit: Unit) -> None:
    """Who work at the desk; the first is signed in."""
    now = utc_now()
    for number in range(PEOPLE):
        account = f"account-{number}"
        await unit.add_account(
            account_id=account, name=f"anna{number}", display_name=f"Anna {number}", role=Role.COORDINATOR, at=now
        )


class Rows:
    """Makes rows that look like those of real intakes."""

    def __init__(self, document: dict[str, object], keyring: Keyring, chance: random.Random) -> None:
        self._document, self._keyring, self._chance = document, keyring, chance
        filler = BODY_BYTES - len(json.dumps(document))
        lines = document["lines"]
        assert isinstance(lines, list)
        lines.append(
            {
                "id": "eigen_woorden",
                "section": "vraag",
                "text": "zo gaat het al maanden. " * (filler // 24),
                "changed": False,
            }
        )

    async def put(self, unit: Unit, first: int, last: int, closed: int) -> None:
        """Insert intakes `first` to `last`; those below `closed` are done."""
        session = unit._session  # past the parts, which insert one at a time
        tables, now = session.tables, utc_now()
        numbers = range(first, last)
        cases = [self._case(number, now, done=number < closed) for number in numbers]
        rows = {
            tables.conversations: [self._talk(case) for case in cases],
            tables.intakes: [self._intake(case) for case in cases],
            tables.search_words: [
                {"word": self._keyring.address_key("search", word), "intake_id": case["id"]}
                for case in cases
                for word in words_of(case)
            ],
            tables.promises: [self._promise(case) for case in cases],
            tables.entries: [self._entry(case, n) for case in cases for n in range(3)],
            tables.timers: [
                {
                    "intake_id": case["id"],
                    "kind": kind,
                    "n": 1,
                    "due_at": case["act_by"] or now,
                    "done_at": case["closed_at"],
                }
                for case in cases
                for kind in ("promise_bell", "promise_fix", "promise_due", "check_in")
            ],
            tables.outbox: [self._message(case) for case in cases if case["closed_at"] is None],
            tables.audit: [self._trail(case, n) for case in cases for n in range(2)],
        }
        for table, values in rows.items():
            if values:
                await session.connection.execute(insert(table), values)

    def _case(self, number: int, now: datetime, *, done: bool) -> dict[str, object]:
        chance = self._chance
        created = now - timedelta(days=chance.uniform(1, 60 if done else 10))
        taken = chance.random() < 0.6
        owner = chance.randrange(PEOPLE) if done or taken else None
        waits = "nobody" if done else chance.choices(("us", "resident", "helper"), (6, 3, 1))[0]
        acts = not done and chance.random() < 0.9
        return {
            "id": 1000 + number,
            "code": f"W-B{number:06}",
            "name": chance.choice(NAMES),
            "phone": f"06{chance.randrange(10**8):08}",
            "postcode": f"13{chance.randrange(100):02}{chance.choice('ABCDE')}{chance.choice('ABCDE')}",
            "status": IntakeStatus.CLOSED if done else IntakeStatus.CLAIMED if taken else IntakeStatus.NEW,
            "urgent": chance.random() < 0.1,
            "danger": chance.random() < 0.03,
            "theme": chance.choice(THEMES),
            "area": chance.choice(AREAS),
            "language": chance.choice(LANGUAGES),
            "created_at": created,
            "promised_at": created + timedelta(days=1),
            "owner": owner,
            "closed_at": now - timedelta(days=chance.uniform(0, 60)) if done else None,
            "waits_for": waits,
            "act_by": now + timedelta(hours=chance.uniform(-4, 100)) if acts else None,
            "snoozed_until": now + timedelta(days=2) if not done and chance.random() < 0.1 else None,
            "first_reply_at": created + timedelta(hours=chance.uniform(1, 30)) if owner is not None else None,
            "undelivered_at": now if not done and chance.random() < 0.02 else None,
        }

    def _talk(self, case: dict[str, object]) -> dict[str, object]:
        key = f"talk-{case['id']}"
        return {
            "id": key,
            "ref": f"B{case['id']}",
            "channel": "bench",
            "address_key": self._keyring.address_key("bench", key),
            "address": own(key, key),
            "state": own(f"{key}/12", "s" * STATE_BYTES),
            "turn": 12,
            "created_at": case["created_at"],
            "updated_at": case["created_at"],
            "reachable": self._chance.random() > 0.02,
        }

    def _intake(self, case: dict[str, object]) -> dict[str, object]:
        code = str(case["code"])
        brief = {"name": case["name"], "line": "mijn moeder kan niet meer alleen douchen en ik red het niet"}
        kept = ("id", "code", "status", "urgent", "danger", "theme", "area", "language", "created_at", "promised_at")
        kept += ("closed_at", "waits_for", "act_by", "snoozed_until", "first_reply_at", "undelivered_at")
        return {
            **{name: case[name] for name in kept},
            "conversation_id": f"talk-{case['id']}",
            "version": 1,
            "body": own(code, json.dumps({**self._document, "code": code})),
            "brief": own(code, json.dumps(brief)),
            "municipality": "almere",
            "owner_id": None if case["owner"] is None else f"account-{case['owner']}",
            "claimed_by": None if case["owner"] is None else f"Anna {case['owner']}",
            "claimed_at": None if case["owner"] is None else case["created_at"],
            "act_why": None if case["act_by"] is None else "promise",
            "waiting_since": case["created_at"],
        }

    def _promise(self, case: dict[str, object]) -> dict[str, object]:
        answered = case["first_reply_at"]
        return {
            "intake_id": case["id"],
            "made_at": case["created_at"],
            "due_at": case["promised_at"],
            "reason": "signed",
            "basis": BASIS,
            "outcome": "open" if answered is None else "kept",
            "ended_at": answered,
        }

    def _entry(self, case: dict[str, object], number: int) -> dict[str, object]:
        body = {"text": "Ik heb met mevrouw gebeld, zij wil graag dat wij meedenken. " * 3}
        return {
            "intake_id": case["id"],
            "kind": ("said", "told", "said")[number],
            "author": ("inwoner", "account-1", "inwoner")[number],
            "body": own(str(case["id"]), json.dumps(body)),
            "at": case["created_at"],
            "client_key": None,
            "delivery": None,
        }

    def _message(self, case: dict[str, object]) -> dict[str, object]:
        """One of the last week: what was sent before that is forgotten."""
        key = f"talk-{case['id']}"
        address_key = self._keyring.address_key("bench", key)
        return {
            "channel": "bench",
            "conversation_id": key,
            "address_key": address_key,
            "address": own(address_key, key),
            "body": own(address_key, "Ik heb uw vraag gelezen. Ik bel u morgen." * 3),
            "urgent": False,
            "status": "sent",
            "attempts": 1,
            "recovered": False,
            "created_at": case["created_at"],
            "done_at": case["created_at"],
            "entry_id": 3 * (int(str(case["id"])) - 1000) + 2,
        }

    def _trail(self, case: dict[str, object], number: int) -> dict[str, object]:
        link = f"{case['id']}-{number}"
        return {
            "at": case["created_at"],
            "account_id": "account-1",
            "role": "coordinator",
            "session_id": "session-1",
            "action": ("look", "claim")[number],
            "object": case["code"],
            "result": "ok",
            "origin": "0123456789abcdef",
            "reason": own(link, ""),
            "follows": "",
            "hash": link,
        }


def words_of(case: dict[str, object]) -> list[str]:
    """By what it is found, as `bot.intake.brief` makes them."""
    name = str(case["name"]).lower()
    parts = [name[:end] for end in range(3, len(name) + 1)] or [name]
    code = str(case["code"]).lower().removeprefix("w-")
    postcode = str(case["postcode"]).lower()
    return list(
        dict.fromkeys([code, *parts, str(case["area"]), postcode, postcode[:4], "verpleeghuis", str(case["phone"])])
    )


def url_of(folder: Path) -> str:
    """Of the file."""
    return f"sqlite+aiosqlite:///{folder}/wegwijzer.db"
