"""Refuse to connect into the inside: addresses are looked up first, and only checked ones are used.

A webhook's address is somebody's input. It must not make Barid ask its own machine, the network
behind it or a cloud's metadata service. A name is resolved once, here, and the connection goes to
what was checked, so a name that changes its answer in between wins nothing.
"""

import ipaddress
import socket
from typing import Final

from aiohttp import ThreadedResolver
from aiohttp.abc import AbstractResolver, ResolveResult

_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_LOW_32: Final = 0xFFFF_FFFF

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class BlockedAddress(OSError):
    """Report a host none of whose addresses may be connected to."""


def is_public(text: str) -> bool:
    """Say whether an address belongs to the outside.

    >>> is_public("93.184.215.14"), is_public("169.254.169.254"), is_public("::ffff:127.0.0.1")
    (True, False, False)
    """
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(one.is_global and not one.is_multicast for one in _meant(address))


def check_host(host: str | None) -> None:
    """Refuse a host that is written as an address of the inside. Errors: BlockedAddress.

    Names pass: `GuardedResolver` looks at what they stand for.
    """
    if not host:
        raise BlockedAddress("the address names no host")
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return
    if not is_public(host):
        raise BlockedAddress("the host is a private address; `allow_private: true` allows it")


class GuardedResolver(AbstractResolver):
    """Resolve names, and give only addresses of the outside."""

    def __init__(self) -> None:
        self._inner = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Look a name up. Errors: OSError for an unknown one; BlockedAddress."""
        found = await self._inner.resolve(host, port, family)
        allowed = [one for one in found if is_public(one["host"])]
        if not allowed:
            raise BlockedAddress("the host has private addresses only; see `allow_private`")
        return allowed

    async def close(self) -> None:
        """Nothing is kept open."""
        await self._inner.close()


def _meant(address: Address) -> tuple[Address, ...]:
    """Give an address, and the IPv4 address that it wraps."""
    if isinstance(address, ipaddress.IPv4Address):
        return (address,)
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return address, address.sixtofour
    if address.teredo is not None:
        return address, *address.teredo
    if address in _NAT64:
        return address, ipaddress.IPv4Address(int(address) & _LOW_32)
    return (address,)
