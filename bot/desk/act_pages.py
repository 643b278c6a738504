"""What somebody does at a question: every act is a form, and where it asks something also a page of its own."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.desk import act_forms
from bot.desk.act_answers import conflict_of, fault_of, form_of, why_not, with_chosen, with_ending, with_form
from bot.desk.act_forms import EVERYBODY, FormFaults
from bot.desk.forms import whole_number
from bot.desk.intake_pages import NAV, ROLES, CaseOpener
from bot.desk.intake_views import PLACES, Ready
from bot.desk.views.acts import Act, Called, CloseForm, CorrectForm, LaterForm
from bot.desk.views.frame import Fault, Form
from bot.desk.views.frame import Why as Wrong
from bot.desk.visits import Pages, Visit
from bot.model.cases import Box
from bot.model.worker import Actor
from bot.service.desk import Desk
from bot.service.desk_talk import DeskTalk
from bot.service.refusals import Refusal, Why

CASES = "/desk/vragen"
DRAFTS = "/desk/concept"

_REACHED = {Called.SPOKEN, Called.VISITED}  # somebody was reached
_OWN_PAGE = (Act.LATER, Act.HAND_ON, Act.ASK, Act.CALLED, Act.PROMISE, Act.CORRECT, Act.CLOSE)
_YES = "ja"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """One act: who does what where, with what was typed. `key`: of this very form, sent once or more."""

    visit: Visit
    act: Act
    code: str
    key: str

    @property
    def by(self) -> Actor:
        """Who does it."""
        return self.visit.actor

    @property
    def form(self) -> Mapping[str, str]:
        """What was typed."""
        return self.visit.form


class ActPages:
    """Every act of a coordinator. What could not be done comes back with all that was typed."""

    def __init__(self, desk: Desk, ready: Ready) -> None:
        """Of this desk, with what stands ready there."""
        self._desk, self._talk, self._cases = desk, DeskTalk(desk), CaseOpener(desk=desk, ready=ready)
        self._acts: Mapping[Act, Callable[[Doing], Awaitable[None]]] = {
            Act.CLAIM: self._claim,
            Act.RELEASE: self._release,
            Act.HAND_ON: self._hand_on,
            Act.NOTE: self._note,
            Act.MESSAGE: self._say,
            Act.UNDO: self._undo,
            Act.ASK: self._ask,
            Act.JOIN: self._join,
            Act.LEAVE: self._leave,
            Act.LATER: self._later,
            Act.CALLED: self._called,
            Act.PROMISE: self._promise,
            Act.CORRECT: self._correct,
            Act.CLOSE: self._close,
            Act.REOPEN: self._reopen,
            Act.ERASE: self._erase,
        }

    def routes(self, pages: Pages) -> list[Route]:
        """A form for every act, a page for those that ask something, and what is typed and not sent yet."""
        forms = [
            pages.page(f"{CASES}/{{code}}/{act}", partial(self._do, act), name=f"do_{act}", roles=ROLES, method="POST")
            for act in self._acts
        ]
        alone = [
            pages.page(f"{CASES}/{{code}}/{act}", partial(self._show, act), name=f"show_{act}", roles=ROLES)
            for act in _OWN_PAGE
        ]
        draft = pages.page(DRAFTS, self._draft, name="draft", roles=ROLES, method="POST", by_itself=True)
        return [*forms, *alone, draft]

    # the pages

    async def _show(self, act: Act, visit: Visit) -> Response:
        """The page of one act; who cannot do it now reads why on the page of the question."""
        try:
            opened = await self._cases.open(visit)
        except Refusal:
            return self._not_there(visit)
        form = form_of(opened.view, act)
        if form is None:
            return _to_case(visit)
        chosen = visit.request.query_params.get("feit", "")
        if isinstance(form, CorrectForm) and chosen:
            form = with_chosen(form, chosen, {})
        return visit.render("act", opened.frame, head=opened.view.head, act=act, form=form)

    async def _do(self, act: Act, visit: Visit) -> Response:
        doing = Doing(visit=visit, act=act, code=_code(visit), key=_key(act, visit))
        try:
            if visit.form.get("weg") == _YES:
                await self._throw_away(doing)
            elif visit.form.get("bekijk") == _YES:
                return await self._look_first(doing)
            elif not await self._desk.was_done(doing.by, doing.key):
                await self._acts[act](doing)
        except FormFaults as wrong:
            return await self._again(doing, wrong.faults)
        except Refusal as refusal:
            return await self._refused(doing, refusal)
        return _to_case(visit)

    async def _look_first(self, doing: Doing) -> Response:
        """The page of the act with what was typed, and what the resident will read of it. Nothing is done yet."""
        opened = await self._cases.open(doing.visit)
        form = form_of(opened.view, doing.act)
        if form is None:
            return _to_case(doing.visit)
        filled = _refilled(form, doing.form, ())
        return doing.visit.render("act", opened.frame, head=opened.view.head, act=doing.act, form=filled)

    async def _draft(self, visit: Visit) -> Response:
        """Keep what is typed, while it is typed."""
        code, _, box = visit.form.get("plek", "").partition("/")
        if box not in set(Box):
            return Response(status_code=422)
        try:
            await self._desk.keep_draft(visit.actor, code, Box(box), visit.form.get("tekst", ""))
        except Refusal as refusal:
            return Response(status_code=422 if refusal.why is Why.TOO_LONG else 404)
        return Response(status_code=204)

    # when it could not be done

    async def _refused(self, doing: Doing, refusal: Refusal) -> Response:
        fault = fault_of(doing.act, refusal.why, doing.form)
        if fault is not None:
            return await self._again(doing, (fault,))
        if refusal.why is Why.NOT_THERE:
            return self._not_there(doing.visit)
        if await self._is_so(doing, refusal):
            return _to_case(doing.visit)
        opened = await self._cases.open(doing.visit)
        if opened.file.intake is None:
            return _to_case(doing.visit)
        await self._keep(doing)
        conflict = conflict_of(doing.act, doing.form, refusal, opened, doing.by.worker.id)
        return doing.visit.render("conflict", opened.frame, status=409, head=opened.view.head, view=conflict)

    async def _is_so(self, doing: Doing, refusal: Refusal) -> bool:
        """Whether nothing is left to be told: it was done by this very form, or the page itself says how it stands."""
        if refusal.why in (Why.WITHDRAWN, Why.NOT_CLOSED, Why.TOO_LATE, Why.CUT, Why.OWN_CHAT):
            return True
        to_all = doing.act is Act.RELEASE or (doing.form.get("naar") == EVERYBODY and not doing.form.get("notitie"))
        given_back = to_all and refusal.why is Why.TAKEN and not refusal.who
        ended = doing.act in (Act.CLOSE, Act.CLAIM) and refusal.why is Why.CLOSED
        return given_back or ended or await self._desk.was_done(doing.by, doing.key)

    async def _again(self, doing: Doing, faults: tuple[Fault, ...]) -> Response:
        """The whole page once more, with what was typed and what is wrong with it."""
        try:
            opened = await self._cases.open(doing.visit)
        except Refusal:
            return self._not_there(doing.visit)
        form = form_of(opened.view, doing.act)
        if form is None:
            return await self._refused(doing, why_not(opened.file, doing.by.worker.id))
        changed = with_form(opened.view, doing.act, _refilled(form, doing.form, faults))
        return doing.visit.render("intake", opened.frame, status=422, view=changed)

    def _not_there(self, visit: Visit) -> Response:
        return visit.render("not_there", visit.frame(NAV[visit.account.role]), status=404)

    async def _asked(self, doing: Doing) -> Form:
        """What the form of an act asks now. Raises `Refusal` when this is no moment for it."""
        opened = await self._cases.open(doing.visit)
        form = form_of(opened.view, doing.act)
        if form is None:
            raise why_not(opened.file, doing.by.worker.id)
        return form

    async def _keep(self, doing: Doing) -> None:
        """What was typed is in its box again, also for who leaves the page of the conflict."""
        if doing.act in PLACES:
            with suppress(Refusal):  # too long for a draft: it stands on that page
                await self._desk.keep_draft(doing.by, doing.code, Box(doing.act.value), doing.form.get("tekst", ""))

    async def _throw_away(self, doing: Doing) -> None:
        if doing.act in PLACES:
            await self._desk.drop_draft(doing.by, doing.code, Box(doing.act.value))

    # the acts

    async def _claim(self, doing: Doing) -> None:
        await self._desk.claim(doing.by, doing.code)

    async def _release(self, doing: Doing) -> None:
        await self._desk.release(doing.by, doing.code)

    async def _reopen(self, doing: Doing) -> None:
        await self._desk.reopen(doing.by, doing.code)

    async def _erase(self, doing: Doing) -> None:
        await self._talk.erase(doing.by, doing.code)

    async def _join(self, doing: Doing) -> None:
        await self._talk.join(doing.by, doing.code)

    async def _leave(self, doing: Doing) -> None:
        await self._talk.leave(doing.by, doing.code)

    async def _hand_on(self, doing: Doing) -> None:
        to, note = doing.form.get("naar", ""), doing.form.get("notitie", "")
        if not to:
            raise FormFaults(Fault(field="naar", why=Wrong.NO_CHOICE))
        if to == EVERYBODY:
            await self._desk.release(doing.by, doing.code, note, doing.key)
        else:
            await self._desk.hand_on(doing.by, doing.code, to, note, doing.key)

    async def _note(self, doing: Doing) -> None:
        await self._desk.note(doing.by, doing.code, doing.form.get("tekst", ""), doing.key)
        if doing.form.get("uit") == Act.MESSAGE:  # it became this note
            await self._desk.drop_draft(doing.by, doing.code, Box.MESSAGE)

    async def _say(self, doing: Doing) -> None:
        words = doing.form.get("tekst", "")
        await self._talk.say(doing.by, doing.code, words, rev=doing.visit.rev, key=doing.key)

    async def _ask(self, doing: Doing) -> None:
        words = doing.form.get("tekst", "")
        await self._talk.ask(doing.by, doing.code, words, rev=doing.visit.rev, key=doing.key)

    async def _undo(self, doing: Doing) -> None:
        await self._talk.undo(doing.by, doing.code, whole_number(doing.form.get("regel", ""), digits=18) or 0)

    async def _later(self, doing: Doing) -> None:
        asked = await self._asked(doing)
        assert isinstance(asked, LaterForm)  # the form of this act
        later = act_forms.read_later(doing.form, asked.presets)
        put_away = self._talk.put_off if later.move else self._desk.snooze
        await put_away(doing.by, doing.code, later.until)

    async def _called(self, doing: Doing) -> None:
        call = act_forms.read_call(doing.form, doing.visit.at)
        if call.tell:
            await self._talk.tell_unanswered(doing.by, doing.code, call.how, note=call.note, at=call.at, key=doing.key)
            return
        reached = call.how in _REACHED
        await self._desk.contact(
            doing.by, doing.code, call.how, reached=reached, note=call.note, at=call.at, key=doing.key
        )

    async def _promise(self, doing: Doing) -> None:
        await self._talk.move_promise(doing.by, doing.code, act_forms.read_moment(doing.form), key=doing.key)

    async def _correct(self, doing: Doing) -> None:
        name, asked = doing.form.get("feit", ""), await self._asked(doing)
        assert isinstance(asked, CorrectForm)  # the form of this act
        fact = next((one for one in asked.facts if one.id == name), None)
        if fact is None:
            raise Refusal(Why.OUTDATED)
        value = act_forms.read_correction(doing.form, fact)
        await self._talk.correct(doing.by, doing.code, name, value, rev=doing.visit.rev, key=doing.key)

    async def _close(self, doing: Doing) -> None:
        asked = await self._asked(doing)
        assert isinstance(asked, CloseForm)  # the form of this act
        end = act_forms.read_closing(doing.form, asked)
        if end.code and not await self._desk.is_same_talk(doing.code, end.code):
            raise FormFaults(Fault(field="code", why=Wrong.CODE_NEEDED))
        note = "\n".join(part for part in (end.code, end.note) if part)
        await self._desk.close(doing.by, doing.code, end.outcome, note, place=end.place, sure=end.sure)


def _refilled(form: Form, typed: Mapping[str, str], faults: tuple[Fault, ...]) -> Form:
    if isinstance(form, CorrectForm):
        form = with_chosen(form, typed.get("feit", ""), typed)
    elif isinstance(form, CloseForm):
        form = with_ending(form, typed)
    return replace(form, typed=typed, faults=faults)


def _code(visit: Visit) -> str:
    return str(visit.request.path_params["code"])


def _key(act: Act, visit: Visit) -> str:
    """What tells one form from another: the key that its box carries, else all that was typed in it."""
    given = visit.form.get("sleutel", "")
    typed = {name: value for name, value in sorted(visit.form.items()) if name != "csrf"}
    return sha256(repr((act.value, _code(visit), given or typed)).encode("utf-8", "replace")).hexdigest()


def _to_case(visit: Visit) -> Response:
    """To the question, at the talk. Nothing of the form is in the address: going back or reloading sends nothing."""
    return RedirectResponse(f"{CASES}/{quote(_code(visit), safe='')}#gesprek", 303)
