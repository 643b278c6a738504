"""Where the coordinators are: a group gets another number when it grows, and the old ones stay ours."""

from bot.service import Service


class StaffChat:
    """One for the whole channel, so that whoever hears of a move tells the others."""

    def __init__(self, service: Service) -> None:
        self._outgoing = service.outgoing
        self.now = service.staff.chat_id  # empty: there is none
        self._known = {self.now} - {""}

    def __contains__(self, chat: object) -> bool:
        return chat in self._known

    def move(self, new: str) -> None:
        """It goes on under this number."""
        self.now = new
        self._known |= {new} - {""}

    def add(self, old: str, new: str) -> None:
        """Telegram says that a chat has another number as well; a chat that is not ours is ignored."""
        if old in self._known:
            self._known.add(new)

    async def follow(self) -> None:
        """Look up where it is; raises StoreError."""
        self.move(await self._outgoing.staff_address())
