"""Signing: the intake is made of what stands there, sent, and the resident told what happens now."""

from bot.dialogue.between import put_aside
from bot.dialogue.blocks import draft_intake, moment_words, promised, render
from bot.dialogue.memory import code_of
from bot.dialogue.turn import TurnDraft
from bot.dialogue.walk import walk
from bot.intake.render import for_coordinator, to_document
from bot.model.conversation import Phase
from bot.model.facts import EngineFact, FactKind, Origin
from bot.model.intake import Draft, Intake
from bot.model.wording import Between, Block, PeopleText, Phrase


def send(draft: TurnDraft) -> None:
    """To be signed by the resident. Where somebody sits beside them, they first get the screen, and read it all."""
    if EngineFact.SAMEN in draft.talk.facts:
        render(draft, draft.talk.waiting, Block.DRAFT)
        put_aside(draft, Between.TOGETHER)
    else:
        sign(draft)


def sign(draft: TurnDraft) -> None:
    """Sign and send: the event carries the whole intake, the service writes it once."""
    version = draft.talk.sent + 1
    signed = draft_intake(draft)
    moment = promised(draft, urgent=signed.urgent)
    intake = Intake(
        code=code_of(draft.talk, version),
        version=version,
        municipality=draft.talk.municipality,
        language=draft.talk.language,
        signed_at=draft.now,
        promised_at=moment,
        draft=signed,
    )
    draft.event(
        "intake_signed",
        code=intake.code,
        version=version,
        urgent=intake.draft.urgent,
        theme=intake.draft.theme,
        area=intake.draft.area,
        promised_at=moment.isoformat(),
        intake=to_document(intake),  # type: ignore[arg-type]
        text=for_coordinator(intake, draft.parts.flows.texts),
    )
    draft.learn(EngineFact.VERZONDEN, "ja", Origin.RULED)
    draft.change(sent=version, phase=Phase.SENT)
    _tell_sent(draft, intake)
    if EngineFact.SAMEN in draft.talk.facts:
        draft.event("together_signed", own_chat=draft.is_own_chat)
    if draft.is_own_chat:
        walk(draft)
    else:
        _end_together(draft, intake.code)


def _tell_sent(draft: TurnDraft, intake: Intake) -> None:
    """What was promised; that we say so when it does not work out only where we can."""
    watched = draft.outside.promise is not None and draft.can_push
    name = PeopleText.PROMISED if watched else Phrase.RECEIPT
    if not draft.is_own_chat and not _is_within_reach(draft, intake.draft):
        name = Phrase.TOGETHER_UNREACHED
    draft.say(name, code=intake.code, moment=moment_words(draft, intake.promised_at))
    if draft.outside.busy:
        draft.say(PeopleText.BUSY)


def _is_within_reach(draft: TurnDraft, signed: Draft) -> bool:
    """Whether a line that was signed says how to reach the resident outside this chat."""
    kinds = {line.id: draft.parts.specs[line.id].kind for line in signed.lines if line.id in draft.parts.specs}
    return EngineFact.BEREIKEN in kinds or FactKind.PHONE in kinds.values()


def _end_together(draft: TurnDraft, code: str) -> None:
    """Somebody else's device: there is nothing to go on with here. The service cuts the talk off from it."""
    draft.change(waiting="", asked="", misses=0)
    draft.say(Phrase.TOGETHER_OVER, code=code)
