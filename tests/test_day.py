"""A full day, played through: twelve residents, three coordinators, two supporters, and all that can go otherwise."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest_asyncio
from day_lab import Colleague, Day
from desk_lab import open_desk
from match_lab import helper

from bot.content.wording import HERE
from bot.model.accounts import Role

STORIES = {
    "noor": "ik wacht al maanden op een beslissing over mijn scootmobiel",
    "ali": "mijn moeder kan niet meer alleen douchen",
    "joke": "mijn man slaat mij en ik durf niet meer naar huis",
    "piet": "ik kan de huur niet betalen en krijg een brief van de deurwaarder",
    "fatma": "mijn zoon van 7 zit thuis, hij mag niet meer naar school",
    "henk": "ik zorg voor mijn vrouw met dementie en ik red het niet meer",
    "sara": "de gemeente wijst huishoudelijke hulp af",
    "omar": "ik heb geen geld meer voor eten",
    "lies": "ik kan de trap niet meer op",
    "karim": "ik snap de brief over mijn uitkering niet",
    "truus": "mijn rolstoel is kapot en niemand komt",
    "wim": "ik zoek dagbesteding voor mijn broer",
}


@pytest_asyncio.fixture
async def day(tmp_path: Path) -> AsyncIterator[Day]:
    """Monday, ten o'clock."""
    desk = await open_desk(tmp_path)
    for name in ("anna", "bram", "carla"):
        await desk.add(name)
    for name in ("olga", "otto"):
        await desk.add(name, Role.OCO)
        async with desk.store.write() as unit:
            usual = helper(name, broad=True, ways=["bellen", "huisbezoek"], max_cases=3)
            told = replace(usual, public_line="Ik denk graag mee.", account_id=f"id_{name}")
            await unit.add_helper(told, desk.clock())
    yield Day(desk)
    await desk.store.close()


async def helped_by(asks: Colleague, helps: Colleague, code: str) -> None:
    """A coordinator asks somebody, who says yes from their own account."""
    search = await asks.get(f"/desk/vragen/{code}/ondersteuner")
    button = rf'name="wie" value="([^"]+)"><input[^>]*><button[^>]*>Vraag <bdi>{helps.name.title()}</bdi>'
    (key,) = re.findall(button, search)
    assert (await asks.sends(f"/desk/vragen/{code}/ondersteuner", search, wie=key)).status_code == 303
    page = await helps.get("/desk/mijn-vragen")
    path = re.findall(r'action="(/desk/voorstellen/\w+/ja)"', page)[-1]
    contact = (helps.day.desk.clock() + timedelta(days=2)).astimezone(HERE).strftime("%Y-%m-%dT%H:%M")
    answer = await helps.sends(path, page, contact=contact)
    assert answer.status_code == 303, answer.text


