"""What one turn of a talk leaves, for a resident who may want to share the talk later."""

from dataclasses import dataclass

from bot.model.conversation import Aside


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkLine:
    """What the resident said, and which question that answered: ids, our own sentence is made from them again."""

    words: str  # masked; of a button its id
    tapped: bool = False
    step: str = ""  # that waited
    asked: str = ""  # the fact that was asked there
    aside: Aside | None = None  # the question in between that was open instead
