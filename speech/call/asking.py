"""Puts something to the caller until the answer is understood.

A silent caller is reminded twice. What was not understood is asked for again, then confirmed, then
asked for by keys. After that it is a person's turn.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from speech.call import keypad, meaning, wording
from speech.call.assistant import Expect
from speech.call.ear import Ear, Utterance
from speech.call.endpointing import Expectation
from speech.call.floor import Floor, Key
from speech.call.leave import Leave
from speech.call.meaning import Chosen, Meaning, Number, YesNo
from speech.call.policy import Policy
from speech.call.reading import Prompt
from speech.call.record import CallRecord, Ending
from speech.spoken import heard, spelled
from speech.spoken.heard import Command


class _NotUnderstood(Exception):
    """Something came that means nothing here; these sentences say what to do."""

    def __init__(self, *sentences: str) -> None:
        super().__init__()
        self.sentences = sentences


class Asking:
    """Asks in one call."""

    def __init__(self, floor: Floor, ear: Ear, record: CallRecord, policy: Policy) -> None:
        # What of the last prompt itself, not of reminders, was not heard.
        self.unheard: list[str] = []
        self._floor = floor
        self._ear = ear
        self._record = record
        self._policy = policy
        self._clock = asyncio.get_running_loop().time
        self._warns_at = self._clock() + policy.call_s - policy.warning_s
        self._was_warned = False

    async def ask(self, prompt: Prompt) -> Meaning | None:
        """Say a prompt; what it is answered, or nothing where silence is an answer.

        Raises `Leave` when an officer is asked for, nobody is there, or nothing is understood.
        """
        given = await self._put(prompt.sentences, prompt)
        self.unheard = self._floor.unheard()
        reminders = failures = 0
        while True:
            if given is None and prompt.silence_goes_on:
                return None
            if given is None or _is_only_attention(given, prompt.expectation):
                sentences = self._reminder(reminders, silent=given is None)
                reminders += 1
            else:
                reminders = 0
                try:
                    is_retry = failures > 0
                    return _unless_leaving(await self._understand(given, prompt, is_retry))
                except _NotUnderstood as failure:
                    sentences = _after_failure(failures, failure.sentences, prompt.expectation)
                    failures += 1
            given = await self._put(sentences, prompt)

    async def _put(self, sentences: Sequence[str], prompt: Prompt) -> Utterance | Key | None:
        """Say something and listen; write down what was said."""
        self._ear.expect(prompt.expectation, meaning.likely_phrases(prompt.expectation))
        given = await self._floor.say([*self._warning(), *sentences], urgent=prompt.urgent)
        if given is None:
            given = await self._floor.listen(self._patience(prompt))
        if isinstance(given, Utterance):
            self._record.heard(given)
        return given

    async def _understand(self, given: Utterance | Key, prompt: Prompt, is_retry: bool) -> Meaning:
        """The meaning of what was said or keyed. Raises `_NotUnderstood`."""
        expectation = prompt.expectation
        if isinstance(given, Utterance):
            given = await self._whole_number(given, expectation)
        if isinstance(given, Key):
            answer = await self._of_keys(given, expectation)
        else:
            answer = await self._of_words(given, expectation, is_retry)
        wanted = expectation.digits
        if isinstance(answer, Number) and wanted and len(answer.text) != wanted:
            raise _NotUnderstood(wording.wrong_count(len(answer.text), wanted))
        return answer

    async def _whole_number(self, given: Utterance, expectation: Expectation) -> Utterance | Key:
        """A number that is dictated with pauses, in one; what is keyed instead takes its place."""
        while meaning.lacks_digits(given.text, expectation):
            more = await self._floor.listen(self._policy.more_digits_s)
            if more is None or isinstance(more, Key):
                return more or given
            self._record.heard(more)
            if meaning.is_of_number(more.text, expectation):
                given = more.after(given)
            elif more.text and not heard.is_back_channel(more.text):
                return more
        return given

    async def _of_words(
        self, utterance: Utterance, expectation: Expectation, is_retry: bool
    ) -> Meaning:
        if not utterance.text:
            raise _NotUnderstood
        answer = meaning.of_words(utterance.text, expectation)
        if utterance.confidence >= self._policy.sure:
            return answer
        matters = isinstance(answer, Number) or answer in (Command.OFFICER, Command.FAREWELL)
        if not (matters or is_retry):
            raise _NotUnderstood
        if not await self._confirmed(_read_back(answer, utterance.text)):
            raise _NotUnderstood
        return answer

    async def _of_keys(self, key: Key, expectation: Expectation) -> Meaning:
        if expectation.is_number:
            return await self._entered(key, expectation)
        self._record.keyed(key.key, self._clock())
        answer = keypad.meaning(key.key, expectation)
        if answer is None:
            raise _NotUnderstood(keypad.help_for(expectation))
        return answer

    async def _entered(self, first: Key, expectation: Expectation) -> Meaning:
        """Digits until # or a pause; speech meanwhile does not count. 0 alone is no number."""
        entry = keypad.DigitEntry(expectation, self._policy)
        key: Key | None = first
        while key is not None:
            entry.press(key.key)
            key = None if entry.is_ended else await self._floor.next_key(self._policy.key_s)
        self._record.keyed(entry.digits, self._clock())
        if not entry.digits:
            raise _NotUnderstood(wording.NO_DIGITS)
        if entry.digits == keypad.OFFICER:
            return Command.OFFICER
        return Number(entry.digits)

    async def _confirmed(self, what: str) -> bool:
        """Whether the caller says that this was heard rightly."""
        prompt = Prompt((wording.confirmation(what),), Expectation(Expect.YES_NO))
        for sentences in (prompt.sentences, (wording.YES_OR_NO, wording.KEYS_YES_NO)):
            given = await self._put(sentences, prompt)
            answer: Meaning | None = None
            if isinstance(given, Key):
                self._record.keyed(given.key, self._clock())
                answer = keypad.meaning(given.key, prompt.expectation)
            elif given is not None and given.text:
                answer = meaning.of_words(given.text, prompt.expectation)
            if isinstance(answer, YesNo):
                return answer.yes
            _unless_leaving(answer)
        return False

    def _patience(self, prompt: Prompt) -> float:
        if prompt.silence_goes_on:
            return self._policy.go_on_s
        is_number = prompt.expectation.is_number
        return self._policy.no_number_s if is_number else self._policy.no_input_s

    def _reminder(self, already: int, *, silent: bool) -> tuple[str, ...]:
        if already >= self._policy.reminders:
            raise Leave(Ending.OFFICER, "no_input", wording.NOBODY_THERE)
        return (
            wording.REMINDERS[already % len(wording.REMINDERS)] if silent else wording.GO_AHEAD,
        )

    def _warning(self) -> tuple[str, ...]:
        """Said once, before whatever is said when the call has little time left."""
        if self._was_warned or self._clock() < self._warns_at:
            return ()
        self._was_warned = True
        return (wording.TIME_IS_SHORT,)


