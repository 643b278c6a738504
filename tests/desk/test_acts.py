"""Every act at a question through the browser, without script: done once, or back with all that was typed."""

import asyncio
import re
from pathlib import Path

import pytest
from bench_lab import ANNA, STORY, Bench, words
from desk_lab import FROM_HERE, csrf, send
from service_lab import choice, text, together

from bot.desk.act_forms import read_code
from bot.desk.views.acts import Act
from bot.model.accounts import Role
from bot.model.cases import Box


class TestDone:
    async def test_a_resident_without_a_chat_is_forgotten_on_request(self, bench: Bench) -> None:
        """Done for the own chat of a resident it changes nothing: they do that themselves."""
        await bench.done("wissen")
        assert (await bench.file()).intake is not None
        bench.code = await together(bench.desk.service, address="elsewhere")
        await bench.done("oppakken")
        await bench.done("wissen")
        gone = await bench.anna.get(f"/desk/vragen/{bench.code}")
        assert (gone.status_code, "612345678" in gone.text) == (404, False)

    async def test_a_whole_day_of_work_by_forms(self, bench: Bench) -> None:
        await bench.done("notitie", tekst=STORY)
        await bench.done("bericht", tekst="Dag, hier Anna.")
        told = (await bench.file()).entries[-1]
        await bench.done("ongedaan", regel=str(told.id))
        await bench.done("uit-gesprek")
        await bench.done("vraag", tekst="Welke dag komt u uit?")
        await bench.done("uit-gesprek")
        await bench.done("meepraten")
        await bench.done("belofte", dag="2026-12-21", tijd="12:00")
        await bench.done("later", moment="morgen")
        await bench.done("gebeld", hoe="geen-gehoor", dag="2026-11-23", tijd="09:30", zeg="ja", notitie="voicemail vol")
        await bench.done("gebeld", hoe="gesproken", notitie="")
        await bench.done("aanpassen", feit="telefoon", waarde="06 12345679")
        await bench.done("overdragen", naar="id_bram", notitie="Wil jij verder?")
        await bench.done("teruggeven", bench.bram)
        await bench.done("oppakken", bench.bram)
        await bench.done("overdragen", bench.bram, naar="iedereen", notitie="Wie kan?")
        await bench.done("oppakken")
        await bench.done("afronden", uitkomst="zelf_verder", zeker="ja")
        await bench.done("heropenen")
        file = await bench.file()
        assert [one.kind for one in file.entries] == [
            *("note", "joined", "left", "ask", "joined", "promise", "contact", "contact", "correction"),
            *("left", "note", "handed", "note", "system"),
        ]
        assert (file.case.owner_id, file.case.outcome) == ("id_anna", None)

    @pytest.mark.parametrize(
        ("act", "data"),
        [
            ("bericht", {"tekst": "Dag.", "sleutel": "k"}),
            ("notitie", {"tekst": "Dag.", "sleutel": "k"}),
            ("vraag", {"tekst": "Welke dag?"}),
            ("gebeld", {"hoe": "gesproken"}),
            ("gebeld", {"hoe": "geen-gehoor", "zeg": "ja"}),
            ("belofte", {"dag": "2026-12-21", "tijd": "12:00"}),
            ("later", {"moment": "week", "verzet": "ja"}),
            ("aanpassen", {"feit": "naam", "waarde": "Jo"}),
            ("overdragen", {"naar": "id_bram", "notitie": "Voor jou."}),
            ("overdragen", {"naar": "iedereen"}),
            ("teruggeven", {}),
            ("oppakken", {}),
            ("meepraten", {}),
            ("uit-gesprek", {}),
            ("afronden", {"uitkomst": "zelf_verder", "zeker": "ja"}),
            ("heropenen", {}),
        ],
    )
    async def test_sent_twice_it_is_done_once(self, bench: Bench, act: str, data: dict[str, str]) -> None:
        rev = str((await bench.file()).case.rev)
        await bench.done(act, rev=rev, **data)
        once = await bench.file()
        await bench.done(act, rev=rev, **data)
        twice = await bench.file()
        assert [one.id for one in twice.entries] == [one.id for one in once.entries]
        assert [one.due_at for one in twice.promises] == [one.due_at for one in once.promises]
        assert (twice.case.status, twice.case.owner_id) == (once.case.status, once.case.owner_id)

    @pytest.mark.parametrize(
        ("act", "data"),
        [
            ("bericht", {"tekst": "Dag.", "sleutel": "k"}),
            ("notitie", {"tekst": "Dag.", "sleutel": "k"}),
            ("vraag", {"tekst": "Welke dag?"}),
            ("overdragen", {"naar": "id_bram", "notitie": "Voor jou."}),
            ("afronden", {"uitkomst": "zelf_verder", "zeker": "ja"}),
        ],
    )
    async def test_a_double_click(self, bench: Bench, act: str, data: dict[str, str]) -> None:
        rev = str((await bench.file()).case.rev)
        await asyncio.gather(*(bench.done(act, rev=rev, **data) for _ in range(4)))
        kinds = await bench.kinds()
        assert len(kinds) == len(set(kinds))

    @pytest.mark.parametrize("act", ["later", "overdragen", "vraag", "gebeld", "belofte", "aanpassen", "afronden"])
    async def test_what_asks_something_is_a_page_of_its_own(self, bench: Bench, act: str) -> None:
        page = await bench.anna.get(f"/desk/vragen/{bench.code}/{act}")
        assert page.status_code == 200
        assert f'/desk/vragen/{bench.code}/{act}"' in page.text
        other = await bench.bram.get(f"/desk/vragen/{bench.code}/{act}")
        assert (other.status_code, other.headers["location"]) == (303, f"/desk/vragen/{bench.code}#gesprek")
        assert (await bench.anna.get(f"/desk/vragen/W-ZZZZZ/{act}")).status_code == 404

    async def test_one_answer_to_put_right(self, bench: Bench) -> None:
        page = await bench.anna.get(f"/desk/vragen/{bench.code}/aanpassen?feit=telefoon")
        assert 'name="waarde"' in page.text
        page = await bench.anna.get(f"/desk/vragen/{bench.code}/aanpassen?feit=bestaat_niet")
        assert 'name="waarde"' not in page.text


