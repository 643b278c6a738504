"""How fast, how big, how soon: turns through the whole service on SQLite, and beside a bare echo bot.

    python benchmarks/turns.py [--talks 100] [--repeats 3]

Prints a table; every figure is the median of the repeats. Nothing leaves this machine: Telegram is the
fake of the tests, in a process of its own, and both bots talk to the same one.
"""

import argparse
import asyncio
import gc
import os
import platform
import pty
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from fake_botapi import TOKEN, FakeBotApi  # noqa: E402
from fake_updates import message  # noqa: E402

from bot.app import build_engine, set_up_logging, settle, utc_now  # noqa: E402
from bot.channels.telegram import TelegramChannel, TelegramSettings  # noqa: E402
from bot.channels.telegram.pace import Pace  # noqa: E402
from bot.model.conversation import Kind, Message  # noqa: E402
from bot.service import Handled, Incoming, Service, StaffSettings  # noqa: E402
from bot.store import Keyring, Store  # noqa: E402

STORIES = (
    "mijn rolstoel is kapot en ik weet niet wie dat maakt",
    "ik kan het huis niet meer schoonhouden door mijn rug",
    "mijn zoon van 9 kan op school niet meekomen",
    "ik heb een brief dat ik minder geld krijg, van 3 november",
    "me moeder vergeet alles en ik kan niet meer",
)
MOST_TURNS = 12
QUIET_SECONDS, MOST_SECONDS = 0.5, 300.0
_LEAVE = {"mens", "stop", "terug"}  # buttons that would end the talk early
_ASIDE = "regel_"


def rows(figures: dict[str, list[float]]) -> str:
    """The figures as a Markdown table."""
    wide = max(map(len, figures))
    lines = [f"| {'figure':<{wide}} | median | all |", f"| {'-' * wide} | ---: | --- |"]
    for name, values in figures.items():
        digits = 2 if max(values) < 10 else 0
        shown = ", ".join(f"{value:,.{digits}f}" for value in values)
        lines.append(f"| {name:<{wide}} | {statistics.median(values):,.{digits}f} | {shown} |")
    return "\n".join(lines)