async def test_a_full_day(day: Day) -> None:
    anna, bram, carla = (Colleague(day, name) for name in ("anna", "bram", "carla"))
    people = {name: day.resident(name) for name in STORIES}
    morning = ["noor", "ali", "joke", "piet", "fatma", "henk"]
    for name in morning:
        await people[name].signs(STORIES[name])
    noor, ali, joke, piet, fatma, henk = (people[name] for name in morning)
    assert len({people[name].code for name in morning}) == len(morning)
    assert set(await anna.codes()) == {people[name].code for name in morning}

    # two want the same one: one has it, the other reads who
    before = [await colleague.get(f"/desk/vragen/{noor.code}") for colleague in (bram, carla)]
    answers = [
        await colleague.sends(f"/desk/vragen/{noor.code}/oppakken", page)
        for colleague, page in zip((bram, carla), before, strict=True)
    ]
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert "Bram" in answers[1].text

    # a talk, and back to the computer at the very place
    assert (await bram.does(noor.code, "bericht", tekst="Dag, wanneer deed u de aanvraag?")).status_code == 303
    await day.pass_(seconds=10)
    assert "Bram: Dag, wanneer deed u de aanvraag?" in noor.news()
    assert await noor.says("in juni") == [], "the computer is silent while a person has the talk"
    assert "in juni" in await bram.get(f"/desk/vragen/{noor.code}")
    await bram.does(noor.code, "uit-gesprek")
    assert any("computer" in line for line in noor.news())

    # one question, answered
    await anna.does(ali.code, "oppakken")
    await anna.does(ali.code, "vraag", tekst="Woont uw moeder alleen?")
    assert any("Woont uw moeder alleen?" in line for line in ali.news())
    await ali.says("ja, sinds vorig jaar")
    assert "ja, sinds vorig jaar" in await anna.get(f"/desk/vragen/{ali.code}")

    # danger while a person is there: the number first, and the person knows
    await carla.does(joke.code, "oppakken")
    await carla.does(joke.code, "bericht", tekst="Dag, hier Carla.")
    await day.pass_(seconds=10)
    joke.news()
    assert "112" in (await joke.says("hij heeft een mes en staat voor de deur"))[0]
    assert "mes" in await carla.get(f"/desk/vragen/{joke.code}")

    # called, put away, handed on
    await carla.does(joke.code, "gebeld", hoe="gesproken", notitie="veilig bij haar zus")
    await bram.does(piet.code, "oppakken")
    await bram.does(piet.code, "gebeld", hoe="gesproken")
    assert (await bram.does(piet.code, "later", moment="morgen")).status_code == 303
    assert piet.code not in await bram.codes()
    await bram.does(piet.code, "overdragen", naar="id_anna", notitie="past beter bij jou")
    assert piet.code in await anna.codes("van-mij")

    # a withdrawal: the words are gone, also for who had them
    await anna.does(fatma.code, "oppakken")
    await fatma.says("intrekken")
    await fatma.says("ja")
    page = await anna.get(f"/desk/vragen/{fatma.code}")
    assert "school" not in page
    assert "ingetrokken" in page

    # a promise that nobody would keep: moved in time, and the resident reads it
    await day.pass_(hours=26)
    moved = "\n".join(henk.news())
    assert "Excuus" in moved
    assert henk.code in await anna.codes()
    async with day.desk.store.read() as unit:
        case = await unit.find_case(henk.code)
        assert case is not None
        promises = await unit.list_promises(case.id)
        counts = await unit.count_promises(day.desk.clock() - timedelta(days=3))
    assert [one.outcome for one in promises] == ["corrected", "open"]
    assert "broken" not in counts, "it was moved before it was broken"
    assert case.promised_at > day.desk.clock()

    # the afternoon: the rest, and an end that can be opened again
    for name in ("sara", "omar", "lies", "karim", "truus", "wim"):
        await people[name].signs(STORIES[name])
    sara, omar = people["sara"], people["omar"]
    await anna.does(sara.code, "oppakken")
    await anna.does(sara.code, "gebeld", hoe="gesproken")
    closed = await anna.does(sara.code, "afronden", uitkomst="zelf_verder", zeker="ja")
    assert closed.status_code == 303, closed.text
    assert any("afgerond" in line for line in sara.news())
    assert sara.code not in await anna.codes("open")
    await sara.taps("speelt_weer")
    assert sara.code in await anna.codes("van-niemand")

    # a supporter, who does not fit, and another one; the first is never proposed again
    lies = people["lies"]
    olga, otto = (Colleague(day, name) for name in ("olga", "otto"))
    await bram.does(lies.code, "oppakken")
    await helped_by(bram, olga, lies.code)
    assert any("Olga" in line for line in lies.news())
    assert lies.code in await olga.get("/desk/mijn-vragen")
    assert lies.code not in await otto.get("/desk/mijn-vragen")
    await lies.says("waar is mijn vraag")
    await lies.taps("ander_persoon")
    await lies.taps("ander_klik")
    assert any(bell["notice"] == "mismatch" for bell in day.bells)
    assert lies.code in await bram.codes(), "ours again, and on the list"
    search = await bram.get(f"/desk/vragen/{lies.code}/ondersteuner")
    assert "Vraag <bdi>Olga</bdi>" not in search
    await helped_by(bram, otto, lies.code)
    assert any("Otto" in line for line in lies.news())
    await olga.get(f"/desk/vragen/{lies.code}")
    assert olga.status == 404, "who does not help any more sees nothing"

    # erased: nothing is left, and whoever asks reads the same as for a code that never was
    await omar.says("wissen")
    await omar.says("ja")
    gone, never = [await anna.get(f"/desk/vragen/{code}") for code in (omar.code, "W-ZZZZZ")]
    assert gone.replace(omar.code, "") == never.replace("W-ZZZZZ", "")

    async with day.desk.store.read() as unit:
        assert await unit.check_trail() == [], "the trail of the day holds"
    assert all("notice" in bell and "text" not in bell for bell in day.bells)
