"""The portal's channel: takes citizens' messages in, has the bot answer them, keeps the events.

A message is in the database before its sender is told that it was taken, and its replies are
stored together with the mark that it is answered. So whatever dies in between, each message is
answered once.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

from actions.answer import Kind
from actions.dossier_form import CALLER
from bot.conversations import wording
from bot.conversations.desk import Desk
from bot.conversations.errors import ConversationNotFound
from bot.conversations.handover import BOT_SPEAKS, Handover, State
from bot.conversations.inbox import Inbox, Unanswered
from bot.conversations.notifier import Notifier
from bot.conversations.store import Conversations, Speaker
from bot.conversations.stream import EventStream
from bot.conversations.text import kept
from bot.errors import MessageRefused, NotReady
from bot.incoming_text import MAX_CHARACTERS, incoming_text
from knowledge.dossiers.said_proofs import without_proof

log = structlog.get_logger()

# Threads that work on the database; as many connections are open at most.
DATABASE_THREADS = 8
# How often other processes' events are looked for, and claims renewed, in seconds.
LOOK_EVERY = 1.0
# Time-outs, places in the queue and abandoned messages: every so many looks.
TIDY_EVERY = 3
# Seconds before trying again what another process is busy with, or what failed.
RETRY_AFTER = 0.3

EMERGENCY = "emergency"

Message = dict[str, Any]


class Assistant(Protocol):
    """What answers; `bot.runtime.Runtime` is one."""

    @property
    def ready(self) -> bool: ...

    @property
    def error(self) -> Exception | None: ...

    async def handle(
        self, sender: str, text: str, metadata: Message | None = None
    ) -> list[Message]: ...

    async def parse(self, text: str) -> Message: ...


class Channel:
    """One a process. Start it in the event loop that asks it."""

    def __init__(
        self,
        conversations: Conversations,
        notifier: Notifier,
        assistant: Assistant,
        desk: Desk | None = None,
    ) -> None:
        """`desk`: None where no officers take conversations over."""
        self.conversations = conversations
        self.desk = desk
        self.stream = EventStream(conversations, notifier, self.in_thread)
        self._notifier = notifier
        self._assistant = assistant
        self._inbox = Inbox(conversations, worker=secrets.token_hex(8))
        self._threads = ThreadPoolExecutor(DATABASE_THREADS, thread_name_prefix="conversations")
        # Conversations to look at, being looked at, and claimed.
        self._wanted: set[str] = set()
        self._answering: dict[str, asyncio.Task[None]] = {}
        self._claimed: set[str] = set()
        self._stopping = False
        self._upkeep: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look after abandoned messages, other processes' events and time-outs."""
        self._upkeep = asyncio.create_task(self._look_after_all())

    async def stop(self) -> None:
        """Finish the answers under way; what fails now is left to other processes."""
        self._stopping = True
        if self._upkeep is not None:
            self._upkeep.cancel()
            await asyncio.gather(self._upkeep, return_exceptions=True)
        await asyncio.gather(*self._answering.values(), return_exceptions=True)
        self._threads.shutdown()

    @property
    def busy(self) -> bool:
        """Whether this process has messages to answer."""
        return bool(self._answering)

    async def in_thread(self, work: Callable[..., Any], *arguments: Any) -> Any:
        """Run what waits for the database, without holding up the event loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, work, *arguments)

    async def say(self, conversation_id: str, client_id: str, text: str, caller: str = "") -> int:
        """Take a citizen's message in; its cursor, the same for the same `client_id`.

        `caller` is a keyed hash of who sends it, empty where nobody can tell. Replies come as
        events. Raises `ConversationNotFound`.
        """
        cursor, for_bot = await self.in_thread(
            self._take_in, conversation_id, client_id, text, caller
        )
        if for_bot:
            self._answer_soon(conversation_id)
        return int(cursor)

    async def delete(self, conversation_id: str) -> None:
        """Remove a conversation for good. Raises `ConversationNotFound`."""
        await self.in_thread(self.conversations.delete, conversation_id)

    def _take_in(
        self, conversation_id: str, client_id: str, text: str, caller: str
    ) -> tuple[int, bool]:
        kept_text = kept(text)
        with self.conversations.turn(conversation_id) as turn:
            if (earlier := turn.cursor_of(client_id)) is not None:
                return earlier, False
            with_officer = self._state(turn.handover) is State.WITH_OFFICER
            cursor = turn.append(
                Speaker.CITIZEN,
                kept_text,
                client_id=client_id,
                unanswered=not with_officer,
                caller=caller,
            )
            if self.desk is not None:
                self.desk.keep_call_back(turn, text)
                if with_officer:
                    self.desk.hear(turn)
            return cursor, not with_officer

    def _state(self, now: Handover) -> State:
        """Whom a conversation is with; where there are no officers any more, with the bot."""
        return now.state if self.desk is not None else State.BOT

    def _answer_soon(self, conversation_id: str) -> None:
        self._wanted.add(conversation_id)
        if conversation_id not in self._answering:
            self._answering[conversation_id] = asyncio.create_task(
                self._answer_all(conversation_id)
            )

    async def _answer_all(self, conversation_id: str) -> None:
        try:
            while conversation_id in self._wanted:
                self._wanted.discard(conversation_id)
                try:
                    await self._answer_unanswered(conversation_id)
                except ConversationNotFound:
                    return  # deleted meanwhile
                except SQLAlchemyError as error:
                    log.exception("conversations.failed", error=type(error).__name__)
                    self._wanted.add(conversation_id)
                except Exception as error:
                    # Left to the next look for abandoned messages.
                    log.exception("conversations.failed", error=type(error).__name__)
                    return
                if conversation_id in self._wanted:
                    if self._stopping:
                        return
                    await asyncio.sleep(RETRY_AFTER)
        finally:
            self._wanted.discard(conversation_id)
            del self._answering[conversation_id]

    async def _answer_unanswered(self, conversation_id: str) -> None:
        while not self._assistant.ready and self._assistant.error is None:
            await asyncio.sleep(RETRY_AFTER)
        if not await self.in_thread(self._inbox.claim, conversation_id):
            # Another process answers this conversation; it may miss what came at the last moment.
            if await self.in_thread(self._inbox.first_unanswered, conversation_id):
                self._wanted.add(conversation_id)
            return
        self._claimed.add(conversation_id)
        try:
            while message := await self.in_thread(self._inbox.first_unanswered, conversation_id):
                await self._answer(conversation_id, message)
        finally:
            self._claimed.discard(conversation_id)
            await self.in_thread(self._inbox.release, conversation_id)

    async def _answer(self, conversation_id: str, message: Unanswered) -> None:
        now = await self.in_thread(self.conversations.handover, conversation_id)
        sender = await self.in_thread(self.conversations.sender, conversation_id)
        replies: list[Message] = []
        if await self._is_for_bot(self._state(now), message.text):
            metadata = {CALLER: message.caller} if message.caller else None
            replies = await self._assistant.handle(sender, message.text, metadata)
        try:
            await self.in_thread(self._store_answer, conversation_id, message, replies)
        except ConversationNotFound:
            # Deleted meanwhile, perhaps by another process; the dialogue engine has just kept it.
            await self.in_thread(self.conversations.forget_dialogue, sender)
            raise

    async def _is_for_bot(self, state: State, text: str) -> bool:
        if wording.wants_to_cancel(text, state):
            return False
        if state is State.LEAVING_MESSAGE:
            return await self._is_emergency(text)
        return state in BOT_SPEAKS

    async def _is_emergency(self, text: str) -> bool:
        """Nobody reads a message that is left before it may be too late."""
        try:
            understood = await self._assistant.parse(incoming_text(text[:MAX_CHARACTERS]))
        except (MessageRefused, NotReady):
            return False
        return bool(understood["intent"]["name"] == EMERGENCY)

    def _store_answer(
        self, conversation_id: str, message: Unanswered, replies: list[Message]
    ) -> None:
        """Store what follows from a message, and that it is answered.

        The state may have changed while the bot was thinking; that of now counts. Where the bot
        should have been asked and was not, the message stays unanswered, to be looked at anew.
        """
        with self.conversations.turn(conversation_id) as turn:
            state = self._state(turn.handover)
            cancels = wording.wants_to_cancel(message.text, state)
            if state in BOT_SPEAKS and not replies and not cancels:
                return
            if not turn.mark_answered(message.cursor):
                return
            # The digits that open a dossier are kept nowhere; the bot has read them by now.
            asked = turn.answer_before(message.cursor).get("kind") == Kind.DOSSIER_VERIFY
            if (hidden := without_proof(message.text, asked)) != message.text:
                turn.replace_text(message.cursor, hidden)
            if self.desk is not None and state is State.WITH_OFFICER:
                self.desk.hear(turn)
                return  # what the bot has to say comes too late
            if self.desk is not None and cancels:
                self.desk.cancel(turn)
            elif self.desk is not None and not replies:
                self.desk.leave_message(turn)
            for reply in replies:
                if self.desk is not None and reply["custom"]["kind"] == Kind.HANDOFF:
                    self.desk.request(turn)
                else:
                    turn.append(Speaker.BOT, reply["text"], custom=reply["custom"])

    async def _look_after_all(self) -> None:
        look = 0
        while True:
            try:
                await self._look()
                if look % TIDY_EVERY == 0:
                    await self._tidy()
            except Exception as error:
                # Whatever it was, such as a database that is away, the next look may be better.
                log.exception("conversations.failed", error=type(error).__name__)
            look += 1
            await asyncio.sleep(LOOK_EVERY)

    async def _look(self) -> None:
        if self._claimed:
            await self.in_thread(self._inbox.renew, list(self._claimed))
        if watched := self._notifier.watched:
            last_cursors = await self.in_thread(self.conversations.last_cursors, watched)
            self._notifier.compare(last_cursors, watched)

    async def _tidy(self) -> None:
        for conversation_id in await self.in_thread(self._inbox.abandoned):
            self._answer_soon(conversation_id)
        if self.desk is not None:
            await self.in_thread(self.desk.time_out_overdue)
            await self.in_thread(self.desk.announce_positions)
