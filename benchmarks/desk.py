"""How soon the desk answers with many intakes, and how soon a page that stands open knows of a new one.

    python benchmarks/desk.py [--open 10000] [--closed 100000] [--repeats 40] [--keep FOLDER]

Makes a SQLite file with so many intakes, of residents and words made up (a few minutes; `--keep` uses it again),
serves the desk from a process of its own, and asks it over HTTP on the loopback as a coordinator who is signed in.
Prints a table: median and 95th percentile in milliseconds, warm, and what a call took of a processor: on a machine
that others use too, the difference is waiting for them.
"""

import argparse
import asyncio
import http.client
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from desk_crowd import PEOPLE, make_crowd, url_of  # noqa: E402
from turns import machine  # noqa: E402

from bot.app import build_engine, set_up_logging, settle, utc_now  # noqa: E402
from bot.desk.feed import LINES, Feed  # noqa: E402
from bot.desk.tokens import csrf_token, token_hash  # noqa: E402
from bot.model.accounts import Role  # noqa: E402
from bot.model.worker import Actor, Worker  # noqa: E402
from bot.serve import listen_at, make_desk  # noqa: E402
from bot.service import Service, StaffSettings  # noqa: E402
from bot.service.desk import Desk  # noqa: E402
from bot.settings import Settings  # noqa: E402
from bot.store import CaseFilter, CaseView, Keyring, Store  # noqa: E402

PAGES = 50
TOLD = 20  # times that all pages are told something
IDLE_SECONDS = 10
SESSION = "a session of the benchmark"
COORDINATOR = Worker(id="account-0", name="Anna 0")
STAFF = Actor(worker=COORDINATOR, role=Role.COORDINATOR, session_id="session-0", origin="bench")


