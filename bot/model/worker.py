"""Somebody who works at the coordination point."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Who does something. `name` is what residents and colleagues read; only `id` tells two people apart."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A worker, with what the audit trail keeps of how they came in."""

    worker: Worker
    role: str
    session_id: str = ""
    origin: str = ""  # keyed digest of the network address
