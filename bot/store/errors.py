"""What can go wrong in the store, told apart only where a caller acts differently."""

from bot.model.errors import BotError


class StoreError(BotError):
    """The store cannot do what was asked; nothing of the unit was kept."""


class StoreBusy(StoreError):
    """Somebody else held the database too long; trying again later may work."""


class StoreFull(StoreError):
    """The disk is full: reading still works, writing does not until space is freed."""


class StoreConflict(StoreError):
    """A row that must be unique exists already, or the row it belongs to does not."""


class StaleTurn(StoreConflict):
    """This turn, or a later one, is saved already: whoever asks works on an old copy."""


class RowMissing(StoreError):
    """The row that was asked for does not exist, or not any more."""
