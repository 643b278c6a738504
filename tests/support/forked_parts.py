"""What the process from which `forked` forks has imported before."""

import telegram_lab
from forked import import_all

import_all("bot")
telegram_lab.engine()
