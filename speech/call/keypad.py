"""What the keys of the telephone mean.

1-9 choose, 1 and 2 are yes and no, 9 repeats, 0 calls an officer. While digits are entered, # ends
and * corrects; there 0 calls an officer when nothing follows it but # or a pause.
"""

from __future__ import annotations

from speech.call import wording
from speech.call.assistant import Expect
from speech.call.endpointing import Expectation
from speech.call.meaning import Chosen, Meaning, YesNo
from speech.call.policy import Policy
from speech.spoken.heard import Command

DIGITS = frozenset("0123456789")
OFFICER = "0"


def meaning(key: str, expectation: Expectation) -> Meaning | None:
    """What one key means where no digits are entered; none: nothing."""
    if key == OFFICER:
        return Command.OFFICER
    if key in DIGITS and int(key) <= len(expectation.choices):
        return Chosen(expectation.choices[int(key) - 1])
    if expectation.expect is Expect.YES_NO and key in ("1", "2"):
        return YesNo(key == "1")
    if key == "9":
        return Command.REPEAT
    return None


def help_for(expectation: Expectation) -> str:
    """Say which keys can be pressed."""
    if expectation.is_number:
        return wording.KEYS_DIGITS
    if expectation.choices:
        return wording.KEYS_CHOICE
    if expectation.expect is Expect.YES_NO:
        return wording.KEYS_YES_NO
    return wording.KEYS_QUESTION


class DigitEntry:
    """Digits that are being entered, key by key."""

    def __init__(self, expectation: Expectation, policy: Policy) -> None:
        self.digits = ""
        self.is_ended = False
        self._length = expectation.digits or policy.keyed_digits

    def press(self, key: str) -> None:
        """Take in a key; nothing happens after the end."""
        if self.is_ended:
            return
        if key == "*":
            self.digits = self.digits[:-1]
        elif key in DIGITS:
            self.digits += key
        self.is_ended = key == "#" or len(self.digits) >= self._length