FAULTS = [
    ("bericht", {"tekst": ""}, "Vul dit eerst in"),
    ("bericht", {"tekst": "\u200b"}, "Vul dit eerst in"),
    ("bericht", {"tekst": "U hoort {moment} van ons & <b>"}, "leeg stuk tussen haakjes"),
    ("notitie", {"tekst": "é" * 4001}, "4.000 tekens"),
    ("notitie", {"tekst": "x" * 100_000}, "4.000 tekens"),
    ("vraag", {"tekst": "Dag {naam}"}, "leeg stuk tussen haakjes"),
    ("later", {}, "Kies eerst"),
    ("later", {"moment": "dag", "dag": "31-12-2026", "tijd": "09:00"}, "geen dag en tijd"),
    ("later", {"moment": "dag", "dag": "2026-11-20", "tijd": "09:00"}, "al voorbij"),
    ("later", {"moment": "week"}, "later dan de belofte"),
    ("later", {"moment": "dag", "dag": "2026-12-24", "tijd": "09:00"}, "later dan de belofte"),
    ("belofte", {"dag": "2026-11-20", "tijd": "09:00"}, "al voorbij"),
    ("belofte", {"dag": "9999-12-31", "tijd": "25:00"}, "geen dag en tijd"),
    ("gebeld", {"notitie": STORY}, "Kies eerst"),
    ("gebeld", {"hoe": "gesproken", "dag": "2026-11-24", "tijd": "09:00"}, "moet nog komen"),
    ("gebeld", {"hoe": "gesproken", "notitie": "x" * 4001}, "4.000 tekens"),
    ("overdragen", {"notitie": STORY}, "Kies eerst"),
    ("overdragen", {"naar": "id_zoe", "notitie": STORY}, "Kies eerst"),
    ("overdragen", {"naar": "id_bram", "notitie": "x" * 4001}, "4.000 tekens"),
    ("aanpassen", {"feit": "voor_wie"}, "Kies eerst"),
    ("aanpassen", {"feit": "telefoon", "waarde": "geen idee"}, "Dit past hier niet"),
    ("aanpassen", {"feit": "naam", "waarde": ""}, "Vul dit eerst in"),
    ("afronden", {"notitie": STORY}, "Kies eerst"),
    ("afronden", {"uitkomst": "zelf_verder", "notitie": STORY}, "Bevestig dit eerst"),
    ("afronden", {"uitkomst": "warm_overgedragen", "zeker": "ja"}, "naar welke plek"),
    ("afronden", {"uitkomst": "niet_gelukt", "zeker": "ja"}, "Schrijf kort op"),
    ("afronden", {"uitkomst": "dubbel", "zeker": "ja", "code": "W-ZZZZZ"}, "code van de andere vraag"),
]


