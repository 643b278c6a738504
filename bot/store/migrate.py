"""Bring the schema of a database up to what this code knows, in one transaction."""

from pathlib import Path

from sqlalchemy import Connection, text

from bot.store.backend import Backend
from bot.store.errors import StoreError

_MIGRATIONS = Path(__file__).parent / "migrations"
NEWEST = "0012"
"""The last revision in `migrations/versions`; a test holds it equal to what Alembic finds there."""


async def migrate(backend: Backend) -> None:
    """Run what is missing. A crash halfway leaves the schema as it was; a newer schema is refused."""
    async with backend.migrating() as connection:
        await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    if not _is_newest(connection):
        _run_missing(connection)


def _is_newest(connection: Connection) -> bool:
    """Nearly always so, and Alembic takes a tenth of a second and 10 MB to say it: it is asked only if not."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return False
    return list(connection.scalars(text("SELECT version_num FROM alembic_version"))) == [NEWEST]


def _run_missing(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    script = ScriptDirectory.from_config(config)
    known = {revision.revision for revision in script.walk_revisions()}
    current = set(MigrationContext.configure(connection).get_current_heads())
    if not current <= known:
        strange = ", ".join(sorted(current - known))
        head = script.get_current_head()
        raise StoreError(f"the database is at '{strange}', newer than this program knows ('{head}'); upgrade")
    if current != set(script.get_heads()):
        command.upgrade(config, "head")
