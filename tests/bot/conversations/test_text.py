from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.text import kept, readable


def test_lines_stay_and_what_nobody_sees_goes() -> None:
    assert readable("  cần:\r\n\n - căn  cước\u200b\n - đơn\x00 ") == "cần:\n- căn cước\n- đơn"


def test_personal_numbers_are_not_kept() -> None:
    assert kept("gọi em số 0905123456") == "gọi em số [số điện thoại]"


@given(st.text())
def test_what_is_readable_stays_as_it_is(text: str) -> None:
    assert readable(readable(text)) == readable(text)
    assert "\x00" not in kept(text)
