"""Wegwijzer: a signpost that talks, for people who look for care or support in the Netherlands."""

__version__ = "0.1.0"
