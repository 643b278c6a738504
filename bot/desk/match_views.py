"""From a search for a helper to what its page shows, and from the work of a helper to theirs. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from bot.advice.spoken import language_name
from bot.desk.answers import Known, body_of, known_of
from bot.desk.heads import head_of
from bot.desk.listing import foreign, read_brief, theme_name
from bot.desk.views.helpers import HelperCase, MyCase, MyCasesView, Proposal
from bot.desk.views.intake import Head
from bot.desk.views.match import Asked, Card, Excluded, Heavier, Helps, MatchView, Mismatch, Waiting, Wish
from bot.dialogue.parts import Parts
from bot.intake.aftercare import helper_answers_by
from bot.intake.reasons import in_words
from bot.model.helpers import Helper, HelperKind, Match, Side, Why, Wishes
from bot.model.helpers import Mismatch as MismatchWhy
from bot.model.helpers import Wish as WishId
from bot.service.case_file import CaseFile
from bot.service.helping import Asked as AskedOf
from bot.service.helping import Running, Work
from bot.service.matching import Search, both_of
from bot.store import MatchRow, MatchState

_TOGETHER, _AND = "+", " en "
_LEAVES = "helper_leaves"
_NOBODY = (Why.NOBODY, Why.NO_PAIR)  # untrue while somebody is asked
_ENDS = ("mismatch", _LEAVES)  # what the thread calls the end of what did not work out


def case_head(file: CaseFile, parts: Parts, account_id: str) -> Head:
    """The head of a case, also of one whose text is gone."""
    known = Known(values={}, corrections=())
    if file.intake is not None:
        known = known_of(file.intake, file.entries, parts)
    return head_of(file, known, parts, account_id)


def keys_of(card: str) -> tuple[str, ...]:
    """The ids of the helpers in the key of a card."""
    return tuple(card.split(_TOGETHER))


def match_view(found: Search, parts: Parts, account_id: str, aside: Collection[WishId]) -> MatchView:
    """The page on which a coordinator asks somebody."""
    proposal, names = found.proposal, _names(found.helpers)
    asked = tuple(_asked(row, names, parts) for row in found.matches if row.state is MatchState.ASKED)
    return MatchView(
        head=case_head(found.file, parts, account_id),
        wishes=tuple(replace(wish, counts=wish.id not in aside) for wish in _wishes(found.wishes)),
        aside=",".join(sorted(aside)),
        cards=tuple(_card(one, parts) for one in proposal.best),
        more=tuple(_card(one, parts) for one in proposal.rest),
        excluded=tuple(
            Excluded(name=_name(one), why=tuple(in_words(why, parts.knowledge) for why in one.reasons))
            for one in proposal.never
        ),
        asked=asked,
        helps=next((_helps(row, names) for row in found.matches if row.state is MatchState.ACTIVE), None),
        mismatch=_last_mismatch(found, names),
        heavier=Heavier(name=found.heavier.bureau.name, leave=found.heavier.leave) if found.heavier else None,
        pairs=found.wishes.together,
        notes=tuple(in_words(note, parts.knowledge) for note in proposal.notes if not (asked and note.why in _NOBODY)),
    )


def my_cases_view(work: Work, helper: Helper, parts: Parts) -> MyCasesView:
    """What a helper is asked, without a name or a story, and what is theirs."""
    return MyCasesView(
        proposals=tuple(_proposal(one, helper, parts) for one in work.asked),
        agreed=tuple(_proposal(one, helper, parts) for one in work.agreed),
        cases=tuple(
            MyCase(
                case=helper_case(run, parts),
                rev=run.case.rev,
                name=read_brief(run.case).name,
                coordinator=run.case.claimed_by or "",
                other=run.other,
            )
            for run in work.helping
        ),
    )


def _proposal(one: AskedOf, helper: Helper, parts: Parts) -> Proposal:
    return Proposal(
        key=one.match.id,
        helper=helper.id,
        theme=theme_name(parts, one.case.theme),
        area=one.case.area,
        language=foreign(one.case.language),
        wishes=tuple(wish for wish in _wishes(one.wishes) if wish.id != WishId.LANGUAGE),
        asked_at=one.match.asked_at or one.match.proposed_at,
        answer_by=_answer_by(one.match, parts),
        other=one.other,
        chat=not one.case.cut,
    )


def helper_case(run: Running, parts: Parts) -> HelperCase:
    """A question that somebody helps with."""
    return HelperCase(
        code=run.case.code,
        theme=theme_name(parts, run.case.theme),
        area=run.case.area,
        since=run.match.since or run.match.proposed_at,
        minutes=run.budget.spent.counted,
        usual=run.budget.usual,
        first_contact_at=run.match.first_contact_at,
    )


def _card(match: Match, parts: Parts) -> Card:
    helpers = match.helpers
    professional = any(one.kind is HelperKind.BEROEPSKRACHT for one in helpers)
    return Card(
        key=_TOGETHER.join(one.id for one in helpers),
        names=tuple(one.name for one in helpers),
        kind=HelperKind.BEROEPSKRACHT if professional else HelperKind.VRIJWILLIGER,
        pros=tuple(_reasons(match, Side.FOR, parts)),
        cons=tuple(_reasons(match, Side.AGAINST, parts)),
        last_asked=max((one.asked_at for one in helpers if one.asked_at is not None), default=None),
    )


def _reasons(match: Match, side: Side, parts: Parts) -> Iterator[str]:
    """Of two the reasons say about whom they are."""
    names = {one.id: one.name for one in match.helpers}
    for reason in match.on(side):
        words = in_words(reason, parts.knowledge)
        yield f"{names[reason.helper]}: {words}" if len(names) > 1 and reason.helper in names else words


def _wishes(wishes: Wishes) -> tuple[Wish, ...]:
    """Every wish that is there, with what the words about it name."""
    what: Mapping[WishId, str] = {
        WishId.KIND: wishes.kind or "",
        WishId.LANGUAGE: language_name(wishes.language),
        WishId.AREA: wishes.area,
        WishId.MOMENT: wishes.moment or "",
        WishId.WAYS: ", ".join(wishes.ways),
    }
    return tuple(Wish(id=one.value, what=what.get(one, "")) for one in wishes.present())


def _asked(row: MatchRow, names: Mapping[str, str], parts: Parts) -> Asked:
    said = {key for key, at in zip(both_of(row), (row.agreed_at, row.second_agreed_at), strict=False) if at is not None}
    return Asked(
        key=row.id,
        name=_AND.join(names[key] for key in both_of(row)),
        at=row.asked_at or row.proposed_at,
        answer_by=_answer_by(row, parts),
        waiting=tuple(Waiting(id=key, name=names[key]) for key in both_of(row) if key not in said),
    )


def _answer_by(row: MatchRow, parts: Parts) -> datetime:
    return helper_answers_by(parts.municipality.hours, row.asked_at or row.proposed_at)


def _helps(row: MatchRow, names: Mapping[str, str]) -> Helps:
    met = row.first_contact_at is not None
    return Helps(name=_AND.join(names[key] for key in both_of(row)), since=row.since or row.proposed_at, met=met)


def _last_mismatch(found: Search, names: Mapping[str, str]) -> Mismatch | None:
    """Why it was that somebody else is looked for, until somebody helps."""
    ended = [row for row in found.matches if row.since is not None]
    last = max(ended, key=lambda row: row.since or row.proposed_at, default=None)
    if last is None or last.state is not MatchState.MISMATCH:
        return None
    return Mismatch(
        name=_AND.join(names[key] for key in both_of(last)),
        why=MismatchWhy(last.ended_code or MismatchWhy.STIL),
        by_helper=_said_by_helper(found),
    )


def _said_by_helper(found: Search) -> bool:
    """Whether the last one that ended so was ended by who helped."""
    ends = [what for entry in found.file.entries if (what := body_of(entry).get("what")) in _ENDS]
    return bool(ends) and ends[-1] == _LEAVES


def _names(helpers: Mapping[str, Helper]) -> Mapping[str, str]:
    return {key: one.name for key, one in helpers.items()}


def _name(match: Match) -> str:
    return _AND.join(one.name for one in match.helpers)
