"""How the questions stand that were sent, and who helps, who looked and how long they are kept: in words."""

from collections.abc import Iterator

from bot.content.wording import HERE, day_in_words
from bot.dialogue.blocks import moment_words
from bot.dialogue.turn import TurnDraft
from bot.model.outside import Standing, StandState
from bot.model.wording import PeopleText, Phrase


def stands(draft: TurnDraft, case: Standing) -> str:
    """Where the question is, what was promised or when the last contact was; never more than is known."""
    moments = {
        StandState.NEW: case.promised_at,
        StandState.TAKEN: case.promised_at or case.last_contact_at,
        StandState.LATER: case.back_at,
        StandState.CLOSED: case.closed_at,
    }
    moment = moments.get(case.state)
    name = f"{PeopleText.STANDS}{case.state}"
    if case.state in moments and moment is None:
        name = PeopleText.STANDS_WITH.value
    elif case.state is StandState.TAKEN and case.promised_at is None:
        name = PeopleText.STANDS_CONTACT.value
    said = moment_words(draft, moment) if moment else ""
    return draft.phrase(name, code=case.code, wie=who(draft, case), helper=case.helper, moment=said)


def known_of(draft: TurnDraft, case: Standing) -> Iterator[str]:
    """Who helps, who opened the question and when last, to whom it was given, and until when it is kept."""
    if case.helper:
        yield draft.phrase(PeopleText.HELPED_BY, helper=case.helper, code=case.code)
    looks = [
        draft.phrase(
            PeopleText.SEEN_LINE,
            wie=look.name,
            naam=draft.phrase(f"{PeopleText.ROLE}{look.role}"),
            moment=moment_words(draft, look.at),
        )
        for look in case.seen_by
    ]
    name = PeopleText.SEEN if looks else PeopleText.SEEN_NOBODY
    yield draft.phrase(name, code=case.code, regels="\n".join(looks))
    for given in case.given:
        to = given.to or draft.phrase(PeopleText.CASE_SYSTEM)
        yield draft.phrase(PeopleText.GIVEN, code=case.code, naam=to, moment=moment_words(draft, given.at))
    if (since := draft.talk.shared.get(case.code)) is not None:
        yield draft.phrase(Phrase.SHARED_SINCE, code=case.code, moment=moment_words(draft, since))
    if case.keep_until is not None:
        day = day_in_words(case.keep_until.astimezone(HERE).date(), draft.talk.language)
        yield draft.phrase(PeopleText.KEPT_UNTIL, code=case.code, dag=day)


def who(draft: TurnDraft, case: Standing) -> str:
    """Who has the question: a first name, else the coordination point."""
    return case.person or draft.parts.values["coordinatiepunt"]
