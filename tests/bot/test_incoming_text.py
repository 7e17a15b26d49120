from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import MessageRefused
from bot.incoming_text import MAX_CHARACTERS, incoming_text


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("Làm khai sinh cho con", "Làm khai sinh cho con"),
        ("  lam   khai\tsinh\n", "lam khai sinh"),
        ("khai\u200bsinh\ufeff", "khaisinh"),
        ("a\x00b\x1b[31m", "ab[31m"),
        ("\ud800khai sinh", "khai sinh"),
        (unicodedata.normalize("NFD", "lệ phí"), "lệ phí"),
        ("2", "2"),
        ("lệ phí 👶", "lệ phí 👶"),
        ("<b>khai sinh</b>", "<b>khai sinh</b>"),
    ],
)
def test_a_message_is_cleaned_but_its_words_stay(sent: str, read: str) -> None:
    assert incoming_text(sent) == read


@pytest.mark.parametrize("command", ["/restart", "/greet", "//restart", " / restart", "/​/restart"])
def test_a_citizens_slash_is_no_command(command: str) -> None:
    assert incoming_text(command) in {"restart", "greet"}


@pytest.mark.parametrize("sent", ["", "   ", "\n\t", "👶👶", "?!…", "\x00\x01", "///", "\ud800"])
def test_a_message_without_letters_is_refused_with_what_to_do(sent: str) -> None:
    with pytest.raises(MessageRefused, match="gõ không dấu cũng được"):
        incoming_text(sent)


def test_a_message_may_have_a_thousand_characters_as_the_citizen_counts_them() -> None:
    longest = "ệ" * MAX_CHARACTERS
    assert incoming_text(longest) == longest
    assert incoming_text(unicodedata.normalize("NFD", longest)) == longest
    with pytest.raises(MessageRefused, match=r"^Dạ, tin nhắn dài quá 1\.000 ký tự"):
        incoming_text(longest + "a")


@given(st.text(st.characters(codec=None), max_size=1200))
def test_whatever_is_sent_is_refused_or_becomes_readable_text(sent: str) -> None:
    try:
        read = incoming_text(sent)
    except MessageRefused:
        return
    assert 0 < len(read) <= MAX_CHARACTERS
    assert read == unicodedata.normalize("NFC", read.strip())
    assert not read.startswith("/")
    assert any(character.isalnum() for character in read)
    read.encode("utf-8")


@given(st.text(max_size=200))
def test_what_was_read_reads_the_same_again(sent: str) -> None:
    try:
        read = incoming_text(sent)
    except MessageRefused:
        return
    assert incoming_text(read) == read