class Figures:
    """What was measured, to be printed."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str, str]] = []

    def times(self, name: str, milliseconds: list[float], cpu: float | None = None) -> None:
        """Median and 95th percentile of these; `cpu` is the mean."""
        p95 = statistics.quantiles(milliseconds, n=20, method="inclusive")[-1]
        self.add(name, f"{statistics.median(milliseconds):,.1f}", f"{p95:,.1f}", "" if cpu is None else f"{cpu:,.1f}")

    def add(self, name: str, first: str, second: str = "", third: str = "") -> None:
        """One figure, or why there is none."""
        self.rows.append((name, first, second, third))
        print(f"  {name}: {first} {second} {third}", file=sys.stderr, flush=True)

    def __str__(self) -> str:
        wide = max(len(name) for name, *_ in self.rows)
        lines = [f"| {'figure':<{wide}} | median | p95 | CPU |", f"| {'-' * wide} | ---: | ---: | ---: |"]
        return "\n".join([*lines, *(f"| {name:<{wide}} | {' | '.join(rest)} |" for name, *rest in self.rows)])


# the desk by itself


async def time_store(folder: Path, figures: Figures, repeats: int) -> None:
    """The calls behind the pages, without HTTP and without HTML."""
    store = await Store.open(url_of(folder), Keyring.from_file(folder / "keys"))
    desk = Desk(Service(store, build_engine("almere"), utc_now, StaffSettings()))
    settle()
    try:
        for name, wanted in filters().items():
            figures.times(f"inbox: {name}", *await timed(lambda wanted=wanted: desk.inbox(STAFF, wanted), repeats))
        deep = CaseFilter(view=CaseView.OPEN, owner_id=COORDINATOR.id)
        figures.times("inbox: everything open, page 100", *await timed(lambda: desk.inbox(STAFF, deep, 4950), repeats))
        codes = await new_codes(store, 2 * repeats + 4)
        figures.times("look (with its line in the trail)", *await timed(lambda: desk.look(STAFF, codes[0]), repeats))
        turn = iter(codes[: repeats + 2])
        figures.times("claim", *await timed(lambda: desk.claim(STAFF, next(turn)), repeats))
        for code in codes[: repeats + 2]:
            await desk.release(STAFF, code)
    finally:
        await store.close()


def filters() -> dict[str, CaseFilter]:
    """Every list, and every way to narrow one."""
    lists = {f"list {view.value}": CaseFilter(view=view, owner_id=COORDINATOR.id) for view in CaseView}
    narrowed = {
        "danger": {"danger": True},
        "undelivered": {"undelivered": True},
        "waits for resident": {"waits_for": "resident"},
        "theme": {"theme": "jeugd"},
        "area": {"area": "haven"},
        "language": {"language": "ar"},
        "theme, area and language": {"theme": "jeugd", "area": "haven", "language": "ar"},
        "search for a code": {"words": ("b100700",)},
        "search for a name": {"words": ("fatima",)},
        "search for a postcode": {"words": ("1312",)},
        "search for two words": {"words": ("fatima", "haven")},
        "search for nothing": {"words": ("bestaatniet",)},
    }
    both = {"open": CaseView.OPEN, "done": CaseView.DONE}
    by_filter = {
        f"{where}, {name}": CaseFilter(view=view, owner_id=COORDINATOR.id, **values)
        for name, values in narrowed.items()
        for where, view in both.items()
    }
    return lists | by_filter


async def timed(work: Callable[[], Awaitable[object]], repeats: int) -> tuple[list[float], float]:
    """Milliseconds of each time, and of the processor on average; the first two warm up."""
    for _ in range(2):
        await work()
    found, cpu = [], time.process_time()
    for _ in range(repeats):
        before = time.perf_counter()
        await work()
        found.append((time.perf_counter() - before) * 1000)
    return found, (time.process_time() - cpu) / repeats * 1000


async def new_codes(store: Store, count: int) -> list[str]:
    """Codes of cases that nobody has."""
    found: list[str] = []
    wanted = CaseFilter(view=CaseView.NOBODYS)
    async with store.read() as unit:
        while len(found) < count and (page := await unit.list_cases(wanted, utc_now(), after=len(found))):
            found += [case.code for case in page]
    return found[:count]


# the desk over HTTP


@contextmanager
def served(folder: Path) -> Iterator[tuple[int, int]]:
    """The desk in a process of its own; its port and its number."""
    with subprocess.Popen(
        [sys.executable, __file__, "--serve", str(folder)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        try:
            yield int(child.stdout.readline()), child.pid
        finally:
            child.terminate()


async def serve(folder: Path) -> None:
    """Be that process."""
    import uvicorn

    store = await Store.open(url_of(folder), Keyring.from_file(folder / "keys"))
    service = Service(store, build_engine("almere"), utc_now, StaffSettings())
    settings = Settings(data_dir=folder, http_port=0)
    with listen_at(settings) as listener:
        port = listener.getsockname()[1]
        settings = settings.model_copy(update={"desk_url": f"http://127.0.0.1:{port}"})
        desk = make_desk(settings, service, Feed(store, utc_now))
        settle()
        server = uvicorn.Server(uvicorn.Config(desk, log_config=None, access_log=False, lifespan="off"))
        print(port, flush=True)
        await server.serve(sockets=[listener])


async def sign_in(folder: Path) -> None:
    """Sessions for everybody, under tokens that the benchmark knows."""
    store = await Store.open(url_of(folder), Keyring.from_file(folder / "keys"))
    now = utc_now()
    async with store.write() as unit:
        for number in range(PEOPLE):
            await unit.end_all_sessions(f"account-{number}")
            hashed = token_hash(f"{SESSION} {number}")
            await unit.open_session(
                session_id=f"session-{number}", token_hash=hashed, account_id=f"account-{number}", at=now
            )
    await store.close()


def cookie(number: int = 0) -> str:
    """What the browser of this person sends along."""
    return f'local-desk="{SESSION} {number}"'


def time_pages(port: int, pid: int, codes: list[str], figures: Figures, repeats: int) -> None:
    """Every page, one request after the other over one connection."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for name, path in paths(codes[0]).items():
        time_requests(line, pid, figures, f"GET {name}", repeats, lambda path=path: ("GET", path, None))
    turn = iter(codes[1 : repeats + 3])
    form = f"csrf={csrf_token(f'{SESSION} 0')}&rev=0"
    time_requests(
        line, pid, figures, "POST a claim", repeats, lambda: ("POST", f"/desk/vragen/{next(turn)}/oppakken", form)
    )


def paths(code: str) -> dict[str, str]:
    """The pages, by what they are."""
    tabs = ("voor-ons", "van-mij", "van-niemand", "bij-ondersteuner", "later", "open", "afgerond")
    narrowed = ("gevaar=1", "belofte=1", "wacht=1", "niet-bezorgd=1", "onderwerp=zorg", "wijk=haven", "taal=ar")
    typed = ("W-B100700", "fatima", "1312", "06 12345678", "fatima haven", "%_'\"")
    return {
        **{f"list {tab}": f"/desk/?weergave={tab}" for tab in tabs},
        **{f"open, {one}": f"/desk/?weergave=open&{one}" for one in narrowed},
        **{f"done, {one}": f"/desk/?weergave=afgerond&{one}" for one in narrowed},
        **{f"open, search for {one}": f"/desk/?weergave=open&zoek={quote(one)}" for one in typed},
        "a case (with its line in the trail)": f"/desk/vragen/{code}",
    }