def machine() -> str:
    """What it ran on."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} x {model}, {gigabytes:.0f} GB, Python {platform.python_version()}"


@asynccontextmanager
async def service_in(folder: Path):
    """The whole service, on a new SQLite file."""
    store = await Store.open(f"sqlite+aiosqlite:///{folder}/turns.db", Keyring.from_file(folder / "keys"))
    try:
        engine = build_engine("almere")
        settle()  # as the program does once all is loaded
        yield Service(store, engine, utc_now, StaffSettings())
    finally:
        await store.close()


def next_message(number: int, turn: int, last: Handled | None) -> Message:
    """A story first; then a button that leads on, or a few words."""
    if last is None:
        return Message(kind=Kind.TEXT, text=STORIES[number % len(STORIES)])
    buttons = [(reply.turn, button.id) for reply in last.replies for button in reply.options]
    onward = [pair for pair in buttons if pair[1] not in _LEAVE and not pair[1].startswith(_ASIDE)]
    if not onward:
        return Message(kind=Kind.TEXT, text="dat weet ik niet")
    asked, choice = onward[(number + turn) % len(onward)]
    return Message(kind=Kind.CHOICE, text=choice, asked_turn=asked)


async def time_turns(talks: int, figures: dict[str, list[float]]) -> None:
    """`talks` conversations one after the other, every turn timed by itself."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with service_in(folder) as service:
            times: list[float] = []
            started = time.perf_counter()
            for number in range(-2, talks):
                last: Handled | None = None
                for turn in range(MOST_TURNS):
                    message = next_message(number, turn, last)
                    incoming = Incoming(
                        channel="bench", external_id=f"{number}/{turn}", address=str(number), message=message
                    )
                    before = time.perf_counter()
                    last = await service.handle(incoming)
                    times.append(time.perf_counter() - before)
                if number == -1:  # the first two warm up
                    times, started = [], time.perf_counter()
            seconds = time.perf_counter() - started
        times.sort()
        figures["turns a second, service on SQLite"].append(len(times) / seconds)
        figures["p50 of a turn (ms)"].append(times[len(times) // 2] * 1000)
        figures["p99 of a turn (ms)"].append(times[int(len(times) * 0.99)] * 1000)
        with sqlite3.connect(folder / "turns.db") as database:
            [[state, most]] = database.execute("SELECT avg(length(state)), max(length(state)) FROM conversations")
        database.close()
        figures[f"a stored conversation of {MOST_TURNS} turns, sealed (bytes)"].append(state)
        figures["the biggest of them (bytes)"].append(most)


async def fake_server(chats: int, texts: int) -> None:
    """The fake Bot API in a process of its own: says its port, and on a line of input lets everybody write.

    Prints the seconds until the last answer. Nobody waits for an answer: a bot may do all at once.
    """
    async with FakeBotApi() as api:
        print(api.port, flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        begun = time.monotonic()
        for text in range(texts):
            for chat in range(chats):
                words = STORIES[chat % len(STORIES)] if text == 0 else f"ik weet het niet {text}"
                api.push(message(1000 + chat, words, message_id=text + 1))
        seen, since = 0, begun
        # Done when everything was fetched and answered, and nothing came for half a second.
        while api.updates or seen < chats * texts or time.monotonic() - since < QUIET_SECONDS:
            await asyncio.sleep(0.01)
            if len(api.sent) != seen:
                seen, since = len(api.sent), time.monotonic()
            if time.monotonic() - begun > MOST_SECONDS:
                raise TimeoutError(f"{seen} answers to {chats * texts} messages, {len(api.updates)} not fetched")
        print(api.sent[-1].at - begun, flush=True)


def through_telegram(run: Callable[[str], object], chats: int, texts: int) -> float:
    """Turns a second through the fake Bot API, from the first message to the last answer."""
    with subprocess.Popen(
        [sys.executable, __file__, "--serve-fake", str(chats), str(texts)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        child = os.fork()
        if child == 0:
            run(f"http://127.0.0.1:{port}/bot")
            os._exit(0)
        time.sleep(2.0)
        server.stdin.write("\n")
        server.stdin.flush()
        seconds = float(server.stdout.readline())
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        server.kill()
    return chats * texts / seconds


def run_echo(url: str) -> None:
    """The bare bot of the library's manual: says what was said."""
    from telegram import Update
    from telegram.ext import Application, ContextTypes, MessageHandler, filters

    async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        await update.message.reply_text(update.message.text or "")

    application = Application.builder().token(TOKEN).base_url(url).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


def run_wegwijzer(url: str) -> None:
    """Our bot as `wegwijzer serve` runs it, without the pacing that Telegram asks for."""

    async def work() -> None:
        with tempfile.TemporaryDirectory() as name:
            async with service_in(Path(name)) as service:
                pace = Pace(burst=1000, per_chat=1000.0, overall=100_000.0)
                channel = TelegramChannel(TelegramSettings(token=TOKEN, base_url=url), service, pace=pace)
                await channel.run(asyncio.Event())

    asyncio.run(work())


def start_and_memory() -> tuple[float, float]:
    """Seconds from `wegwijzer chat` to its prompt, and the memory it then has, in MB."""
    with tempfile.TemporaryDirectory() as name:
        for first in (True, False):  # the first makes the database; a start is one that finds it
            begun = time.perf_counter()
            pid, end = pty.fork()
            if pid == 0:
                os.environ["WEGWIJZER_DATA_DIR"] = name
                os.execv(sys.executable, [sys.executable, "-m", "bot", "chat"])
            shown = b""
            while b"\n> " not in shown:
                shown += os.read(end, 65536)
            seconds = time.perf_counter() - begun
            status = Path(f"/proc/{pid}/status").read_text()
            kilobytes = int(status.partition("VmHWM:")[2].split()[0])
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            os.close(end)
            if not first:
                return seconds, kilobytes / 1024
    raise AssertionError


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--talks", type=int, default=100, help="conversations a repeat")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--serve-fake", type=int, nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve_fake:
        asyncio.run(fake_server(*arguments.serve_fake))
        return
    os.chdir(ROOT)
    set_up_logging("error")
    names = (
        "turns a second, service on SQLite",
        "p50 of a turn (ms)",
        "p99 of a turn (ms)",
        f"a stored conversation of {MOST_TURNS} turns, sealed (bytes)",
        "the biggest of them (bytes)",
        "turns a second, Telegram (fake) and SQLite",
        "turns a second, bare echo bot, same fake",
        "ratio to the echo bot",
        "start to the first prompt (ms)",
        "memory at the prompt, peak (MB)",
    )
    figures: dict[str, list[float]] = {name: [] for name in names}
    chats, texts = 40, 5
    for _ in range(arguments.repeats):
        ours = through_telegram(run_wegwijzer, chats, texts)
        echo = through_telegram(run_echo, chats, texts)
        figures["turns a second, Telegram (fake) and SQLite"].append(ours)
        figures["turns a second, bare echo bot, same fake"].append(echo)
        figures["ratio to the echo bot"].append(ours / echo)
        seconds, megabytes = start_and_memory()
        figures["start to the first prompt (ms)"].append(seconds * 1000)
        figures["memory at the prompt, peak (MB)"].append(megabytes)
        asyncio.run(time_turns(arguments.talks, figures))
        gc.collect()
    print(f"\n{machine()}; {arguments.talks} conversations of {MOST_TURNS} turns, {arguments.repeats} repeats\n")
    print(rows(figures))


if __name__ == "__main__":
    main()
