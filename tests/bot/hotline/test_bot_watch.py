from __future__ import annotations

import asyncio
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import httpx

from bot.hotline.bot_watch import BotWatch
from tests.support import free_port


class Bot(BaseHTTPRequestHandler):
    """Answers `/ready` with the status of the moment."""

    status = 200

    def do_GET(self) -> None:
        self.send_response(Bot.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the test looks at the answers."""


async def until(watch: BotWatch, words: str) -> None:
    async with asyncio.timeout(5):
        while words not in watch.problem or (not words and watch.problem):
            await asyncio.sleep(0.01)


async def test_a_bot_that_goes_and_comes_back_is_noticed() -> None:
    port = free_port()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        watch = BotWatch(client, seconds_between=0.05)
        assert watch.problem
        async with watch.running():
            assert "does not answer: ConnectError" in watch.problem
            server = HTTPServer(("127.0.0.1", port), Bot)
            serving = Thread(target=server.serve_forever, daemon=True)
            serving.start()
            await until(watch, "")
            Bot.status = 503
            await until(watch, "is not ready")
            Bot.status = 200
            await until(watch, "")
            server.shutdown()
            server.server_close()
            await until(watch, "does not answer")
