"""Links that teams share: known again by their seal, and counted by what they led to, each once a talk."""

from dataclasses import replace
from datetime import date, datetime

from bot.dialogue.links import link_to
from bot.model.conversation import Event, Kind, Message, ReplyKind, Turn
from bot.model.facts import EngineFact
from bot.model.teams import TeamUse
from bot.store import ConversationRow, TeamToken, Unit

LONGEST_NAME = 60
"""Characters of a team's name; a longer one runs off the paper."""

_EVENT = "team_"
"""Begins the kind of an event that says how a team's link was of use."""


def team_name(typed: str) -> str | None:
    """The name of a team in one line, each word apart by one space; None when it is no name."""
    name = " ".join(typed.split())
    return name if name and len(name) <= LONGEST_NAME and name.isprintable() else None


async def with_team(unit: Unit, message: Message, now: datetime) -> Message:
    """The message as the dialogue reads it: for a team's own link its municipality, with the team's name beside it.

    A link for one time is used up. Whatever else was typed stays as it is, and is an ordinary start: nothing tells
    how near it was.
    """
    if message.kind is not Kind.START:
        return message
    token = message.text.strip()
    if team := await unit.find_token(token, TeamToken.LINK):
        return replace(message, text=link_to(team.municipality), team=team.name)
    if team := await unit.spend_start(token, now):
        return replace(message, text=link_to(team.municipality), team=team.name, together=True)
    return message


async def with_uses(unit: Unit, talk: ConversationRow, turn: Turn) -> Turn:
    """The turn with an event for each use of a team's link that happened now for the first time in the talk."""
    facts = turn.conversation.facts
    via = facts.get(EngineFact.SAMEN) or facts.get(EngineFact.VIA)
    if via is None:
        return turn
    team = await unit.find_team(municipality=turn.conversation.municipality, name=via.values()[0])
    if team is None or team.revoked_at is not None:
        return turn
    new = [use for use in _uses(turn) if not await unit.had_event(talk.id, f"{_EVENT}{use}")]
    return replace(turn, events=(*turn.events, *(Event(kind=f"{_EVENT}{use}", body={"team": team.id}) for use in new)))


async def count_use(unit: Unit, event: Event, day: date) -> None:
    """Count what such an event tells of."""
    await unit.count_use(day, str(event.body["team"]), TeamUse(event.kind.removeprefix(_EVENT)))


def _uses(turn: Turn) -> list[TeamUse]:
    """What happened in this turn. To have the team's name in the talk is to have opened its link."""
    advised = any(reply.kind is ReplyKind.ADVICE for reply in turn.replies)
    signed = any(event.kind == "intake_signed" for event in turn.events)
    happened = {TeamUse.OPENED: True, TeamUse.ROUTE: advised, TeamUse.SIGNED: signed}
    return [use for use in TeamUse if happened[use]]
