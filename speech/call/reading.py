"""Where in a script the assistant is: what it says next, and what it may be answered."""

from __future__ import annotations

from dataclasses import dataclass

from speech.call import wording
from speech.call.assistant import Expect, Outcome, Script
from speech.call.endpointing import Expectation
from speech.voices.sentences import pieces


@dataclass(frozen=True)
class Prompt:
    """What to say, and what is expected then."""

    sentences: tuple[str, ...]
    expectation: Expectation
    urgent: bool = False
    # Whether silence means to go on, and calls for no reminder.
    silence_goes_on: bool = False
    # Whether it is of the script itself.
    is_script: bool = False


class Reading:
    """Reads one script. Each method gives what to say next."""

    def __init__(self, script: Script) -> None:
        self._script = script
        whole = (" ".join(script.parts),)
        self._parts = whole if script.urgent else script.parts or ("",)
        self._place = 0
        self._unheard: tuple[str, ...] = ()
        self._aside: tuple[str, ...] = ()

    @property
    def is_last(self) -> bool:
        """Whether the present part is the last one."""
        return self._place == len(self._parts) - 1

    def part(self, *before: str) -> Prompt:
        """The present part from its beginning, with what is asked after it."""
        self._aside = ()
        part = self._parts[self._place]
        return self._prompt((*before, part) if part else before)

    def aside(self, *sentences: str) -> Prompt:
        """Say something that is not of the script, and listen."""
        self._aside = sentences
        return self.pause(*sentences, wording.ANYTHING_ELSE)

    def pause(self, *sentences: str) -> Prompt:
        """Say a word in place of the script, and listen."""
        return Prompt(sentences, Expectation.of(self._script))

    def repeat(self, *before: str) -> Prompt:
        """What was said last: an aside, else the present part."""
        return self.aside(*self._aside) if self._aside else self.part(*before)

    def interrupted(self, unheard: list[str]) -> None:
        """Remember what the caller has not heard of the present part."""
        part = pieces(self._parts[self._place])
        self._unheard = tuple(sentence for sentence in unheard if sentence in part)

    def go_on(self) -> Prompt:
        """What was not heard of the present part, else the next part."""
        self._aside = ()
        if self._unheard:
            rest, self._unheard = self._unheard, ()
            return self._prompt(rest)
        return self._next(wording.ALL_SAID)

    def skip(self) -> Prompt:
        """The next part."""
        self._unheard = ()
        return self._next(wording.STOPPED_READING)

    def _next(self, when_over: str) -> Prompt:
        if not self.is_last:
            self._place += 1
            return self.part()
        # A question of the bot's own is still open: it is put again.
        is_open = self._script.choices or self._script.expect is not Expect.QUESTION
        return self.part() if is_open else self.pause(when_over)

    def _prompt(self, sentences: tuple[str, ...]) -> Prompt:
        if self.is_last:
            asked, expectation = self._menu(), Expectation.of(self._script)
        else:
            asked, expectation = (wording.GO_ON,), Expectation(Expect.YES_NO)
        return Prompt(
            (*sentences, *asked),
            expectation,
            urgent=self._script.urgent,
            silence_goes_on=not self.is_last,
            is_script=True,
        )

    def _menu(self) -> tuple[str, ...]:
        if not self._script.choices or self._script.outcome is not Outcome.CONTINUE:
            return ()
        return tuple(wording.menu(self._script.choices))
