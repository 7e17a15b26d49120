"""Every voice packet on the loopback interface, heard by a listener on the wire."""

from __future__ import annotations

import audioop
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from tests.hotline_lab.sound import RATE, Sound

IPV4 = 0x0800
# The codecs by their number in RTP.
CODECS: dict[int, Callable[[bytes, int], bytes]] = {0: audioop.ulaw2lin, 8: audioop.alaw2lin}
# A packet this far from where its time stamp says begins a new stretch of sound.
JUMP_SECONDS = 0.2


@dataclass
class _Stretch:
    """Packets whose time stamps follow each other, by the first one's arrival and time stamp."""

    at: float
    stamp: int
    stream: int
    pieces: list[tuple[int, np.ndarray]] = field(default_factory=list)

    def goes_on(self, at: float, stamp: int, stream: int) -> bool:
        expected = self.at + (stamp - self.stamp) / RATE
        return stream == self.stream and abs(expected - at) <= JUMP_SECONDS


class Ear:
    """What arrives at one UDP port. Moments are those of `time.monotonic`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stretches: list[_Stretch] = []
        self._arrivals: list[float] = []

    def take(self, at: float, packet: bytes) -> None:
        """A packet arrived: kept if it is sound."""
        if len(packet) <= 12 or packet[0] >> 6 != 2 or packet[1] & 0x7F not in CODECS:
            return
        stamp, stream = struct.unpack_from("!II", packet, 4)
        pcm = CODECS[packet[1] & 0x7F](packet[12 + 4 * (packet[0] & 0x0F) :], 2)
        with self._lock:
            self._arrivals.append(at)
            if not (self._stretches and self._stretches[-1].goes_on(at, stamp, stream)):
                self._stretches.append(_Stretch(at, stamp, stream))
            stretch = self._stretches[-1]
            stretch.pieces.append((stamp - stretch.stamp, np.frombuffer(pcm, dtype="<i2")))

    def sound(self, since: float, until: float) -> Sound:
        """What was heard between two moments; silence where nothing came."""
        samples = np.zeros(max(0, round((until - since) * RATE)), dtype=np.int16)
        with self._lock:
            for stretch in self._stretches:
                offset = round((stretch.at - since) * RATE)
                for place, piece in stretch.pieces:
                    _put(samples, offset + place, piece)
        return Sound(samples, since)

    def longest_gap(self, since: float, until: float) -> float:
        """The longest time without sound arriving between two moments, in seconds."""
        with self._lock:
            moments = [since, *(at for at in self._arrivals if since < at < until), until]
        return max(later - earlier for earlier, later in pairwise(moments))


def _put(samples: np.ndarray, at: int, piece: np.ndarray) -> None:
    begin, end = max(at, 0), min(at + len(piece), len(samples))
    if begin < end:
        samples[begin:end] = piece[begin - at : end - at]


class Wire:
    """Listens to the loopback interface of the network that it is made in."""

    def __init__(self) -> None:
        self._ears: dict[int, Ear] = {}
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(IPV4))
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self._socket.bind(("lo", IPV4))
        self._socket.settimeout(0.2)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="wire", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._stopped.set()
        self._thread.join()
        self._socket.close()

    def ear(self, port: int) -> Ear:
        """A new ear for what arrives at this port from now on, whatever the address."""
        self._ears[port] = Ear()
        return self._ears[port]

    def _listen(self) -> None:
        while not self._stopped.is_set():
            try:
                packet = self._socket.recv(4096)
            except TimeoutError:
                continue
            at = time.monotonic()
            if packet[9] != socket.IPPROTO_UDP:
                continue
            header = (packet[0] & 0x0F) * 4
            port = struct.unpack_from("!H", packet, header + 2)[0]
            ear = self._ears.get(port)
            if ear is not None:
                ear.take(at, packet[header + 8 :])
