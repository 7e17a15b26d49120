"""A hotline in a process of its own: AudioSocket, sessions, the real recogniser and voice.

    python -m benchmarks.speech.hotline_process --records FILE [--bot URL | --delay SECONDS]

Prints its port, then for every line of its standard input how many tasks there are, and ends with
it. Each call's record is a line of FILE.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import sys
from pathlib import Path

import httpx

from bot.hotline.assistant import BotAssistant
from bot.logs import configure_logs
from settings import get_settings
from speech.call.assistant import Assistant, Script
from speech.call.line import Line
from speech.call.policy import Policy
from speech.call.session import Session
from speech.call.workers import open_workers
from speech.recognisers.base import Recogniser
from speech.recognisers.choice import open_recogniser
from speech.telephony.audiosocket import AudioSocketServer
from speech.telephony.pacing import let_sound_go_first
from speech.telephony.switchboard import Announced
from speech.voices import Voice, open_voice
from vietnamese.personal_data import masked

GREETING = "Dạ, tổng đài thủ tục hành chính Đà Nẵng xin nghe. Anh chị cần hỏi việc gì ạ?"
ANSWER = "Dạ, anh chị nộp tờ khai tại phường nơi cư trú ạ."
# A silent caller is left alone, so that silence can be measured; calls are long enough for all.
POLICY = Policy(no_input_s=3600.0, call_s=3600.0)


class DelayedAssistant:
    """An `Assistant` that gives one answer to everything, after a while."""

    def __init__(self, delay_s: float, greeting: str) -> None:
        self._delay_s = delay_s
        self._greeting = greeting

    async def greet(self, call_id: str, caller: str) -> Script:
        return Script((self._greeting,))

    async def reply(self, call_id: str, message: str) -> Script:
        await asyncio.sleep(self._delay_s)
        return Script((ANSWER,))

    async def portal_code(self, call_id: str) -> str:
        return "AC34EF"

    async def close(self, call_id: str) -> None:
        pass


class Hotline:
    """The `Switchboard`: takes every call. One whose id is odd hears a long announcement."""

    def __init__(self, recogniser: Recogniser, voice: Voice, options: argparse.Namespace) -> None:
        self._recogniser = recogniser
        self._voice = voice
        self._options = options
        self._workers = open_workers()
        self._bot = httpx.AsyncClient(base_url=options.bot) if options.bot else None

    def announced(self, call_id: str) -> Announced:
        return Announced(sample_rate=8000)

    async def take(self, line: Line) -> None:
        session = Session(
            line,
            self._recogniser,
            self._voice,
            self._assistant(line.call_id),
            self._workers,
            mask=masked,
            policy=POLICY,
        )
        await session.run()
        with Path(self._options.records).open("a", encoding="utf-8") as file:
            file.write(json.dumps(session.record.as_dict(), ensure_ascii=False) + "\n")

    def _assistant(self, call_id: str) -> Assistant:
        if self._bot is not None:
            return BotAssistant(self._bot)
        is_long = int(call_id[-1], 16) % 2
        greeting = " ".join([ANSWER] * 100) if is_long else GREETING
        return DelayedAssistant(self._options.delay, greeting)


async def _serve(options: argparse.Namespace) -> None:
    settings = get_settings()
    hotline = Hotline(open_recogniser(settings), open_voice(settings), options)
    server = AudioSocketServer(hotline)
    listener = socket.create_server(("127.0.0.1", 0))
    # On standard output they would fill the pipe, which is read for figures alone.
    configure_logs("WARNING")
    let_sound_go_first()
    await server.start(listener)
    print(listener.getsockname()[1], flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        print(len(asyncio.all_tasks()), flush=True)
    await server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", required=True)
    parser.add_argument("--bot", default="", help="the address of a running `bot serve`")
    parser.add_argument("--delay", type=float, default=0.1, help="seconds of a made-up bot")
    asyncio.run(_serve(parser.parse_args()))


if __name__ == "__main__":
    main()
