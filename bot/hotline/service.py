"""Takes the calls of all adapters and holds each as a session with the bot."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import httpx
import structlog

from bot.hotline import metrics
from bot.hotline.assistant import BotAssistant
from bot.hotline.bot_watch import BotWatch
from bot.hotline.call_records import CallRecords, today
from bot.hotline.calls import Calls, Next, next_of
from bot.hotline.recorded_line import RecordedLine
from settings import Settings
from speech.call.line import Line
from speech.call.policy import Policy
from speech.call.session import Session
from speech.call.workers import open_workers
from speech.recognisers.base import Recogniser
from speech.telephony.switchboard import Announced, CallRefused
from speech.voices.base import Voice

log = structlog.get_logger()

# After the sound has ended, the PBX asks what to do.
ASKED_WITHIN_SECONDS = 1.0
DRAIN_SECONDS = 5.0


@dataclass
class _Call:
    line: Line
    session: Session
    assistant: BotAssistant
    recorded: RecordedLine | None
    # What was ordered from outside, whatever the session says.
    ordered: Next | None = None

    @property
    def next(self) -> Next:
        return self.ordered or next_of(self.session.outcome, self.assistant.left_message)


class Hotline:
    """The `Switchboard` of the process. Make it in the event loop that uses it."""

    def __init__(self, settings: Settings, recogniser: Recogniser, voice: Voice) -> None:
        self.recogniser = recogniser
        self.voice = voice
        self._policy = Policy(call_s=settings.call_minutes * 60.0)
        self._audio = settings.call_audio
        self._records = CallRecords(settings.call_records)
        self._calls = Calls(settings.calls_at_once)
        self._going_on: dict[str, _Call] = {}
        self._workers = open_workers()
        self._client = httpx.AsyncClient(
            base_url=settings.hotline_bot_url,
            limits=httpx.Limits(max_connections=2 * settings.calls_at_once + 10),
        )
        self.bot = BotWatch(self._client)

    # --- What adapters ask --------------------------------------------------------------------

    def announced(self, call_id: str) -> Announced:
        return self._calls.announced(call_id)

    async def take(self, line: Line) -> None:
        self._begin(line.call_id)
        call: _Call | None = None
        try:
            call = self._going_on[line.call_id] = self._open(line)
            log.info("hotline.call_began", call=line.call_id, going_on=len(self._calls))
            await call.session.run()
        finally:
            self._going_on.pop(line.call_id, None)
            self._calls.end(line.call_id, call.next if call else Next.OFFICER)
            metrics.GOING_ON.set(len(self._calls))
            if call is not None:
                await asyncio.shield(asyncio.to_thread(self._keep, call))

    # --- What the PBX and the operator ask ----------------------------------------------------

    def announce(self, call_id: str, announced: Announced) -> None:
        """Hold a place for a call that is about to be connected. Raises `CallRefused`."""
        try:
            if self.bot.problem:
                raise CallRefused(self.bot.problem)
            self._calls.announce(call_id, announced)
        except CallRefused as error:
            metrics.REFUSED.inc()
            log.warning("hotline.call_refused", call=call_id, reason=str(error))
            raise

    async def next(self, call_id: str) -> Next:
        """What the PBX is to do with the caller now."""
        call = self._going_on.get(call_id)
        if call is None:
            return self._calls.next(call_id)
        if call.session.outcome is None and call.ordered is None:
            # Its sound ended at the other side; there is nobody to talk to.
            log.warning("hotline.call_left", call=call_id)
            call.ordered = Next.OFFICER
            await call.line.hang_up()
        return call.next

    def end(self, call_id: str) -> bool:
        """End a call after the present sentence; false if there is no such call."""
        call = self._going_on.get(call_id)
        if call is None:
            return False
        call.ordered = Next.HANGUP
        call.session.stop()
        return True

    @property
    def calls(self) -> int:
        """How many are going on."""
        return len(self._calls)

    async def drain(self) -> None:
        """Take no more calls, and send all callers to an officer."""
        self._calls.close()
        left = list(self._going_on.values())
        for call in left:
            call.ordered = Next.OFFICER
            await call.line.hang_up()
        if not left:
            return
        log.info("hotline.draining", calls=len(left))
        try:
            async with asyncio.timeout(DRAIN_SECONDS):
                while self._going_on:
                    await asyncio.sleep(0.05)
        except TimeoutError:
            log.error("hotline.not_drained", calls=len(self._going_on))
        await asyncio.sleep(ASKED_WITHIN_SECONDS)

    async def close(self) -> None:
        """Give back threads and connections."""
        await self._client.aclose()
        self._workers.shutdown(wait=False, cancel_futures=True)

    # --- Keeping ------------------------------------------------------------------------------

    def _begin(self, call_id: str) -> None:
        try:
            self._calls.begin(call_id)
        except CallRefused:
            metrics.REFUSED.inc()
            raise
        metrics.GOING_ON.set(len(self._calls))

    def _open(self, line: Line) -> _Call:
        recorded = RecordedLine(line) if self._audio else None
        assistant = BotAssistant(self._client)
        session = Session(
            recorded or line,
            self.recogniser,
            self.voice,
            assistant,
            self._workers,
            mask=assistant.masked,
            policy=self._policy,
        )
        return _Call(line, session, assistant, recorded)

    def _keep(self, call: _Call) -> None:
        """Write down what is kept of a call. Runs in a thread."""
        record = {**call.session.record.as_dict(), "next": call.next.value}
        metrics.CALLS.labels(ending=record["ending"], next=record["next"]).inc()
        metrics.CALL_SECONDS.observe(record["seconds"])
        for turn in record["turns"]:
            if turn["beyond_silence_ms"] is not None:
                metrics.FIRST_SOUND_SECONDS.observe(turn["beyond_silence_ms"] / 1000)
        try:
            self._records.add(record)
            if call.recorded is not None and self._audio is not None:
                call.recorded.save(self._audio / f"{today().isoformat()}-{call.line.call_id}.wav")
        except OSError as error:
            log.error("hotline.record_lost", call=call.line.call_id, reason=str(error))
        finally:
            if call.recorded is not None:
                call.recorded.discard()
        log.info(
            "hotline.call_ended",
            call=call.line.call_id,
            seconds=record["seconds"],
            ending=record["ending"],
            reason=record["reason"],
            next=record["next"],
        )
