"""No test leaves the machine: a connection or a look-up to anywhere but loopback is an error."""

import ipaddress
import socket
from typing import Any

import pytest

LOCAL_NAMES = {"", "localhost", "testserver"}


class NetworkUsed(AssertionError):
    """A test tried to reach another machine."""


def _is_local(host: Any) -> bool:
    if host is None or host in LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def forbid_network(patch: pytest.MonkeyPatch) -> None:
    """Replaces the three calls of `socket` that reach out, until `patch` is undone."""
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def check(host: Any) -> None:
        if not _is_local(host):
            raise NetworkUsed(f"a test tried to reach {host!r}; tests use no network")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            check(address[0])
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            check(address[0])
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        check(host.decode() if isinstance(host, bytes) else host)
        return getaddrinfo(host, *args, **kwargs)

    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
