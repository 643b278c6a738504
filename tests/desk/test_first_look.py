"""Before a question is finished: what the resident will read of it."""

import json
import re
from html import unescape

from bench_lab import STORY, Bench, words
from desk_lab import csrf

from bot.desk.act_pages import ActPages
from bot.desk.intake_views import ready_of

PLACE = "mee-ijsseloevers"


class TestFirstALook:
    """What the resident will read, before it is done."""

    async def shown(self, bench: Bench, **data: str) -> str:
        answer = await bench.post("afronden", bekijk="ja", **data)
        assert answer.status_code == 200
        found = re.search(r'id="afronden-voorbeeld"[^>]*>([^<]*)<', answer.text)
        assert found, answer.text
        return unescape(found[1])

    async def test_is_to_the_letter_what_they_read_afterwards(self, bench: Bench) -> None:
        ready = ready_of(bench.desk.service.engine.parts.knowledge.desk)
        bench.desk.change(more=[ActPages(bench.work, ready).routes])
        bench.anna = await bench.desk.signed_in("anna")
        bench.tokens[bench.anna] = await csrf(bench.anna)
        chosen = {"uitkomst": "warm_overgedragen", "plek": PLACE}
        place = bench.desk.service.engine.parts.place(PLACE)
        seen = await self.shown(bench, **chosen, notitie=STORY)
        assert place.called in seen
        assert "{" not in seen
        assert await bench.kinds() == []
        await bench.done("afronden", **chosen, zeker="ja")
        async with bench.desk.store.read() as unit:
            row = (await unit.due(bench.desk.clock(), 9, ["web"]))[-1]
        assert seen == " ".join(json.loads(row.body)["text"].split())

    async def test_keeps_what_was_typed_and_says_what_is_still_to_be_chosen(self, bench: Bench) -> None:
        assert await self.shown(bench, plek=PLACE) == "Kies eerst een uitkomst."
        answer = await bench.post("afronden", bekijk="ja", uitkomst="niet_gelukt", plek=PLACE, notitie=STORY)
        page = words(answer)
        assert STORY in page
        assert re.search(rf'<option value="{PLACE}"[^>]* selected', page)
        assert re.search(r'value="niet_gelukt" checked', page)

    async def test_who_does_not_have_the_question_sees_how_it_stands(self, bench: Bench) -> None:
        answer = await bench.post("afronden", bench.bram, bekijk="ja", uitkomst="zelf_verder")
        assert answer.status_code == 303
