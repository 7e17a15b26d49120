"""The bot, asked by a call over the protocol of docs/protocol.md."""

from __future__ import annotations

import re
import uuid
from typing import Any

import httpx
import structlog

from actions.answer import Kind
from bot.conversations.handover import State
from bot.conversations.text import kept
from bot.conversations.wording import STOP_WAITING
from bot.hotline import wording
from bot.hotline.answer_script import opening, script_of
from knowledge.dossiers.said_proofs import without_proof
from speech.call.assistant import Outcome, Script
from speech.errors import AssistantUnreachable

log = structlog.get_logger()

Event = dict[str, Any]

_TO_OFFICER = Script((wording.TO_OFFICER,), outcome=Outcome.OFFICER)

BASE = "/api/conversations"
# Seconds: a request that is answered at once, and one held back until there is something.
QUICK = httpx.Timeout(3, connect=1)
LONG_POLL_SECONDS = 4
POLLED = httpx.Timeout(LONG_POLL_SECONDS + 3, connect=1)
READY_SECONDS = 5.0
# How often the events are asked for before an answer is given up.
POLLS = 3
_NUMBER = re.compile(r"\+?[0-9]{8,15}")


class BotAssistant:
    """The conversation of one call; see `speech.call.assistant.Assistant`.

    The caller's number goes only to the officers, with a message that is left for them.
    """

    def __init__(self, client: httpx.AsyncClient) -> None:
        """`client` has the bot's address as its base and is shared by all calls."""
        self._client = client
        self._path = ""
        self._headers: dict[str, str] = {}
        self._state = State.BOT
        self._asks_for_proof = False
        self._number = ""

    @property
    def left_message(self) -> bool:
        """Whether the caller has told officers something that none has answered."""
        return self._state is State.LEFT_MESSAGE

    def masked(self, text: str) -> str:
        """What may be kept of what was said in this call at this moment."""
        return kept(without_proof(text, self._asks_for_proof))

    async def greet(self, call_id: str, caller: str) -> Script:
        self._number = caller if _NUMBER.fullmatch(caller) else ""
        opened = await self._request("POST", BASE)
        self._path = f"{BASE}/{opened['id']}"
        self._headers = {"Authorization": f"Bearer {opened['secret']}"}
        return opening()

    async def reply(self, call_id: str, message: str) -> Script:
        if self._state is State.LEAVING_MESSAGE and self._number:
            # The bot keeps it sealed, for the officer who calls back.
            message = f"{message}\nSố điện thoại gọi lại: {self._number}"
        return self._script_of(await self._answers(await self._send(message)))

    async def portal_code(self, call_id: str) -> str:
        return str((await self._request("POST", f"{self._path}/code"))["code"])

    async def close(self, call_id: str) -> None:
        if self._state is State.WAITING:
            # The PBX connects the caller; nobody is to wait in the officers' chat.
            await self._send(STOP_WAITING)

    async def _send(self, message: str) -> int:
        """The cursor of the message, which is sent with one id however often."""
        said = {"client_id": str(uuid.uuid4()), "text": message}
        return int((await self._request("POST", f"{self._path}/messages", said))["cursor"])

    async def _answers(self, cursor: int) -> list[Event]:
        """What follows a message; all of it comes at once."""
        path = f"{self._path}/events?after={cursor}&wait={LONG_POLL_SECONDS}"
        for _ in range(POLLS):
            events = (await self._request("GET", path, timeout=POLLED))["events"]
            if answers := [event for event in events if event["from"] != "citizen"]:
                return answers
        raise AssistantUnreachable("The bot took a message and did not answer it in time.")

    def _script_of(self, answers: list[Event]) -> Script:
        scripts = [self._read(answer) for answer in answers]
        for script in scripts:
            if script.outcome is Outcome.OFFICER:
                return script
        last = scripts[-1]
        return Script(
            parts=tuple(part for script in scripts for part in script.parts),
            expect=last.expect,
            choices=last.choices,
            digits=last.digits,
            outcome=last.outcome,
            urgent=any(script.urgent for script in scripts),
        )

    def _read(self, answer: Event) -> Script:
        custom = answer.get("custom") or {}
        match answer["from"]:
            case "bot":
                self._asks_for_proof = custom.get("kind") == Kind.DOSSIER_VERIFY
                return script_of(custom)
            case "officer":
                return _TO_OFFICER
            case _:
                self._asks_for_proof = False
                self._state = State(custom["handover"]["state"])
                return self._of_state()

    def _of_state(self) -> Script:
        """What the caller is told of whom the conversation is with now."""
        knows_number = bool(self._number)
        match self._state:
            case State.WAITING | State.WITH_OFFICER:
                # On the telephone a person talks, rather than in the chat.
                return _TO_OFFICER
            case State.LEAVING_MESSAGE:
                return Script((wording.leave_message(knows_number),))
            case State.LEFT_MESSAGE:
                return Script((wording.message_left(knows_number),))
            case State.BOT:
                return Script((wording.BACK_WITH_BOT,))

    async def _request(
        self,
        method: str,
        path: str,
        body: dict[str, str] | None = None,
        timeout: httpx.Timeout = QUICK,
    ) -> dict[str, Any]:
        """The answer's JSON. What fails is tried once more: every request may be repeated."""
        try:
            return await self._attempt(method, path, body, timeout)
        except (httpx.HTTPError, ValueError) as error:
            log.warning("hotline.bot_retry", error=type(error).__name__)
        try:
            return await self._attempt(method, path, body, timeout)
        except (httpx.HTTPError, ValueError) as error:
            # The error's own text may hold the conversation's id.
            raise AssistantUnreachable(
                f"The bot cannot be asked: {type(error).__name__}."
            ) from error

    async def _attempt(
        self, method: str, path: str, body: dict[str, str] | None, timeout: httpx.Timeout
    ) -> dict[str, Any]:
        response = await self._client.request(
            method, path, json=body, headers=self._headers, timeout=timeout
        )
        answer = response.raise_for_status().json()
        if not isinstance(answer, dict):
            raise ValueError("not an object")
        return answer


async def problem_of(client: httpx.AsyncClient) -> str:
    """Why the bot cannot be asked; empty when it can. `client` is as for `BotAssistant`."""
    try:
        response = await client.get("/ready", timeout=READY_SECONDS)
    except httpx.HTTPError as error:
        return f"the bot at {client.base_url} does not answer: {type(error).__name__}"
    if response.status_code != 200:
        return f"the bot at {client.base_url} is not ready"
    return ""
