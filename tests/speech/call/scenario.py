"""A call written down in YAML: what the bot says, what the caller does, what must come of it.

limit_s: 60            # of the virtual clock; the call must be over by then
policy: {no_input_s: 5}
code: AC34EF           # of the portal; without it the bot cannot give one
greeting: {parts: […]} # the fields of Script, with after_s (seconds) and fails: true
replies: [{…}, …]      # to one message after another; the last one again and again
caller:                # one step after another
  - hears: words       # wait until a sentence with these words is heard to its end
  - hears_begin: words # wait until half a second of it is heard
  - says: words        # with sure: 0.3 if they are to be understood badly
  - sounds: 2          # seconds of speech that nobody can understand
  - presses: "123"     # with every: seconds between keys
  - waits: 2
  - breaks: recogniser | voice
  - stops: true        # the hotline is told to end the call
  - hangs_up: true
expect:
  ending: officer
  reason: asked
  told: […]            # what the bot was told
  hears: […]           # these words are heard, in this order
  never_hears: […]
  whole: […]           # sentences heard from beginning to end, uninterrupted
  cut: […]             # sentences of which only the beginning is heard
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from speech.call.policy import Policy
from speech.call.record import CallOutcome
from speech.call.session import Session
from tests.speech.call.labelled_sound import (
    RATE,
    Caller,
    LabelledRecogniser,
    LabelledVoice,
    Spoken,
)
from tests.speech.call.scripted_assistant import ScriptedAssistant, reply_of
from tests.speech.call.simulated_line import SimulatedLine
from tests.speech.call.virtual_clock import NoThreads, on_virtual_clock

FOLDER = Path(__file__).parent / "scenarios"


@dataclass
class CallThatWas:
    """What came of a call."""

    outcome: CallOutcome
    heard: list[Spoken]
    told: list[str]
    seconds: float
    session: Session
    line: SimulatedLine
    recogniser: LabelledRecogniser
    assistant: ScriptedAssistant

    def time_of(self, words: str) -> float:
        """When the caller began to hear the sentence with these words."""
        return next(spoken.at for spoken in self.heard if words in spoken.text)


def scenarios() -> list[str]:
    """The names of all scenarios."""
    return sorted(path.stem for path in FOLDER.glob("*.yml"))


def read(name: str) -> dict[str, Any]:
    """A scenario as written."""
    written: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yml").read_text("utf-8"))
    return written


def play(written: dict[str, Any]) -> CallThatWas:
    """Hold the call. Raises `TimeoutError` when it is not over in time."""
    return on_virtual_clock(_Play(written).run(), written["limit_s"])


def mask(text: str) -> str:
    """Hides one number, in place of all that the real one knows."""
    return text.replace("048201001234", "[số căn cước]")


class _Play:
    def __init__(self, written: dict[str, Any]) -> None:
        self._steps = written["caller"]
        self._caller = Caller()
        self._voice = LabelledVoice()
        self._recogniser = LabelledRecogniser(self._caller)
        self._policy = Policy(**written.get("policy", {}))
        self._assistant = ScriptedAssistant(
            greeting=reply_of(written["greeting"]),
            replies=[reply_of(reply) for reply in written.get("replies", [])],
            code=written.get("code"),
        )
        # Sentences that were heard before this one are not waited for again.
        self._place = 0

    async def run(self) -> CallThatWas:
        self._line = SimulatedLine(RATE)
        self._session = Session(
            self._line,
            self._recogniser,
            self._voice,
            self._assistant,
            NoThreads(),
            mask=mask,
            policy=self._policy,
        )
        call = asyncio.create_task(self._session.run())
        caller = asyncio.create_task(self._act())
        await asyncio.wait({call})
        call.result()
        await asyncio.sleep(0.1)
        if not caller.done():
            caller.cancel()
            raise AssertionError(f"The call ended before the caller came to: {self._step}")
        caller.result()
        assert self._session.outcome is not None
        return CallThatWas(
            self._session.outcome,
            self._voice.heard_by(self._line),
            self._assistant.told,
            asyncio.get_running_loop().time(),
            self._session,
            self._line,
            self._recogniser,
            self._assistant,
        )

    async def _act(self) -> None:
        for step in self._steps:
            self._step = step
            await self._do(dict(step))

    async def _do(self, step: dict[str, Any]) -> None:
        match step:
            case {"hears": words}:
                await self._hear(words, whole=True)
            case {"hears_begin": words}:
                await self._hear(words, whole=False)
            case {"says": words}:
                await self._line.say(self._caller.sound_of(words, step.get("sure", 1.0)))
            case {"sounds": seconds}:
                await self._line.say(self._caller.levels.sound_of("", seconds))
            case {"presses": keys}:
                for key in keys:
                    self._line.press(key)
                    await asyncio.sleep(step.get("every", 0.3))
            case {"waits": seconds}:
                await asyncio.sleep(seconds)
            case {"mutes": is_muted}:
                self._line.is_muted = is_muted
            case {"breaks": "recogniser"}:
                self._recogniser.fails = True
            case {"breaks": "voice"}:
                self._voice.fails = True
            case {"stops": _}:
                self._session.stop()
            case {"hangs_up": _}:
                self._line.leave()
            case _:
                raise ValueError(f"Unknown step: {step}")

    async def _hear(self, words: str, *, whole: bool) -> None:
        while True:
            heard = self._voice.heard_by(self._line)
            for place, spoken in enumerate(heard[self._place :], self._place):
                enough = spoken.is_whole if whole else spoken.seconds >= 0.5
                if words in spoken.text and enough:
                    self._place = place + whole
                    return
            await asyncio.sleep(0.02)