def time_requests(
    line: http.client.HTTPConnection,
    pid: int,
    figures: Figures,
    name: str,
    repeats: int,
    request: Callable[[], tuple[str, str, str | None]],
) -> None:
    """A page that is not there is a figure that is not there."""
    found, cpu = [], 0.0
    origin = f"http://127.0.0.1:{line.port}"
    headers = {"Cookie": cookie(), "Origin": origin, "Content-Type": "application/x-www-form-urlencoded"}
    for number in range(repeats + 2):
        if number == 2:  # the first two warm up
            cpu = processor(pid)
        method, path, body = request()
        before = time.perf_counter()
        line.request(method, path, body, headers)
        answer = line.getresponse()
        answer.read()
        found.append((time.perf_counter() - before) * 1000)
        if answer.status != (200 if method == "GET" else 303):
            figures.add(name, f"answered {answer.status}")
            return
    figures.times(name, found[2:], (processor(pid) - cpu) / repeats * 1000)


# pages that stand open


async def time_open_pages(folder: Path, port: int, pid: int, figures: Figures) -> None:
    """Many pages that listen: what they cost, and when the last one knows."""
    before, cpu = memory(pid), processor(pid)
    await asyncio.sleep(IDLE_SECONDS)
    figures.add("CPU with no page open (% of a core)", f"{(processor(pid) - cpu) / IDLE_SECONDS * 100:.1f}")
    pages = [await listen(port, number // (LINES // 2)) for number in range(PAGES)]
    await asyncio.sleep(1)
    cpu = processor(pid)
    await asyncio.sleep(IDLE_SECONDS)
    figures.add(f"CPU with {PAGES} pages open (% of a core)", f"{(processor(pid) - cpu) / IDLE_SECONDS * 100:.1f}")
    figures.add(f"memory of {PAGES} open pages (MB)", f"{memory(pid) - before:.1f}")
    store = await Store.open(url_of(folder), Keyring.from_file(folder / "keys"))
    first, last = [], []
    for number in range(TOLD):
        code = f"W-NIEUW{number}"
        await asyncio.sleep(random.uniform(0.2, 0.6))
        async with store.write() as unit:
            await unit.note_change("signed", code, utc_now())
        begun = time.perf_counter()
        heard = sorted(await asyncio.gather(*(hear(page, code) for page, _ in pages)))
        first.append((heard[0] - begun) * 1000)
        last.append((heard[-1] - begun) * 1000)
    await store.close()
    for _, writer in pages:
        writer.close()
    figures.times("signed in another process, to the first page (ms)", first)
    figures.times(f"the same, to all {PAGES} pages (ms)", last)


async def listen(port: int, number: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A page of this person that stands open."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /desk/live HTTP/1.1\r\nHost: here\r\nCookie: {cookie(number)}\r\n\r\n".encode())
    await asyncio.wait_for(reader.readuntil(b"event: tik"), 10)
    return reader, writer


async def hear(page: asyncio.StreamReader, code: str) -> float:
    """When this page is told of this code."""
    await asyncio.wait_for(page.readuntil(f"data: {code}\n".encode()), 10)
    return time.perf_counter()


def memory(pid: int) -> float:
    """Megabytes that a process holds."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def processor(pid: int) -> float:
    """Seconds of a core that a process used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def codes_to_claim(folder: Path, count: int) -> list[str]:
    """Codes of cases that nobody has."""
    store = await Store.open(url_of(folder), Keyring.from_file(folder / "keys"))
    try:
        return await new_codes(store, count)
    finally:
        await store.close()


def measure(folder: Path, arguments: argparse.Namespace) -> None:
    """All figures of the file in this folder."""
    made = folder / "wegwijzer.db"
    begun = time.perf_counter()
    if not made.exists():
        asyncio.run(make_crowd(folder, arguments.open, arguments.closed))
    figures = Figures()
    megabytes = made.stat().st_size / 2**20
    figures.add("the file (MB)", f"{megabytes:,.0f}")
    if (seconds := time.perf_counter() - begun) > 1:
        figures.add("making it (s)", f"{seconds:,.0f}")
    asyncio.run(time_store(folder, figures, arguments.repeats))
    asyncio.run(sign_in(folder))
    codes = asyncio.run(codes_to_claim(folder, arguments.repeats + 4))
    with served(folder) as (port, pid):
        time_pages(port, pid, codes, figures, arguments.repeats)
        asyncio.run(time_open_pages(folder, port, pid, figures))
    print(
        f"\n{machine()}; {arguments.open:,} open and {arguments.closed:,} closed intakes, {arguments.repeats} repeats\n"
    )
    print(figures)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--open", type=int, default=10_000)
    parser.add_argument("--closed", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=40)
    parser.add_argument("--keep", type=Path, help="folder of the file, to use again")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    os.chdir(ROOT)
    set_up_logging("error")
    if arguments.serve:
        with suppress(KeyboardInterrupt):
            asyncio.run(serve(arguments.serve))
        return
    if arguments.keep:
        arguments.keep.mkdir(parents=True, exist_ok=True)
        measure(arguments.keep.resolve(), arguments)
        return
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), arguments)


if __name__ == "__main__":
    main()