class TestFaults:
    async def test_a_mistake_comes_back_with_all_that_was_typed(self, bench: Bench) -> None:
        before = await bench.file()
        for act, data, says in FAULTS:
            answer = await bench.post(act, **data)
            page = words(answer)
            assert answer.status_code == 422, (act, data)
            assert says in page, (act, data)
            assert "<title>Fout: " in page, (act, data)
            assert re.search(rf'nog iets nodig bij <a class="nl-link" href="#(werk-)?{act}">', page), (act, data)
            kept = [value for name, value in data.items() if name in ("tekst", "notitie") and value.strip("\u200b")]
            assert all(value in page for value in kept), (act, data)
        after = await bench.file()
        assert (after.entries, after.case.rev, after.case.status) == ([], before.case.rev, before.case.status)

    @pytest.mark.parametrize(
        ("typed", "code"),
        [("w-4f2kq", "W-4F2KQ"), (" 4F2KQ-2 ", "W-4F2KQ-2"), ("", ""), ("' OR 1", ""), ("W-", "")],
    )
    def test_a_code_however_it_is_typed(self, typed: str, code: str) -> None:
        assert read_code(typed) == code

    async def test_odd_numbers_in_hidden_fields(self, bench: Bench) -> None:
        for rev in ("", "-1", "x", "9" * 50, "²"):
            assert (await bench.post("bericht", tekst="Dag.", rev=rev)).status_code == 409
        for entry in ("", "-1", "x", "9" * 50, "²"):
            assert (await bench.post("ongedaan", regel=entry)).status_code == 303
        assert await bench.kinds() == []


class TestChangedLater:
    async def test_a_new_number_that_the_resident_signed_is_the_one_to_call(self, bench: Bench) -> None:
        for act in (text("wijzig"), choice("telefoon"), text("nu 06 22 33 44 55"), choice("verstuur_erbij")):
            await bench.desk.service.handle(act)
        page = (await bench.anna.get(f"/desk/vragen/{bench.code}")).text
        assert page.count('href="tel:+31622334455"') >= 1
        assert "tel:+31612345678" not in page
        assert page.count("later veranderd") == 2, "beside the way to reach them, and beside the signed line"
        await bench.done("aanpassen", feit="telefoon", waarde="06 11 22 33 44")
        page = (await bench.anna.get(f"/desk/vragen/{bench.code}")).text
        assert 'href="tel:+31611223344"' in page


