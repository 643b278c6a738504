"""A person at the keys: a real terminal, narrow, in colour or not."""

import os
import pty
import select
import signal
import sys
import time
from collections.abc import Callable

from cli_lab import SECONDS, Place


class Terminal:
    """A person at a terminal of a given width."""

    def __init__(self, place: Place, width: int, *words: str) -> None:
        self.shown = ""
        self.pid, self._end = pty.fork()
        if self.pid == 0:
            environment = {**place.environment(), "COLUMNS": str(width), "LINES": "24", "TERM": "dumb"}
            os.chdir(place.folder)
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell in the background hands it on as ignored
            os.execve(sys.executable, [sys.executable, "-m", "bot", "chat", *words], environment)

    def until(self, words: str) -> str:
        """What came, up to and with these words."""
        end = time.monotonic() + SECONDS
        while words not in self.shown:
            assert time.monotonic() < end, self.shown
            if select.select([self._end], [], [], 1.0)[0]:
                self.shown += os.read(self._end, 65536).decode("utf-8", "replace")
        came, _, self.shown = self.shown.partition(words)
        return came + words

    def type(self, text: str) -> None:
        os.write(self._end, text.encode())

    def interrupt(self) -> None:
        """Ctrl-C."""
        os.kill(self.pid, signal.SIGINT)

    def leave(self, again: Callable[[], None] = lambda: None) -> tuple[int, str]:
        """Wait for the end; its exit code and what it said last. `again`: pressed anew while nothing happens.

        A Ctrl-C in the instant between the prompt and the wait for a key is only seen at the next key.
        """
        said = self.shown
        end = time.monotonic() + SECONDS
        while True:
            if not select.select([self._end], [], [], 1.0)[0]:
                if "Tot ziens" not in said:
                    again()
                assert time.monotonic() < end, f"still running after: {said}"
                continue
            try:
                data = os.read(self._end, 65536)
            except OSError:  # Linux: the other end is closed
                data = b""
            if not data:
                break
            said += data.decode("utf-8", "replace")
        _, status = os.waitpid(self.pid, 0)
        os.close(self._end)
        return os.waitstatus_to_exitcode(status), said.replace("\r\n", "\n")


def test_a_person_in_a_narrow_window(place: Place) -> None:
    terminal = Terminal(place, 40)
    greeting = terminal.until("\n> ").replace("\r\n", "\n")
    assert "Wegwijzer" in greeting
    assert max(map(len, greeting.split("\n"))) <= 40
    terminal.type("ik wacht al 8 maanden op mijn scootmobiel\n")
    answer = terminal.until("\n> ")
    assert "  1. " in answer
    terminal.type("\x04")  # end of input
    code, goodbye = terminal.leave()
    assert code == 0
    assert "Tot ziens" in goodbye
    assert "Traceback" not in goodbye

    # The conversation is still there; a new one is not that one.
    resumed = Terminal(place, 80)
    resumed.until("\n> ")
    resumed.type("wat weet u van mij\n")
    assert "scootmobiel" in resumed.until("\n> ")
    resumed.interrupt()
    code, goodbye = resumed.leave(again=resumed.interrupt)
    assert code == 0
    assert "Tot ziens" in goodbye


def test_danger_stands_out_in_the_terminal(place: Place) -> None:
    done = place.run("chat", typed="ik wil niet meer leven\n")
    bars = [line for line in done.stdout.splitlines() if line.startswith("! ")]
    assert bars[0] == "! LET OP"
    assert any("113" in line for line in bars)


# terms
