"""What every test may use; the switches of a test run."""

import gc
import inspect
import os
import sys
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from cli_lab import Place
from hypothesis import settings

# Machines differ in speed: a deadline would fail on the slow ones only. The seed is printed on a fault.
settings.register_profile("wegwijzer", deadline=None, print_blob=True)
settings.load_profile("wegwijzer")

_CLOCKS = {"perf_counter", "process_time", "monotonic"}

# No test may see the settings of the machine it runs on.
for _name in [name for name in os.environ if name.upper().startswith("WEGWIJZER_")]:
    del os.environ[_name]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that rewrites what is compared whole."""
    parser.addoption(
        "--update-golden",
        action="store_true",
        default=False,
        help="rewrite expected texts and conversations, to be reviewed as a diff",
    )


def pytest_sessionstart() -> None:
    """Reading the content makes hundreds of thousands of objects that all stay; the program collects none there."""
    gc.set_threshold(50_000, 20, 20)


def pytest_collection_finish() -> None:
    """What the modules of the tests have loaded stays too (see `app.settle`)."""
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that takes the time runs without coverage, which makes everything several times as slow."""
    for item in items:
        if isinstance(item, pytest.Function) and _takes_the_time(item.function):
            item.add_marker(pytest.mark.no_cover)


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Nothing is traced in a test marked `no_cover`; in a worker of xdist pytest-cov leaves one of its two tracers."""
    if item.get_closest_marker("no_cover") is None:
        return (yield)
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(tracer)


def _takes_the_time(test: Callable[..., object]) -> bool:
    """Whether a test looks at a clock, by itself or through a function beside it."""
    test = inspect.unwrap(test)
    names = set(test.__code__.co_names)
    beside = (test.__globals__.get(name) for name in names)
    helpers = [one for one in beside if inspect.isfunction(one) and one.__module__ == test.__module__]
    return bool(_CLOCKS & names.union(*(helper.__code__.co_names for helper in helpers)))


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether to rewrite expected texts instead of comparing with them."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(folder=tmp_path)
