"""What the caller's words or keys mean at this point of a call."""

from __future__ import annotations

from dataclasses import dataclass

from speech.call.assistant import Choice, Expect
from speech.call.endpointing import Expectation
from speech.spoken import heard
from speech.spoken.heard import Command


@dataclass(frozen=True)
class YesNo:
    """An answer to a yes-or-no question."""

    yes: bool


@dataclass(frozen=True)
class Chosen:
    """One of the choices that were read out."""

    choice: Choice


@dataclass(frozen=True)
class Number:
    """Digits, or a code of letters and digits, that were asked for."""

    text: str


@dataclass(frozen=True)
class Words:
    """Anything else: a message for the bot."""

    text: str


Meaning = YesNo | Chosen | Number | Words | Command


# What may be said where digits are dictated; a recogniser that is told hears little else.
_LIKELY_WITH_DIGITS = (
    *("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"),
    *("mốt", "tư", "lăm", "mười", "mươi", "linh", "lẻ", "trăm"),
    *("nhắc lại", "gặp cán bộ", "không biết", "không nhớ"),
)


def likely_phrases(expectation: Expectation) -> tuple[str, ...]:
    """What the recogniser should be ready for; none: anything."""
    return _LIKELY_WITH_DIGITS if expectation.expect is Expect.DIGITS else ()


def of_words(text: str, expectation: Expectation) -> Meaning:
    """The meaning of words that were understood surely enough."""
    if expectation.is_number and (number := _number(text, expectation)):
        return Number(number)
    # «nhắc lại», «gặp cán bộ»: before choices, that it may not be mistaken for one.
    if (command := heard.command(text)) is not None:
        return command
    if expectation.expect is Expect.YES_NO and (yes := heard.yes_no(text)) is not None:
        return YesNo(yes)
    spoken = [choice.spoken for choice in expectation.choices]
    if spoken and (place := heard.choice(text, spoken)) is not None:
        return Chosen(expectation.choices[place])
    return Words(text)


def is_of_number(text: str, expectation: Expectation) -> bool:
    """Whether the words are a part of the number that is expected, or all of it."""
    if expectation.expect is Expect.CODE:
        return heard.is_of_code(text)
    return expectation.is_number and heard.digits(text) is not None


def lacks_digits(text: str, expectation: Expectation) -> bool:
    """Whether the words only begin the number that is expected."""
    if not is_of_number(text, expectation):
        return False
    if expectation.expect is Expect.CODE:
        return not heard.is_whole_code(text)
    return len(heard.digits(text) or "") < (expectation.digits or 0)


def _number(text: str, expectation: Expectation) -> str | None:
    if expectation.expect is Expect.CODE:
        return heard.code(text)
    return heard.digits(text)
