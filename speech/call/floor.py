"""Who speaks: the assistant until it is interrupted, then the caller."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from speech.call.barge_in import interrupts
from speech.call.ear import Ear, PartialWords, Utterance
from speech.call.mouth import Mouth
from speech.call.policy import Policy
from speech.call.record import CallRecord
from speech.spoken import heard


class State(StrEnum):
    """What the assistant does at this moment."""

    LISTENING = "listening"
    THINKING = "thinking"
    SPEAKING = "speaking"


@dataclass(frozen=True)
class Key:
    """A key that the caller pressed."""

    key: str


@dataclass(frozen=True)
class _AllSaid:
    speaking: asyncio.Task[None]


Inbox = asyncio.Queue[PartialWords | Utterance | Key | _AllSaid]


class Floor:
    """Takes turns in one call. What the ear and the keys notice comes in through `inbox`."""

    def __init__(self, mouth: Mouth, ear: Ear, inbox: Inbox, record: CallRecord, policy: Policy):
        self.state = State.LISTENING
        self._mouth = mouth
        self._ear = ear
        self._inbox = inbox
        self._record = record
        self._policy = policy
        self._clock = asyncio.get_running_loop().time
        # Said over the assistant without interrupting it: it counts when the assistant ends.
        self._held: Utterance | None = None
        self._stopped_speaking = 0.0

    async def say(
        self, sentences: Sequence[str], *, urgent: bool = False
    ) -> Utterance | Key | None:
        """Say something; what interrupts it comes back, or nothing when all was heard.

        Raises `EngineUnavailable` when the voice fails.
        """
        rest = list(sentences)
        while rest:
            interruption = await self._speak(rest, urgent)
            if not isinstance(interruption, Utterance):
                return interruption
            if interrupts(interruption.text, self._policy, urgent=urgent):
                return self._with_held(interruption)
            # A cough that first looked like words: go on where the caller was.
            self._hold(interruption)
            rest = self._mouth.unheard()
        return None

    async def announce(self, sentences: Sequence[str]) -> None:
        """Say something that nothing interrupts.

        Raises `EngineUnavailable` when the voice fails.
        """
        self.state = State.SPEAKING
        try:
            await self._mouth.say(sentences)
        finally:
            self._note()

    async def listen(self, patience_s: float) -> Utterance | Key | None:
        """What the caller says or keys; nothing after so much silence."""
        self.state = State.LISTENING
        if held := self._take_held():
            return held
        silent_since = self._clock()
        while True:
            left = None if self._ear.is_hearing else silent_since + patience_s - self._clock()
            try:
                async with asyncio.timeout(left):
                    event = await self._inbox.get()
            except TimeoutError:
                if self._ear.is_hearing:
                    continue
                return None
            if isinstance(event, Key):
                return event
            if isinstance(event, Utterance) and self._is_answer(event):
                return event
            if isinstance(event, PartialWords):
                silent_since = self._clock()

    async def next_key(self, patience_s: float) -> Key | None:
        """The next key; what is said meanwhile does not count. Nothing after so long."""
        self.state = State.LISTENING
        deadline = self._clock() + patience_s
        while True:
            try:
                async with asyncio.timeout_at(deadline):
                    event = await self._inbox.get()
            except TimeoutError:
                return None
            if isinstance(event, Key):
                return event

    def unheard(self) -> list[str]:
        """The sentences of what was said last that were not heard to their end."""
        return self._mouth.unheard()

    async def _speak(self, sentences: list[str], urgent: bool) -> Utterance | Key | None:
        self.state = State.SPEAKING
        speaking = asyncio.create_task(self._mouth.say(sentences))
        speaking.add_done_callback(self._all_said)
        try:
            interruption = await self._interruption(speaking, urgent)
        finally:
            if not speaking.done():
                speaking.cancel()
            self._note()
        if interruption is None:
            speaking.result()
        else:
            self._mouth.be_quiet()
            self._record.turn.interrupted = True
        self._stopped_speaking = self._clock()
        if isinstance(interruption, PartialWords):
            return await self._rest_of_utterance()
        return interruption

    async def _interruption(
        self, speaking: asyncio.Task[None], urgent: bool
    ) -> PartialWords | Utterance | Key | None:
        while True:
            event = await self._inbox.get()
            if isinstance(event, _AllSaid):
                if event.speaking is speaking:
                    return None
            elif isinstance(event, Key) or interrupts(event.text, self._policy, urgent=urgent):
                return event
            elif isinstance(event, Utterance):
                self._hold(event)

    async def _rest_of_utterance(self) -> Utterance | Key:
        """What the caller interrupted with, once it is whole."""
        self.state = State.LISTENING
        while True:
            event = await self._inbox.get()
            if isinstance(event, Key | Utterance):
                return event

    def _all_said(self, speaking: asyncio.Task[None]) -> None:
        if not speaking.cancelled():
            # An error that comes when nobody waits any more is of no interest.
            speaking.exception()
        self._inbox.put_nowait(_AllSaid(speaking))

    def _hold(self, utterance: Utterance) -> None:
        if utterance.text and not heard.is_back_channel(utterance.text):
            self._held = self._with_held(utterance)

    def _take_held(self) -> Utterance | None:
        held, self._held = self._held, None
        return held

    def _with_held(self, utterance: Utterance) -> Utterance:
        """An utterance together with what was said before it and not heeded yet."""
        held = self._take_held()
        return utterance.after(held) if held else utterance

    def _is_answer(self, utterance: Utterance) -> bool:
        """Whether the caller said something, and not just «dạ» while the assistant spoke."""
        if not utterance.text:
            return utterance.speech_ms >= self._policy.speech_not_understood_ms
        too_early = self._stopped_speaking - self._policy.early_answer_s
        return utterance.began >= too_early or not heard.is_back_channel(utterance.text)

    def _note(self) -> None:
        self._record.said(self._mouth.begun(), self._mouth.first_sound)
