"""Commands for the desk: who may sign in, and whether the audit trail holds."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.cli.shared import Data, say, settings_of, write

if TYPE_CHECKING:
    from pathlib import Path

    from bot.commands.desk_users import Invitation
    from bot.model.accounts import Role
    from bot.store import Store

_Made = TypeVar("_Made")
Name = Annotated[str, typer.Argument(help="Name to sign in with.")]
AsRole = Annotated[str, typer.Option("--role", help="coordinator, oco, editor or manager.")]

app = typer.Typer()
desk_app = typer.Typer(help="Let people in at the desk, and out.", no_args_is_help=True)
app.add_typer(desk_app, name="desk")


@desk_app.command("add-user")
def add_user(
    name: Name,
    role: AsRole,
    shown: Annotated[str, typer.Option("--shown-as", help="Name that colleagues and residents read.")] = "",
    data: Data = None,
) -> None:
    """Make an account and print an invitation; its owner sets the password and the second factor in the browser."""
    from bot.app import utc_now
    from bot.commands import desk_users

    given = _role(role)
    _show_invitation(
        _in_store(
            data,
            lambda store: desk_users.add_user(store, name=name, display_name=shown or name, role=given, now=utc_now()),
        )
    )


@desk_app.command("invite")
def invite(name: Name, data: Data = None) -> None:
    """Begin anew for somebody who lost the app or the password, or was disabled: print a new invitation."""
    from bot.app import utc_now
    from bot.commands import desk_users

    _show_invitation(_in_store(data, lambda store: desk_users.invite(store, name, utc_now())))


@desk_app.command("list-users")
def list_users(data: Data = None) -> None:
    """List who may sign in, and as what."""
    from bot.channels.harmless import harmless
    from bot.commands import desk_users

    for account in _in_store(data, desk_users.list_users):
        state = "disabled" if account.disabled_at else account.role.value
        write(harmless(f"{account.name}  {state}  {account.display_name}"))


@desk_app.command("set-role")
def set_role(name: Name, role: AsRole, data: Data = None) -> None:
    """Give somebody another role; who is signed in must sign in again."""
    from bot.app import utc_now
    from bot.commands import desk_users

    given = _role(role)
    _in_store(data, lambda store: desk_users.set_role(store, name, given, utc_now()))
    say(f"'{name}' is {given} now")


@desk_app.command("disable-user")
def disable_user(name: Name, data: Data = None) -> None:
    """Let somebody in no more, at once."""
    from bot.app import utc_now
    from bot.commands import desk_users

    _in_store(data, lambda store: desk_users.disable_user(store, name, utc_now()))
    say(f"'{name}' cannot sign in any more; to let them in again: wegwijzer desk invite {name}")


@desk_app.command("end-sessions")
def end_sessions(name: Name, data: Data = None) -> None:
    """Sign somebody out in every browser."""
    from bot.app import utc_now
    from bot.commands import desk_users

    ended = _in_store(data, lambda store: desk_users.end_sessions(store, name, utc_now()))
    say(f"'{name}' was signed out in {ended} browsers")


@desk_app.command("check-audit")
def check_audit(data: Data = None) -> None:
    """Check the audit trail: print each place where a row was changed or removed; exits 1 when there is one."""
    from bot.app import utc_now
    from bot.commands import desk_users

    faults = _in_store(data, lambda store: desk_users.check_audit(store, utc_now()))
    for fault in faults:
        write(fault)
    say(f"{len(faults)} faults")
    if faults:
        raise typer.Exit(1)


def _in_store(data: "Path | None", work: "Callable[[Store], Awaitable[_Made]]") -> _Made:
    from bot.app import open_store

    async def run() -> _Made:
        async with open_store(settings_of(data_dir=data)) as store:
            return await work(store)

    return asyncio.run(run())


def _role(typed: str) -> "Role":
    from bot.model.accounts import Role

    try:
        return Role(typed)
    except ValueError:
        raise typer.BadParameter(f"'{typed}' is no role; choose {', '.join(Role)}") from None


def _show_invitation(invitation: "Invitation") -> None:
    write(invitation.code)
    until = f"{invitation.until_at:%Y-%m-%d %H:%M} UTC"
    say(f"give this code to '{invitation.name}', for the page /desk/welkom; it works until {until}")
