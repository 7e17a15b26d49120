"""The running assistant: one thread that owns Rasa's agent, asked from any event loop.

Inference, actions and the conversation store are synchronous work; they stay in this thread, so
that a server's event loop is never held up by them. Importing this module is quick: Rasa is
imported in the thread, while the server already answers that it is starting.
"""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from actions.answer import Answer, Kind
from bot.errors import BotError, MessageRefused, NotReady
from bot.incoming_text import (
    conversation_name,
    incoming_metadata,
    incoming_text,
    without_placeholders,
)
from bot.installation_key import installation_key
from bot.metrics import TURN_SECONDS, TURNS
from bot.rest_message import message_of
from settings import Settings

if TYPE_CHECKING:
    from rasa.core.agent import Agent

log = structlog.get_logger()

STARTING = "Dạ, em đang khởi động, anh/chị chờ em ít giây rồi hỏi lại ạ."
FAILED = (
    "Dạ, em gặp trục trặc nên chưa trả lời được câu này. Anh/chị hỏi lại giúp em, hoặc gọi tổng "
    "đài 1022 ạ."
)

Message = dict[str, Any]


@dataclass
class _Turns:
    """The messages of one conversation that are not answered yet: they wait for one another."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    pending: int = 0


class Runtime:
    """Start it once a process; ask it from as many tasks as there are citizens."""

    def __init__(self, settings: Settings, find_model: Callable[[], Path]) -> None:
        """`find_model` gives the model to load; it is called in the runtime's thread."""
        self._settings = settings
        self._find_model = find_model
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="dialogue", daemon=True)
        self._loaded = threading.Event()
        self._agent: Agent | None = None
        self._error: Exception | None = None
        # One conversation is answered in the order in which its messages came.
        self._turns: dict[str, _Turns] = {}

    def start(self) -> None:
        """Begin loading; returns at once."""
        self._thread.start()

    def wait_until_ready(self) -> None:
        """Block until the agent is loaded. Raises what kept it from loading."""
        self._loaded.wait()
        if self._error is not None:
            raise self._error

    def stop(self) -> None:
        """Finish what is under way and end the thread."""
        if self._thread.is_alive():
            self._loaded.wait()
            asyncio.run_coroutine_threadsafe(self._finish(), self._loop)
            self._thread.join()

    @property
    def ready(self) -> bool:
        return self._agent is not None

    @property
    def error(self) -> Exception | None:
        """What kept the agent from loading, if something did."""
        return self._error

    async def handle(
        self, sender: str, text: str, metadata: Message | None = None
    ) -> list[Message]:
        """What the assistant says to `text`: messages of the REST contract, never none.

        Bad input and failures are answered too, as Answers of kind `clarify` and `error`. Whatever
        is kept of a message, its sender's name included, is masked before.
        """
        started = time.perf_counter()
        messages = await self._answers(sender, text, metadata or {})
        seconds = time.perf_counter() - started
        TURN_SECONDS.observe(seconds)
        for message in messages:
            TURNS.labels(kind=message["custom"]["kind"]).inc()
        log.info("dialogue.turn", milliseconds=round(seconds * 1000, 1))
        return messages

    async def _answers(self, sender: str, text: str, metadata: Message) -> list[Message]:
        try:
            readable = incoming_text(text)
        except MessageRefused as refusal:
            return [message_of(sender, Answer(kind=Kind.CLARIFY, text=str(refusal)))]
        if self._agent is None:
            reason = FAILED if self._error else STARTING
            return [message_of(sender, Answer(kind=Kind.ERROR, text=reason))]
        try:
            name = conversation_name(sender, installation_key(self._settings))
            messages = await self._in_turn(name, readable, incoming_metadata(metadata))
        except Exception as error:
            # Whatever broke, the citizen gets an answer and the operator the reason.
            log.exception("dialogue.failed", error=type(error).__name__)
            return [message_of(sender, Answer(kind=Kind.ERROR, text=FAILED))]
        # The client knows itself by the name that it gave.
        answered = [{**message, "recipient_id": sender} for message in messages]
        return answered or [message_of(sender, Answer(kind=Kind.ERROR, text=FAILED))]

    async def parse(self, text: str) -> Message:
        """What is understood of `text` without a conversation. Raises `NotReady`."""
        if self._agent is None:
            raise NotReady(STARTING)
        return await self._on_thread(self._agent.parse_message(text))

    async def _in_turn(self, sender: str, text: str, metadata: Message) -> list[Message]:
        turns = self._turns.setdefault(sender, _Turns())
        turns.pending += 1
        try:
            async with turns.lock:
                return list(await self._on_thread(self._ask(sender, text, metadata)))
        finally:
            turns.pending -= 1
            if not turns.pending:
                del self._turns[sender]

    async def _on_thread(self, work: Any) -> Any:
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    async def _ask(self, sender: str, text: str, metadata: Message) -> list[Message]:
        from rasa.core.channels.channel import UserMessage

        from bot.dialogue.answer_channel import AnswerChannel

        assert self._agent is not None
        channel = AnswerChannel()
        asked = without_placeholders(text)
        # Understood without what was masked, kept with it; places in one are places in the other.
        understood = (
            None if asked == text else {**await self._agent.parse_message(asked), "text": text}
        )
        await self._agent.handle_message(
            UserMessage(
                text,
                output_channel=channel,
                sender_id=sender,
                parse_data=understood,
                input_channel=AnswerChannel.name(),
                metadata=metadata,
            )
        )
        return channel.messages

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        started = time.perf_counter()
        # Loading makes a million objects that all stay. Looking through them for garbage again and
        # again takes a fifth of the loading; afterwards they are set aside, out of its way.
        gc.disable()
        try:
            from bot.dialogue.agent import load_agent

            self._agent = self._loop.run_until_complete(
                load_agent(self._find_model(), self._settings)
            )
            log.info("dialogue.ready", seconds=round(time.perf_counter() - started, 1))
        except BotError as error:
            self._error = error
            log.error("dialogue.not_ready", reason=str(error))
        except Exception as error:
            self._error = error
            log.exception("dialogue.not_ready", reason=type(error).__name__)
        finally:
            gc.freeze()
            gc.enable()
            self._loaded.set()
        self._loop.run_forever()
        self._loop.close()

    async def _finish(self) -> None:
        while under_way := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.gather(*under_way, return_exceptions=True)
        # After the callbacks that hand over what was just finished.
        self._loop.call_soon(self._loop.stop)
