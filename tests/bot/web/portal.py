"""The server without its language model: everything real but the understanding of questions.

What the assistant says is composed by `actions` from the seed records; which record a question is
about stands in a table here. So the tests of the page start in seconds.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from typing import Any, cast

import httpx
import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr

from actions.answer import Answer, Aspect, Kind, ProcedureChoice
from actions.faq_answer import faq_answer
from actions.office_answer import office_answer
from actions.procedure_answer import ASPECT_QUESTIONS, procedure_answer
from bot.conversations.store import Conversations, Speaker
from bot.rest_message import message_of
from bot.runtime import Runtime
from bot.server.app import create_app
from knowledge.library import Library
from knowledge.records import Procedure
from settings import Settings
from tests.support import free_port

BIRTH = "1.001193"
MARRIAGE = "1.000894"
MARRIAGE_AGAIN = "1.004746"
HAI_CHAU = "20242"
OFFICER_TOKEN = "a token for the officers of this test"
ALWAYS_OPEN = "T2-CN 00:00-23:59"


class PreparedAssistant:
    """Answers a few questions by a table, everything else with not knowing."""

    ready = True
    error = None

    def __init__(self, library: Library) -> None:
        self._library = library
        self.heard: list[str] = []
        # An Answer to be given to the next message, for records that nobody would publish.
        self.next_answer: dict[str, Any] | None = None
        self._answers: dict[str, Callable[[], Answer]] = {
            "làm giấy khai sinh cho con cần giấy tờ gì": lambda: self._about(
                BIRTH, Aspect.DOCUMENTS
            ),
            "Đăng ký khai sinh": lambda: self._about(BIRTH),
            BIRTH: lambda: self._about(BIRTH),
            MARRIAGE: lambda: self._about(MARRIAGE),
            "kết hôn": self._marriages,
            "tôi ở Hải Châu": self._office,
            "đăng ký khai sinh ở Hải Châu": self._place_at_home,
            "tạm trú có hạn mấy năm": self._faq,
            "cháy nhà": lambda: Answer(
                kind=Kind.EMERGENCY,
                text="Anh/chị gọi ngay 114. Có người bị thương thì gọi 115.",
            ),
            "gặp cán bộ": lambda: Answer(kind=Kind.HANDOFF, text="Dạ, em chuyển cho cán bộ ạ."),
            "cảm ơn em": lambda: Answer(kind=Kind.SMALLTALK, text="Dạ, không có gì ạ."),
            "xin chào": lambda: Answer(kind=Kind.GREETING, text="Dạ, em chào anh/chị ạ."),
            **{
                question: lambda aspect=aspect: self._about(BIRTH, aspect)
                for aspect, question in ASPECT_QUESTIONS.items()
            },
        }

    def start(self) -> None:
        pass

    def stop(self) -> None:
        pass

    async def handle(
        self, sender: str, text: str, metadata: dict[str, Any] | None = None
    ) -> list[dict[str, Any]]:
        self.heard.append(text)
        if self.next_answer is not None:
            prepared, self.next_answer = self.next_answer, None
            return [{"recipient_id": sender, "text": prepared["text"], "custom": prepared}]
        compose = self._answers.get(text.strip().rstrip("?"), self._unknown)
        return [message_of(sender, self._answers.get(text.strip(), compose)())]

    async def parse(self, text: str) -> dict[str, Any]:
        return {"intent": {"name": "emergency" if text == "cháy nhà" else "greet"}}

    def _about(self, code: str, aspect: Aspect | None = None) -> Answer:
        return procedure_answer(*self._procedure(code), aspect)

    def _place_at_home(self) -> Answer:
        ward, _ = self._ward()
        return procedure_answer(*self._procedure(BIRTH), Aspect.PLACE, home=ward)

    def _office(self) -> Answer:
        return office_answer(*self._ward())

    def _faq(self) -> Answer:
        found = self._library.faq("tam-tru-co-han-may-nam")
        assert found is not None
        return faq_answer(*found, self._library)

    def _marriages(self) -> Answer:
        return Answer(
            kind=Kind.CHOICE,
            text="Dạ, anh/chị hỏi thủ tục nào ạ?",
            procedures=[
                ProcedureChoice(code=code, name=self._procedure(code)[0].name)
                for code in (MARRIAGE, MARRIAGE_AGAIN)
            ],
        )

    def _unknown(self) -> Answer:
        return Answer(kind=Kind.UNKNOWN, text="Dạ, em chưa rõ anh/chị hỏi thủ tục nào ạ.")

    def _procedure(self, code: str) -> tuple[Procedure, int]:
        found = self._library.procedure(code)
        assert found is not None
        return found

    def _ward(self) -> Any:
        found = self._library.ward(HAI_CHAU)
        assert found is not None
        ward, version = found
        confirmed = {
            "counter": "12 Trần Phú",
            "hours": "Thứ Hai đến thứ Sáu, 7:30–17:00",
            "phone": "0236 3000 111",
        }
        return ward.model_copy(update=confirmed), version


class Portal:
    """The server on a free port of the loopback interface, in a thread, until `stop`."""

    def __init__(self, settings: Settings, library: Library) -> None:
        self.assistant = PreparedAssistant(library)
        with_officers = settings.model_copy(
            update={
                "officer_token": SecretStr(OFFICER_TOKEN),
                "office_hours": ALWAYS_OPEN,
                "holidays": "",
            }
        )
        runtime = cast(Runtime, self.assistant)
        self.app: FastAPI = create_app(runtime, library, with_officers)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        config = uvicorn.Config(
            self.app, port=self.port, log_config=None, ws="wsproto", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    @property
    def conversations(self) -> Conversations:
        """The conversations of this server."""
        return cast(Conversations, self.app.state.channel.conversations)

    def start(self) -> None:
        self._thread.start()
        deadline = time.monotonic() + 20
        while not self._server.started:
            assert time.monotonic() < deadline, "the server has not started"
            time.sleep(0.02)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()

    def bot_says(self, conversation_id: str, text: str) -> None:
        """Append an answer that nobody has asked for."""
        answer = Answer(kind=Kind.SMALLTALK, text=text)
        with self.conversations.turn(conversation_id) as turn:
            turn.append(Speaker.BOT, text, custom=answer.payload())

    def officer(self, conversation_id: str, act: str, **body: Any) -> None:
        """What the officer does: `accept`, `messages` or `hand_back`."""
        httpx.post(
            f"{self.url}/api/officer/conversations/{conversation_id}/{act}",
            json={"officer": "Lan", **body},
            headers={"Authorization": f"Bearer {OFFICER_TOKEN}"},
        ).raise_for_status()


class BrokenLine:
    """A TCP relay before the server, which breaks every connection whenever it is told to."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break all connections in the middle of whatever they carry."""
        with self._lock:
            broken, self._open = self._open, []
        for connection in broken:
            _close(connection)

    def close(self) -> None:
        _close(self._listener)
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return  # closed
            server = socket.create_connection(("127.0.0.1", self._target))
            with self._lock:
                self._open += [client, server]
            for source, sink in ((client, server), (server, client)):
                threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        try:
            # Small pieces, so that a cut falls into the middle of events too.
            while piece := source.recv(97):
                sink.sendall(piece)
        except OSError:
            pass  # cut
        _close(source)
        _close(sink)


def _close(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):  # not connected any more
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
