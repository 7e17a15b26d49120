"""The wire format of AudioSocket: kind (1 byte), length (2 bytes, big-endian), payload."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from speech.errors import BadFrame

HANG_UP = 0x00
ID = 0x01
DIGIT = 0x03
ERROR = 0xFF
# Samples per second of each kind of sound.
RATES = {
    0x10: 8_000,
    0x11: 12_000,
    0x12: 16_000,
    0x13: 24_000,
    0x14: 32_000,
    0x15: 44_100,
    0x16: 48_000,
    0x17: 96_000,
    0x18: 192_000,
}
KINDS = {rate: kind for kind, rate in RATES.items()}

_HEADER = 3
_SHORT_KINDS = {HANG_UP: range(0, 1), ID: range(16, 17), DIGIT: range(1, 2), ERROR: range(0, 256)}
# Live sound comes in frames of 20 to 60 ms.
_LONGEST_SECONDS = 1


@dataclass(frozen=True)
class Frame:
    """One message of the protocol."""

    kind: int
    payload: bytes = b""

    def __bytes__(self) -> bytes:
        return bytes((self.kind, *len(self.payload).to_bytes(2, "big"))) + self.payload

    @property
    def sample_rate(self) -> int | None:
        """Samples per second of sound; None of anything else."""
        return RATES.get(self.kind)


class FrameParser:
    """Cuts a stream of bytes into frames, however the network has split it."""

    def __init__(self) -> None:
        self._unread = bytearray()
        self._identified = False

    def feed(self, data: bytes) -> Iterator[Frame]:
        """The frames that are complete by now. Raises `BadFrame`; then the stream is lost."""
        self._unread += data
        return self._frames()

    def _frames(self) -> Iterator[Frame]:
        while len(self._unread) >= _HEADER:
            kind, length = self._unread[0], int.from_bytes(self._unread[1:_HEADER], "big")
            self._check(kind, length)
            end = _HEADER + length
            if len(self._unread) < end:
                return
            payload = bytes(self._unread[_HEADER:end])
            del self._unread[:end]
            self._identified = True
            yield Frame(kind, payload)

    def _check(self, kind: int, length: int) -> None:
        if not self._identified and kind != ID:
            raise BadFrame(f"the first frame is of kind 0x{kind:02x}, not the call's id (0x01)")
        if self._identified and kind == ID:
            raise BadFrame("a second id in one call")
        if kind in RATES:
            if length % 2:
                raise BadFrame(f"sound of {length} bytes, which is half a sample")
            if length > RATES[kind] * 2 * _LONGEST_SECONDS:
                raise BadFrame(f"an oversized frame: {length} bytes of sound")
        elif kind not in _SHORT_KINDS:
            raise BadFrame(f"a frame of the unknown kind 0x{kind:02x}")
        elif length not in _SHORT_KINDS[kind]:
            raise BadFrame(f"a frame of kind 0x{kind:02x} has {length} bytes")


def call_id_of(frame: Frame) -> str:
    """The call's id as it is written in a dialplan."""
    return str(UUID(bytes=frame.payload))
