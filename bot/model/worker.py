"""Somebody who works at the coordination point."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Who does something. `name` is what residents and colleagues read; only `id` tells two people apart."""

    id: str
    name: str
