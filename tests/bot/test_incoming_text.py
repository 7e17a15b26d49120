from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import MessageRefused
from bot.incoming_text import (
    DEEPEST_METADATA,
    MAX_CHARACTERS,
    conversation_name,
    incoming_metadata,
    incoming_text,
    without_placeholders,
)
from bot.installation_key import InstallationKey
from tests.bot.portal_parts import KEY
from vietnamese.personal_data import find


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


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("cccd 048099012345 làm khai sinh", "cccd [số căn cước] làm khai sinh"),
        ("gọi 0905\u200b 123 456", "gọi [số điện thoại]"),
        ("/0905123456", "[số điện thoại]"),
        ("hồ sơ 000.00.19.H17-260814-0001", "hồ sơ 000.00.19.H17-260814-0001"),
        ("3456", "3456"),
    ],
)
def test_personal_data_is_masked_but_a_dossier_and_its_proof_stay(sent: str, read: str) -> None:
    assert incoming_text(sent) == read


def test_masking_does_not_make_a_message_too_long() -> None:
    numbers = "0905123456 " * 90
    assert incoming_text(numbers) == " ".join(["[số điện thoại]"] * 90)


def test_what_a_client_sends_along_is_masked_at_every_level() -> None:
    sent = {
        "page": "https://example.vn/thu-tuc/1.001193",
        "caller": {"phone": "0905 123 456", "numbers": [84905123456, 5, True, None, 1.5]},
        "hoa@example.com": "x",
    }
    assert incoming_metadata(sent) == {
        "page": "https://example.vn/thu-tuc/1.001193",
        "caller": {"phone": "[số điện thoại]", "numbers": ["[số điện thoại]", 5, True, None, 1.5]},
        "[thư điện tử]": "x",
    }


def test_what_lies_too_deep_in_it_is_left_out() -> None:
    deep: dict[str, object] = {"phone": "0905123456"}
    for _ in range(3_000):
        deep = {"deeper": deep}
    kept: object = incoming_metadata(deep)
    for _ in range(DEEPEST_METADATA):
        assert isinstance(kept, dict)
        kept = kept["deeper"]
    assert kept is None


@pytest.mark.parametrize(
    ("kept", "understood"),
    [
        ("làm khai sinh, [số căn cước] cần gì", "làm khai sinh,               cần gì"),
        ("[số điện thoại] [biển số xe]", "[số điện thoại] [biển số xe]"),
        ("làm căn cước", "làm căn cước"),
    ],
)
def test_what_was_masked_is_not_read_as_words(kept: str, understood: str) -> None:
    assert without_placeholders(kept) == understood
    assert len(understood) == len(kept)


class TestTheNameOfAConversation:
    @pytest.mark.parametrize(
        "sender", ["chị Lan", "portal-8f3c", "019d2bfc-b2e3-7549-bb77-036058450199", "default"]
    )
    def test_it_is_the_senders_where_that_tells_nothing(self, sender: str) -> None:
        assert conversation_name(sender, KEY) == sender

    @pytest.mark.parametrize("sender", ["0905123456", "tel:+84905123456", "hoa@example.com"])
    def test_a_number_or_address_is_hashed_and_always_the_same(self, sender: str) -> None:
        name = conversation_name(sender, KEY)
        assert sender not in name
        assert not find(name)
        assert conversation_name(sender, KEY) == name
        assert conversation_name(name, KEY) == name

    def test_whoever_lacks_the_key_cannot_find_the_number_by_trying_all(self) -> None:
        other = InstallationKey(b"another installation's")
        assert conversation_name("0905123456", KEY) != conversation_name("0905123456", other)

    def test_two_numbers_are_two_conversations(self) -> None:
        assert conversation_name("0905123456", KEY) != conversation_name("0905123457", KEY)


@given(st.text(st.characters(codec=None), max_size=1200))
def test_whatever_is_sent_is_refused_or_becomes_readable_text(sent: str) -> None:
    try:
        read = incoming_text(sent)
    except MessageRefused:
        return
    assert read
    assert not find(read)
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