class TestConflict:
    async def test_from_an_older_page_both_texts_stand_side_by_side(self, bench: Bench) -> None:
        rev = str((await bench.file()).case.rev)
        await bench.done("notitie", bench.bram, tekst="Ik belde al met haar.")
        answer = await bench.post("bericht", tekst=STORY, sleutel="k", rev=rev)
        page = words(answer)
        assert answer.status_code == 409
        assert "Bram was net voor u" in page.replace("<bdi>", "").replace("</bdi>", "")
        assert "Ik belde al met haar." in page
        assert STORY in page
        assert await bench.kinds() == ["note"]
        fields = dict(re.findall(r'type="hidden" name="(rev|sleutel)" value="([^"]*)"', answer.text))
        await bench.done("bericht", tekst=STORY, **fields)
        assert await bench.kinds() == ["note", "joined", "told"]

    async def test_a_line_of_the_resident_is_theirs_and_what_was_typed_is_in_its_box_again(self, bench: Bench) -> None:
        await bench.done("meepraten")
        rev = str((await bench.file()).case.rev)
        await bench.desk.service.handle(text("ik ben bang"))
        answer = await bench.post("bericht", tekst=STORY, rev=rev)
        page = words(answer).replace("<bdi>", "").replace("</bdi>", "")
        assert answer.status_code == 409
        assert "collega" not in page
        assert "Wegwijzer, vandaag" not in page
        assert page.count("was net voor u") == 1
        assert "ik ben bang" in page
        assert (await bench.file()).drafts[Box.MESSAGE] == STORY
        await bench.done("notitie", tekst=STORY, uit="bericht")
        assert not any((await bench.file()).drafts.values()), "it is a note now"

    async def test_what_they_did_in_another_tab_is_their_own(self, bench: Bench) -> None:
        await bench.done("notitie", bench.bram, tekst="Ik belde al met haar.")
        rev = str((await bench.file()).case.rev)
        await bench.done("notitie", tekst="Ik bel haar vrijdag weer.")
        page = words(await bench.post("bericht", tekst=STORY, rev=rev))
        assert "Er is net iets veranderd" in page
        assert "Ik bel haar vrijdag weer." in page
        assert "Dat deed u zelf, misschien op een ander tabblad." in page
        assert "was net voor u" not in page
        assert "Ik belde al met haar." not in page

    async def test_what_happened_by_itself_is_said(self, bench: Bench) -> None:
        rev = str((await bench.file()).case.rev)
        for option in ("gesprek_delen", "delen_ja"):
            await bench.desk.service.handle(choice(option))
        page = words(await bench.post("bericht", tekst=STORY, rev=rev))
        assert "Er is net iets veranderd" in page
        assert "De inwoner deelde ook het gesprek" in page
        assert "was net voor u" not in page

    async def test_thrown_away_it_is_gone(self, bench: Bench) -> None:
        await bench.work.keep_draft(ANNA, bench.code, Box.MESSAGE, STORY)
        await bench.done("bericht", tekst=STORY, weg="ja", rev="0")
        file = await bench.file()
        assert (file.entries, any(file.drafts.values())) == ([], False)

    async def test_who_lost_it_meanwhile_keeps_the_text_and_may_note_it(self, bench: Bench) -> None:
        await bench.done("overdragen", naar="id_bram")
        for act, field in (("bericht", "tekst"), ("vraag", "tekst"), ("gebeld", "notitie")):
            answer = await bench.post(act, **{field: STORY, "hoe": "gesproken"})
            page = words(answer)
            assert answer.status_code == 409, act
            assert STORY in page
            assert "Toch versturen" not in page
            assert "Bewaar als notitie" in page
        await bench.done("notitie", tekst=STORY)

    async def test_taken_already(self, bench: Bench) -> None:
        answer = await bench.post("oppakken", bench.bram)
        assert answer.status_code == 409
        assert "Anna heeft deze vraag al" in words(answer).replace("<bdi>", "").replace("</bdi>", "")
        assert "<textarea" not in answer.text

    async def test_closed_meanwhile_the_text_may_become_a_note(self, bench: Bench) -> None:
        await bench.done("afronden", uitkomst="zelf_verder", zeker="ja")
        answer = await bench.post("bericht", tekst=STORY)
        assert answer.status_code == 409
        assert STORY in words(answer)
        await bench.done("notitie", tekst=STORY)


class TestNotThere:
    async def test_no_such_code(self, bench: Bench) -> None:
        pages = set()
        for code in ("W-ZZZZZ", "x", "W-" + "Z" * 500):
            for act in ("bericht", "later", "afronden", "oppakken", "aanpassen"):
                data = {"tekst": STORY, "moment": "week", "uitkomst": "zelf_verder", "feit": "naam"}
                answer = await send(bench.anna, f"/desk/vragen/{code}/{act}", data, token=bench.tokens[bench.anna])
                pages.add((answer.status_code, answer.text))
        assert {status for status, _ in pages} == {404}
        assert len(pages) == 1

    async def test_of_a_withdrawn_question_only_that_it_was(self, bench: Bench) -> None:
        for one in ("intrekken", "ja"):
            await bench.desk.service.handle(text(one))
        for act, data in (("bericht", {"tekst": STORY}), ("oppakken", {}), ("later", {"moment": "week"})):
            answer = await bench.post(act, **data)
            assert (answer.status_code, STORY in answer.text) == (303, False), act

    async def test_a_supporter_and_the_question_of_another(self, bench: Bench) -> None:
        await bench.desk.add("fatima", Role.OCO)
        fatima = await bench.desk.signed_in("fatima")
        token = await csrf(fatima)
        answers = [
            await send(fatima, f"/desk/vragen/{code}/bericht", {"tekst": STORY}, token=token)
            for code in (bench.code, "W-ZZZZZ")
        ]
        assert {(answer.status_code, answer.text) for answer in answers} == {(404, answers[0].text)}
        await bench.done("overdragen", naar="id_fatima")
        rev = str((await bench.file()).case.rev)
        data = {"tekst": "Dag, hier Fatima.", "rev": rev}
        assert (await send(fatima, f"/desk/vragen/{bench.code}/bericht", data, token=token)).status_code == 303


