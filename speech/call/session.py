"""One call, from the greeting to the end.

A call is what the caller says or keys, what the bot replies, and how it is read aloud. Whatever
breaks on the way, the caller is passed on to an officer.
"""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Coroutine
from concurrent.futures import Executor
from typing import Any

import structlog

from speech.call import keypad, wording
from speech.call.asking import Asking
from speech.call.assistant import Assistant, Outcome, Script
from speech.call.ear import Ear
from speech.call.endpointing import Expectation
from speech.call.floor import Floor, Inbox, Key, State
from speech.call.leave import Leave
from speech.call.line import Audio, Digit, HungUp, Line
from speech.call.meaning import Chosen, Number, Words, YesNo
from speech.call.mouth import Mouth
from speech.call.policy import Policy
from speech.call.reading import Prompt, Reading
from speech.call.record import CallOutcome, CallRecord, Ending, Mask
from speech.errors import AssistantUnreachable, EngineUnavailable, SpeechError
from speech.recognisers.base import Recogniser
from speech.spoken.heard import Command
from speech.voices.base import Voice

_log = structlog.get_logger()


class Session:
    """A call on a line. `outcome` is none while it goes on; `record` is what is kept of it."""

    def __init__(
        self,
        line: Line,
        recogniser: Recogniser,
        voice: Voice,
        assistant: Assistant,
        workers: Executor,
        *,
        mask: Mask,
        policy: Policy | None = None,
    ) -> None:
        """`workers` are threads that all calls share; `mask` hides personal data in a text.

        Belongs to the running event loop.
        """
        self._line = line
        self._assistant = assistant
        self._policy = policy or Policy()
        self._clock = asyncio.get_running_loop().time
        self._began = self._clock()
        self._inbox: Inbox = asyncio.Queue()
        self.record = CallRecord(line.call_id, self._began, mask)
        self._mouth = Mouth(line, voice, workers, self._policy)
        self._ear = Ear(line.sample_rate, recogniser, workers, self._policy, self._inbox.put_nowait)
        self._floor = Floor(self._mouth, self._ear, self._inbox, self.record, self._policy)
        self._asking = Asking(self._floor, self._ear, self.record, self._policy)
        # Set from outside the conversation.
        self._told_to_leave: asyncio.Future[Leave] = asyncio.get_running_loop().create_future()
        self._has_answered = False
        # Whether the bot's last question was for a number, whose digits may still be keyed.
        self._asked_for_number = False

    @property
    def outcome(self) -> CallOutcome | None:
        """How the call ends; known before the line is hung up."""
        return self.record.outcome

    @property
    def state(self) -> State:
        """What the assistant does at this moment."""
        return self._floor.state

    def stop(self) -> None:
        """End the call politely after the present sentence; `run` returns soon."""
        self._leave(Leave(Ending.ENDED, "stopped", wording.STOPPED))

    async def run(self) -> None:
        """Hold the call until it is over. Raises nothing; when cancelled, it hangs up first."""
        tasks: dict[str, asyncio.Future[Any]] = {
            "line": asyncio.create_task(self._follow_line()),
            "recogniser": asyncio.create_task(self._ear.run()),
            "call": asyncio.create_task(self._converse()),
            "told": self._told_to_leave,
        }
        try:
            limit = self._began + self._policy.call_s - self._clock()
            await asyncio.wait(tasks.values(), timeout=limit, return_when=asyncio.FIRST_COMPLETED)
            leave = self._reason_to_leave(tasks)
            if not (tasks["call"].done() or tasks["line"].done()):
                await self._break_off(tasks["call"], tasks["line"])
            await _cancelled(tasks["call"])
            self.record.outcome = leave.outcome
            if not tasks["line"].done():
                await self._take_leave(leave, tasks["line"])
        finally:
            for task in tasks.values():
                task.cancel()
            await asyncio.gather(*tasks.values(), return_exceptions=True)
            if self.record.outcome is None:
                self.record.outcome = CallOutcome(Ending.FAILED, "cancelled")
            await self._close()

    # --- The life of a call -----------------------------------------------------------------

    async def _follow_line(self) -> str:
        """Pass on what comes from the line; the reason when it is hung up."""
        async for event in self._line.events():
            if isinstance(event, Audio):
                self._ear.hear(event.pcm)
            elif isinstance(event, Digit):
                self._pressed(event.key)
            elif isinstance(event, HungUp):
                return event.reason
        return "the line ended"

    def _pressed(self, key: str) -> None:
        """A key waits until the bot has answered; the one for an officer does not."""
        is_thinking = self._floor.state is State.THINKING
        if key == keypad.OFFICER and is_thinking and not self._asked_for_number:
            self._leave(Leave(Ending.OFFICER, "asked", wording.OFFICER))
        else:
            self._inbox.put_nowait(Key(key))

    def _leave(self, leave: Leave) -> None:
        if not self._told_to_leave.done():
            self._told_to_leave.set_result(leave)

    def _reason_to_leave(self, tasks: dict[str, asyncio.Future[Any]]) -> Leave:
        line, recogniser, call = tasks["line"], tasks["recogniser"], tasks["call"]
        if line.done():
            if error := line.exception():
                self._report("line", error)
                return Leave(Ending.FAILED, "line_failed")
            _log.info("call.hung_up", call=self._line.call_id, reason=line.result())
            ending = Ending.ANSWERED if self._has_answered else Ending.HUNG_UP
            return Leave(ending, "caller_hung_up")
        if recogniser.done():
            self._report("recogniser", recogniser.exception())
            return Leave(Ending.OFFICER, "recogniser_failed", wording.APOLOGY)
        if call.done():
            return self._reason_of(call.exception())
        if self._told_to_leave.done():
            return self._told_to_leave.result()
        return Leave(Ending.ENDED, "time_is_up", wording.TIME_IS_UP)

    def _reason_of(self, error: BaseException | None) -> Leave:
        match error:
            case Leave():
                return error
            case AssistantUnreachable():
                self._report("bot", error)
                return Leave(Ending.OFFICER, "bot_unreachable", wording.APOLOGY)
            case EngineUnavailable():
                self._report("voice", error)
                return Leave(Ending.OFFICER, "voice_failed")
            case _:
                self._report("call", error)
                return Leave(Ending.OFFICER, "call_failed", wording.APOLOGY)

    async def _break_off(self, call: asyncio.Future[Any], line: asyncio.Future[Any]) -> None:
        """End the conversation after the present sentence; who is asked to wait waits no longer."""
        if self._floor.state is State.SPEAKING:
            over: asyncio.Future[Any] = asyncio.create_task(self._mouth.sentence_over())
            await asyncio.wait(
                {over, line}, timeout=self._policy.farewell_s, return_when=asyncio.FIRST_COMPLETED
            )
            await _cancelled(over)
        await _cancelled(call)
        self._mouth.be_quiet()

    async def _take_leave(self, leave: Leave, line: asyncio.Future[Any]) -> None:
        """Say the last sentences, unless the caller hangs up or the voice fails."""
        saying: asyncio.Future[Any] = asyncio.create_task(self._floor.announce(leave.sentences))
        await asyncio.wait(
            {saying, line}, timeout=self._policy.farewell_s, return_when=asyncio.FIRST_COMPLETED
        )
        if saying.done() and (error := saying.exception()):
            self._report("voice", error)
        await _cancelled(saying)

    async def _close(self) -> None:
        """Give everything back. The other side's failures change nothing any more."""
        try:
            await self._line.hang_up()
        except Exception as error:
            self._report("line", error)
        self.record.ended(self._clock())
        try:
            async with asyncio.timeout(self._policy.close_s):
                await self._assistant.close(self._line.call_id)
        except Exception as error:
            self._report("bot", error)

    def _report(self, part: str, error: BaseException | None) -> None:
        # Messages of others may hold what was said; those of our own errors do not.
        _log.error(
            "call.failed",
            call=self._line.call_id,
            part=part,
            error=type(error).__name__,
            message=str(error) if isinstance(error, SpeechError) else None,
            place=_place_of(error),
        )

    # --- The conversation -------------------------------------------------------------------

    async def _converse(self) -> None:
        """Talk until there is a reason to leave; raises it."""
        call_id = self._line.call_id
        script = await self._bot(self._assistant.greet(call_id, self._line.caller))
        while True:
            message = await self._present(script)
            self._asked_for_number = Expectation.of(script).is_number
            script = await self._bot(self._assistant.reply(call_id, message))
            self._has_answered = True

    async def _bot(self, request: Coroutine[Any, Any, Script]) -> Script:
        """Wait for the bot; after a while, ask the caller to wait too."""
        self._floor.state = State.THINKING
        asked = self._clock()
        reply = asyncio.create_task(request)
        filler: asyncio.Task[None] | None = None
        try:
            await asyncio.wait({reply}, timeout=self._policy.filler_s)
            if not reply.done():
                self.record.waited()
                filler = asyncio.create_task(self._mouth.say([wording.FILLER]))
                left = asked + self._policy.reply_s - self._clock()
                await asyncio.wait({reply}, timeout=left)
            if not reply.done():
                raise Leave(Ending.OFFICER, "bot_too_slow", wording.APOLOGY)
            script = reply.result()
            self.record.replied(self._clock())
            if filler is not None:
                await filler
            return script
        finally:
            reply.cancel()
            if filler is not None:
                await _cancelled(filler)

    async def _present(self, script: Script) -> str:
        """Read a script aloud; what the caller wants to tell the bot then."""
        reading = Reading(script)
        prompt = reading.part()
        while True:
            if prompt.is_script and reading.is_last and script.outcome is not Outcome.CONTINUE:
                await self._floor.announce(prompt.sentences)
                officer = script.outcome is Outcome.OFFICER
                raise Leave(Ending.OFFICER if officer else Ending.ENDED, "bot_decided")
            answer = await self._asking.ask(prompt)
            if prompt.is_script:
                reading.interrupted(self._asking.unheard)
            match answer:
                case Command():
                    prompt = await self._obey(answer, reading)
                case YesNo(yes=yes) if prompt.silence_goes_on:
                    prompt = reading.go_on() if yes else reading.pause(wording.STOPPED_READING)
                case Chosen(choice=choice):
                    return choice.message
                case YesNo(yes=yes):
                    return wording.YES if yes else wording.NO
                case Words(text=text) | Number(text=text):
                    return text
                case None:
                    prompt = reading.go_on()

    async def _obey(self, command: Command, reading: Reading) -> Prompt:
        """What to say after a command about the reading itself."""
        match command:
            case Command.REPEAT:
                return reading.repeat()
            case Command.SLOWER:
                self._mouth.slowly = True
                return reading.repeat(wording.SLOWER)
            case Command.SKIP:
                return reading.skip()
            case Command.GO_ON:
                return reading.go_on()
            case Command.SEND_CODE:
                return reading.aside(*await self._portal_code())
            case _:
                return reading.pause(wording.GO_AHEAD)

    async def _portal_code(self) -> list[str]:
        """What to say when the caller wants to go on at the portal."""
        try:
            async with asyncio.timeout(self._policy.portal_code_s):
                code = await self._assistant.portal_code(self._line.call_id)
        except (AssistantUnreachable, TimeoutError) as error:
            self._report("bot", error)
            return [wording.NO_PORTAL_CODE]
        return wording.portal_code(code)


async def _cancelled(task: asyncio.Future[Any]) -> None:
    """Cancel a task and wait until it has given everything back; its error, if any, is lost."""
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _place_of(error: BaseException | None) -> str | None:
    """Where an error comes from: the last line of its traceback, without any value."""
    frames = traceback.extract_tb(error.__traceback__) if error else None
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else None
