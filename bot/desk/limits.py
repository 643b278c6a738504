"""How often somebody may try to sign in. Pure: counts come in.

Nobody can lock somebody else out: what strangers do in your name never counts for a browser from
which you signed in before, and hardly for other addresses.
"""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from bot.store.desk_rows import AttemptCounts

WINDOW = timedelta(minutes=15)
OF_DEVICE = 10  # known browser, own name
OF_PAIR = 10  # this name from this address
OF_NAME = 100  # this name from everywhere: with a second factor no guess worth the name
OF_ADDRESS = 30  # an office shares one


def may_try(counts: AttemptCounts, *, known: bool) -> bool:
    """Whether this attempt may be judged at all."""
    if known:
        return counts.of_device < OF_DEVICE
    return counts.of_pair < OF_PAIR and counts.of_name < OF_NAME and counts.of_address < OF_ADDRESS


def network_of(host: str) -> str:
    """The part of an address that counts: whoever has one address of IPv6 has a whole /64."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if address.version == 6 and address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return host if address.version == 4 else str(ip_network((address, 64), strict=False).network_address)


def since(now: datetime) -> datetime:
    """From when attempts count."""
    return now - WINDOW
