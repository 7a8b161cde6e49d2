"""Ports of the loopback interface."""

import random
import socket

LOOPBACK = "127.0.0.1"
# Below the range from which systems take the ports of outgoing connections, so that a remembered port stays free.
SERVER_PORTS = range(20_000, 30_000)


def is_free(port: int) -> bool:
    """Say whether a server could listen on a port of the loopback interface now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Say whether something accepts connections on a port of the loopback interface."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1):
            return True
    except OSError:
        return False


def choose_port(remembered: int | None) -> int:
    """Return the remembered port if it is still free, otherwise a new free one."""
    if remembered is not None and is_free(remembered):
        return remembered
    ports = random.sample(SERVER_PORTS, 200)
    return next(port for port in ports if is_free(port))
