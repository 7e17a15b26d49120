from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.errors import BadFrame
from speech.telephony.audiosocket_frames import (
    DIGIT,
    ERROR,
    HANG_UP,
    ID,
    RATES,
    Frame,
    FrameParser,
    call_id_of,
)

CALL = UUID("0f2a5c1e-9a53-4f3e-8b5f-0d2f4f0a9c11")
FIRST = Frame(ID, CALL.bytes)

sound = st.builds(
    lambda kind, count: Frame(
        kind, bytes(range(256)) * (count * 2 // 256) + bytes(count * 2 % 256)
    ),
    st.sampled_from(sorted(RATES)),
    st.integers(min_value=0, max_value=4000),
)
frames = st.lists(
    st.one_of(
        sound,
        st.sampled_from("0123456789*#ABCD").map(lambda key: Frame(DIGIT, key.encode())),
        st.just(Frame(HANG_UP)),
        st.binary(max_size=4).map(lambda code: Frame(ERROR, code)),
    ),
    max_size=20,
)


@given(frames, st.data())
def test_any_split_of_the_stream_gives_the_same_frames(
    sent: list[Frame], data: st.DataObject
) -> None:
    stream = b"".join(map(bytes, [FIRST, *sent]))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=30)))
    parser, found = FrameParser(), []
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        found += list(parser.feed(stream[start:end]))
    assert found == [FIRST, *sent]


def test_byte_by_byte() -> None:
    parser = FrameParser()
    stream = bytes(FIRST) + bytes(Frame(0x10, bytes(480))) + bytes(Frame(DIGIT, b"9"))
    found = [frame for byte in stream for frame in parser.feed(bytes([byte]))]
    assert [frame.kind for frame in found] == [ID, 0x10, DIGIT]
    assert call_id_of(found[0]) == str(CALL)
    assert found[1].sample_rate == 8000


@pytest.mark.parametrize(
    ("stream", "reason"),
    [
        (b"GET / HTTP/1.1\r\n", "first frame is of kind 0x47"),
        (bytes(Frame(0x10, bytes(320))), "first frame is of kind 0x10"),
        (b"\x01\x00\x04abcd", "kind 0x01 has 4 bytes"),
        (bytes(FIRST) + bytes(FIRST), "second id"),
        (bytes(FIRST) + b"\x10\x00\x03abc", "half a sample"),
        (bytes(FIRST) + b"\x10\xff\xfe", "oversized"),
        (bytes(FIRST) + b"\x77\x00\x00", "unknown kind 0x77"),
        (bytes(FIRST) + b"\x03\x00\x02" + b"12", "kind 0x03 has 2 bytes"),
    ],
)
def test_what_the_protocol_does_not_allow_is_named(stream: bytes, reason: str) -> None:
    with pytest.raises(BadFrame, match=reason):
        list(FrameParser().feed(stream))


def test_the_frames_before_a_bad_one_are_not_lost() -> None:
    parser, found = FrameParser(), []
    with pytest.raises(BadFrame):
        for frame in parser.feed(bytes(FIRST) + bytes(Frame(DIGIT, b"1")) + b"\x77\x00\x00"):
            found.append(frame)
    assert found == [FIRST, Frame(DIGIT, b"1")]


@given(st.binary(max_size=2000))
def test_garbage_is_either_refused_or_waited_for(garbage: bytes) -> None:
    parser = FrameParser()
    try:
        for frame in parser.feed(bytes(FIRST) + garbage):
            assert isinstance(frame, Frame)
    except BadFrame as error:
        assert str(error)