class TestSignedOut:
    async def test_the_text_comes_back_and_can_be_sent_after_signing_in(self, bench: Bench) -> None:
        bench.desk.clock.pass_(hours=1)
        rev = str((await bench.file()).case.rev)
        answer = await bench.post("bericht", tekst=STORY, sleutel="k", rev=rev)
        assert answer.status_code == 401
        assert STORY in words(answer)
        assert await bench.kinds() == []
        anna = await bench.desk.signed_in("anna")
        path = f"/desk/vragen/{bench.code}/bericht"
        assert (await send(anna, path, {"tekst": STORY, "sleutel": "k", "rev": rev})).status_code == 303
        assert await bench.kinds() == ["joined", "told"]

    async def test_a_token_of_another_session(self, bench: Bench) -> None:
        path, data = f"/desk/vragen/{bench.code}/bericht", {"tekst": STORY, "rev": "1"}
        answer = await send(bench.anna, path, data, token=bench.tokens[bench.bram])
        assert answer.status_code == 403
        assert STORY in words(answer)
        strange = {**FROM_HERE, "origin": "https://kwaad.example", "sec-fetch-site": "cross-site"}
        data["csrf"] = bench.tokens[bench.anna]
        assert (await bench.anna.post(path, data=data, headers=strange)).status_code == 403
        assert await bench.kinds() == []


class TestDrafts:
    async def keep(self, bench: Bench, place: str, words: str) -> int:
        data = {"plek": place, "tekst": words}
        return (await send(bench.anna, "/desk/concept", data, token=bench.tokens[bench.anna])).status_code

    async def test_what_is_typed_is_kept_masked_and_there_again(self, bench: Bench) -> None:
        assert await self.keep(bench, f"{bench.code}/bericht", f"{STORY} 111222333") == 204
        page = words(await bench.anna.get(f"/desk/vragen/{bench.code}"))
        assert f"{STORY} •••••••••" in page
        assert STORY not in words(await bench.bram.get(f"/desk/vragen/{bench.code}"))
        await bench.done("bericht", tekst=STORY, sleutel="k")
        assert not any((await bench.file()).drafts.values())
        assert await self.keep(bench, f"{bench.code}/vraag", "") == 204

    @pytest.mark.parametrize(
        ("place", "length", "status"),
        [
            ("{code}/notitie", 10_000, 204),
            ("{code}/notitie", 10_001, 422),
            ("{code}/later", 5, 422),
            ("{code}", 5, 422),
            ("", 5, 422),
            ("W-ZZZZZ/notitie", 5, 404),
        ],
    )
    async def test_only_so_much_and_only_where_there_is_a_box(
        self, bench: Bench, place: str, length: int, status: int
    ) -> None:
        assert await self.keep(bench, place.format(code=bench.code), "x" * length) == status

    async def test_typing_keeps_nobody_signed_in(self, bench: Bench) -> None:
        for _ in range(3):
            bench.desk.clock.pass_(minutes=12)
            status = await self.keep(bench, f"{bench.code}/notitie", "nog bezig")
        assert status == 401


def test_every_act_that_is_ours_is_tried() -> None:
    elsewhere = {Act.HELPER, Act.OTHER_HELPER, Act.HOURS, Act.EXPORT}
    source = Path(__file__).read_text(encoding="utf-8")
    assert {act for act in Act if f'done("{act}"' in source} == set(Act) - elsewhere
