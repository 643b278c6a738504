"""The one base class of every error that Wegwijzer raises on purpose."""


class BotError(Exception):
    """Something we foresaw: the message says what is wrong and what to do, in English, lower case."""
