"""Notices by mail: each to one address of the staff, with a subject that says nothing and no word of a resident."""

import asyncio
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime
from enum import StrEnum

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from bot.channels.courier import Courier, Doubtful, Later, Patience, Refused
from bot.channels.notice_lines import desk_link, notice_lines, signs_in
from bot.channels.words import ChannelWords
from bot.model.conversation import Json
from bot.model.wording import NoticeText
from bot.service import MAIL_CHANNEL, Service
from bot.service.outgoing import body_of
from bot.store import OutboxRow

_ABOUT_THE_MESSAGE = (SMTPSenderRefused, SMTPRecipientRefused, SMTPDataError)
_GOODBYE = 2.0  # seconds
_FOR_EVER = 500  # from this answer on the server will not change its mind


class Security(StrEnum):
    """How the line to the mail server is closed to others."""

    TLS = "tls"  # from the first byte
    STARTTLS = "starttls"  # asked for at once; without it nothing is sent
    NONE = "none"  # only on this machine


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """The server that takes our mail, and who it is from."""

    host: str
    port: int
    sender: str
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 30.0  # seconds for each answer of the server
    patience: Patience = field(default_factory=Patience)


class MailChannel:
    """Sends the notices that wait for the mail addresses of the staff."""

    def __init__(self, settings: MailSettings, service: Service) -> None:
        self._settings, self._words = settings, ChannelWords(service.engine)
        self._desk_url = service.staff.desk_url
        self._courier = Courier(service, MAIL_CHANNEL, self._deliver, settings.patience)

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set."""
        await self._courier.run(stop)

    async def _deliver(self, row: OutboxRow) -> str:
        letter = write_letter(row, self._words, sender=self._settings.sender, desk_url=self._desk_url)
        server = self._line()
        try:
            await server.connect()
            await server.mail(self._settings.sender)
            await server.rcpt(row.address)
            await _hand_over(server, letter.as_bytes(policy=WIRE))
        except _ABOUT_THE_MESSAGE as error:
            fate = Refused if error.code >= _FOR_EVER else Later
            raise fate(f"{type(error).__name__} {error.code}") from None
        except (SMTPException, OSError, ValueError) as error:
            # No line, no TLS, a wrong password: the message can do nothing about it, and waits.
            raise Later(type(error).__name__) from None
        finally:
            await _hang_up(server)
        return str(letter["Message-ID"])

    def _line(self) -> SMTP:
        settings = self._settings
        safe = settings.security is not Security.NONE
        return SMTP(
            hostname=settings.host,
            port=settings.port,
            username=settings.user or None,
            password=settings.password or None,
            local_hostname=_domain(settings.sender),  # not the name of this machine
            timeout=settings.timeout,
            use_tls=settings.security is Security.TLS,
            start_tls=settings.security is Security.STARTTLS,
            tls_context=ssl.create_default_context() if safe else None,
        )


async def _hand_over(server: SMTP, letter: bytes) -> None:
    """From here on the server may have the message, also when its answer is lost."""
    try:
        await server.data(letter)
    except SMTPResponseException:
        raise
    except (SMTPException, OSError) as error:
        raise Doubtful(type(error).__name__) from None


async def _hang_up(server: SMTP) -> None:
    """Say goodbye where that is still possible: whatever becomes of it, the letter is taken or is not."""
    with suppress(SMTPException, OSError):
        await server.quit(timeout=_GOODBYE)
    server.close()


def write_letter(row: OutboxRow, words: ChannelWords, *, sender: str, desk_url: str) -> EmailMessage:
    """The notice as a letter. Nothing of it but fixed words and settings stands in the headers."""
    body = body_of(row)
    letter = EmailMessage()
    letter["From"] = sender
    letter["To"] = row.address
    letter["Subject"] = words.say(NoticeText.MAIL_SUBJECT)
    letter["Date"] = format_datetime(row.created_at)
    # The same for a second copy: a mailbox that has it already can tell.
    letter["Message-ID"] = f"<wegwijzer-{row.created_at:%Y%m%d%H%M%S}-{row.id}@{_domain(sender)}>"
    letter["Auto-Submitted"] = "auto-generated"  # nobody's absence has to answer
    if row.urgent:
        letter["Importance"] = "high"
    letter.set_content("\n".join(_lines(row, body, words, desk_url)) + "\n")
    return letter


def _lines(row: OutboxRow, body: Mapping[str, Json], words: ChannelWords, desk_url: str) -> list[str]:
    lines = notice_lines(body, words)
    if row.recovered:
        lines.append(words.say(NoticeText.MAIL_AGAIN))
    link = desk_link(body, desk_url)
    where = ["", words.say(NoticeText.MAIL_WHERE)] if signs_in(body) else []
    return [*lines, *where, *([link] if link else [])]


def _domain(address: str) -> str:
    return address.rpartition("@")[2]
