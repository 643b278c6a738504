"""What every test may use; the switches of a test run."""

import os

import pytest
from hypothesis import settings

# Machines differ in speed: a deadline would fail on the slow ones only. The seed is printed on a fault.
settings.register_profile("wegwijzer", deadline=None, print_blob=True)
settings.load_profile("wegwijzer")

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


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether to rewrite expected texts instead of comparing with them."""
    return bool(request.config.getoption("--update-golden"))
