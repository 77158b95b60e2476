"""A network of the test's own: loopback and nothing else.

For servers that listen on every address. Ports are free there, too.
"""
import ctypes
import fcntl
import os
import socket
import struct

from harness import skip

CLONE_NEWNET = 0x40000000
SIOCSIFFLAGS = 0x8914
IFF_UP = 1


def enter():
    """This process and all it starts; by root alone."""
    if os.geteuid() != 0:
        skip("a network of its own is made by root alone")
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET) != 0:
        skip("this machine gives no network of its own")
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS,
                    struct.pack("16sh14x", b"lo", IFF_UP))
