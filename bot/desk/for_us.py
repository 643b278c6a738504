"""How many questions wait for a person of ours: the number beside the inbox in the menu of every page."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.store import CaseView, Store

ForUs = Callable[[str, datetime], Awaitable[int]]


def for_us_of(store: Store) -> ForUs:
    """Counts them as they are at that moment, for the account with this id."""

    async def count(account_id: str, at: datetime) -> int:
        async with store.read() as unit:
            return (await unit.count_cases([CaseView.FOR_US], account_id, at))[CaseView.FOR_US]

    return count
