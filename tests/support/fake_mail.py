"""A real SMTP server on the loopback, which also does what servers do on a bad day."""

import asyncio
import ssl
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bot.app import utc_now


@dataclass
class Mailbox:
    """What came in, and what the server does next: one word a letter, then it simply takes them.

    `refuse`, `defer`: by the recipient. `bounce`: after the text. `hang`: no answer to the text.
    `drop`: the text is taken, and the line goes down before the answer.
    """

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    mood: list[str] = field(default_factory=list)
    tries: int = 0

    async def handle_RCPT(self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options) -> str:
        self.tries += 1
        match self.mood[:1]:
            case ["refuse"]:
                self.mood.pop(0)
                return "550 nobody here of that name"
            case ["defer"]:
                self.mood.pop(0)
                return "451 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        mood = self.mood.pop(0) if self.mood else ""
        if mood == "bounce":
            return "554 we do not like this text"
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        if mood == "hang":
            await asyncio.sleep(60)
        if mood == "drop":
            server.transport.abort()
        return "250 taken"

    def authenticate(self, _server, _session, _envelope, _mechanism, data) -> AuthResult:
        """Everybody whose password is right."""
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password == b"goed", handled=False)

    @property
    def texts(self) -> list[str]:
        return [letter.get_content().replace("\r\n", "\n") for letter in self.letters]


@asynccontextmanager
async def mail_server(*, implicit: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None):
    """The server, on any free port of the loopback."""
    box = Mailbox()

    def session() -> SMTP:
        return SMTP(
            box,
            hostname="mail.test",
            tls_context=starttls,
            require_starttls=starttls is not None,
            authenticator=box.authenticate,
            auth_require_tls=False,
        )

    server = await asyncio.get_running_loop().create_server(session, "127.0.0.1", 0, ssl=implicit)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()


def make_certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate of our own for `localhost`, and what a server needs to show it."""
    key, name, now = ec.generate_private_key(ec.SECP256R1()), x509.Name.from_rfc4514_string("CN=localhost"), utc_now()
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(*plain))
    certificate = folder / "certificate.pem"
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, folder / "key.pem")
    return certificate, context
