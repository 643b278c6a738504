"""The tables of the teams that share a link: who they are, and how often their link was of use."""

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Integer, MetaData, Table, Text, UniqueConstraint

from bot.store.columns import UtcTime


def teams_table(metadata: MetaData) -> Table:
    """A row a team. Its id stands in links on paper and is never given out again: teams are revoked, not deleted."""
    return Table(
        "teams",
        metadata,
        Column("id", Text, primary_key=True),
        Column("municipality", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("created_at", UtcTime, nullable=False),
        Column("revoked_at", UtcTime),
        UniqueConstraint("municipality", "name"),
    )


def spent_starts_table(metadata: MetaData) -> Table:
    """A row a link for one time that was used, as long as the link would hold. Nothing in it leads to a team."""
    return Table(
        "spent_starts",
        metadata,
        Column("key", Text, primary_key=True),
        Column("until_at", UtcTime, nullable=False),
    )


def team_counts_table(metadata: MetaData) -> Table:
    """A row a week, team and sort of use. Nothing in it leads to a conversation."""
    return Table(
        "team_counts",
        metadata,
        Column("week", Date, primary_key=True),
        Column("team_id", ForeignKey("teams.id"), primary_key=True),
        Column("what", Text, primary_key=True),
        Column("n", Integer, nullable=False),
        CheckConstraint("what IN ('opened', 'route', 'signed')", name="what"),
    )
