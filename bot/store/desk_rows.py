"""What the store gives back about the desk: who may sign in, what they hold open, what was done."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.model.accounts import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """Somebody who works at the desk."""

    id: str
    name: str  # to sign in with
    display_name: str  # what colleagues and residents read
    role: Role
    created_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What an account proves itself with; nothing of it shows when printed."""

    password_hash: str | None = field(repr=False)  # None: not welcomed yet, or signs in elsewhere (OIDC)
    totp_secret: str | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSessionRow:
    """One signed-in browser, with the account as it is now."""

    id: str
    account: AccountRow
    created_at: datetime
    seen_at: datetime
    proved_at: datetime  # when somebody last proved who they are: by signing in, or since


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptCounts:
    """Failed or unfinished attempts of the last while, counted for the limits."""

    of_device: int  # from this known browser of this account
    of_pair: int  # for this name from this address, from browsers that the account does not know
    of_name: int  # for this name, from browsers that the account does not know
    of_address: int  # from this address, likewise


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One thing that was done or looked at: the fields of NEN 7513 and BIO2 8.15.01."""

    at: datetime
    account_id: str  # "" nobody yet; "cli" for the command line
    role: str
    session_id: str
    action: str
    object: str  # an id such as an intake's code, never a story
    result: str
    origin: str  # keyed digest of the network address
    reason: str = ""  # words of the person; sealed
