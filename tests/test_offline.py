"""The guard that keeps tests off the network does so."""

import socket

import pytest

from tests.offline import NetworkUsed


def test_another_host_is_refused_by_name_and_by_number() -> None:
    with pytest.raises(NetworkUsed):
        socket.getaddrinfo("portal.example", 443)
    with socket.socket() as outgoing, pytest.raises(NetworkUsed):
        outgoing.connect(("192.0.2.1", 443))


def test_this_machine_may_talk_to_itself() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()
