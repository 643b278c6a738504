"""Why something at the desk cannot be done. The pages have the words."""

from datetime import datetime
from enum import StrEnum

from bot.model.errors import BotError


class Why(StrEnum):
    """What stands in the way."""

    NOT_THERE = "not_there"  # no such case, or none of yours: told apart nowhere
    TAKEN = "taken"  # somebody else has it
    WITHDRAWN = "withdrawn"  # the resident took it back
    CLOSED = "closed"
    NOT_CLOSED = "not_closed"
    OUTDATED = "outdated"  # something changed since the page was made
    EMPTY = "empty"
    TOO_LONG = "too_long"
    UNFILLED = "unfilled"  # a {placeholder} is still in what the resident would read
    PAST = "past"  # that moment is over
    PAST_PROMISE = "past_promise"  # later than what was promised
    TOO_LATE = "too_late"  # it has left
    NO_SUCH_ANSWER = "no_such_answer"  # a value that this fact cannot have
    NO_ONE_THERE = "no_one_there"  # nobody with that name works here
    CUT = "cut"  # it was filled in on somebody else's device: no chat leads to the resident
    OWN_CHAT = "own_chat"  # the resident has a chat in which to do that themselves
    SPEAKING = "speaking"  # a person has the talk, or a question of ours is open
    NO_PROMISE = "no_promise"
    SURE_NEEDED = "sure_needed"  # it may be too early: a second look is asked
    HELPED = "helped"  # somebody helps with it already
    NOT_PROPOSED = "not_proposed"  # this helper, or these two, may not be asked
    OVER = "over"  # what was asked or ran is over
    REASON_NEEDED = "reason_needed"
    NO_OUTCOME = "no_outcome"  # no such way for a question to end
    NO_PLACE = "no_place"  # this outcome says where the resident goes on, and that is missing
    NO_NOTE = "no_note"  # this outcome says nothing by itself
    NO_CODE = "no_code"  # the code of another question of this resident is missing
    NO_LEAVE = "no_leave"  # the resident did not say that it may go there
    UNCLAIMED = "unclaimed"  # nobody has taken it up yet


class Refusal(BotError):
    """It was not done, and nothing changed. `who` and `since`: the colleague who was first."""

    def __init__(self, why: Why, *, who: str = "", since: datetime | None = None) -> None:
        """Keep why."""
        super().__init__(why.value)
        self.why, self.who, self.since = why, who, since
