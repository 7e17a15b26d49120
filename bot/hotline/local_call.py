"""One call without a PBX, through the same session as any other."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from typing import Any

import httpx

from bot.hotline.assistant import BotAssistant, problem_of
from bot.hotline.errors import HotlineUnavailable
from settings import Settings
from speech.call.line import Line
from speech.call.policy import Policy
from speech.call.session import Session
from speech.call.workers import open_workers
from speech.recognisers.base import Recogniser
from speech.voices.base import Voice


async def hold(
    settings: Settings, recogniser: Recogniser, voice: Voice, line: Callable[[], Line]
) -> dict[str, Any]:
    """Hold a call on the line that `line` opens; its record, as in `CALL_RECORDS`.

    Raises `HotlineUnavailable` if the bot does not run.
    """
    async with httpx.AsyncClient(base_url=settings.hotline_bot_url) as bot:
        if await problem_of(bot):
            raise HotlineUnavailable(
                f"Trợ lý ở {settings.hotline_bot_url} chưa sẵn sàng. Mở một cửa sổ lệnh khác, chạy "
                "`bot serve`, rồi thử lại. Nếu trợ lý ở nơi khác, đặt HOTLINE_BOT_URL."
            )
        assistant = BotAssistant(bot)
        with open_workers() as workers:
            session = Session(
                line(),
                recogniser,
                voice,
                assistant,
                workers,
                mask=assistant.masked,
                policy=Policy(call_s=settings.call_minutes * 60.0),
            )
            # Ctrl+C ends the call politely, and what was said is still printed.
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGINT, session.stop)
            try:
                await session.run()
            finally:
                loop.remove_signal_handler(signal.SIGINT)
    return session.record.as_dict()