def _is_only_attention(given: Utterance | Key, expectation: Expectation) -> bool:
    """Whether the caller only said «alo» or «dạ» where that answers nothing."""
    return (
        isinstance(given, Utterance)
        and expectation.expect is not Expect.YES_NO
        and heard.is_back_channel(given.text)
    )


def _read_back(answer: Meaning, text: str) -> str:
    """What was understood, as it is read back to the caller."""
    match answer:
        case Number(text=number):
            return spelled(number)
        case Chosen(choice=choice):
            return choice.spoken
        case Command.OFFICER:
            return wording.AN_OFFICER
        case Command.FAREWELL:
            return wording.THE_END
        case _:
            return text


def _after_failure(
    already: int, sentences: tuple[str, ...], expectation: Expectation
) -> tuple[str, ...]:
    if already == 0:
        return sentences or (wording.NOT_UNDERSTOOD,)
    if already == 1:
        return (*sentences, keypad.help_for(expectation))
    raise Leave(Ending.OFFICER, "not_understood", wording.STILL_NOT_UNDERSTOOD)


def _unless_leaving(answer: Meaning | None) -> Meaning | None:
    if answer is Command.OFFICER:
        raise Leave(Ending.OFFICER, "asked", wording.OFFICER)
    if answer is Command.FAREWELL:
        raise Leave(Ending.ENDED, "farewell", wording.FAREWELL)
    return answer
