"""Runs the hotline until a signal stops it."""

from __future__ import annotations

import socket

import uvicorn

from bot.hotline.app import create_app
from bot.hotline.errors import HotlineUnavailable
from bot.hotline.service import Hotline
from settings import Settings
from speech.recognisers.base import Recogniser
from speech.telephony.pacing import let_sound_go_first
from speech.voices.base import Voice

# A peer that is gone, or reads nothing, is cut by the kernel after this.
_USER_TIMEOUT_MS = 10_000
_LARGEST_MESSAGE_BYTES = 65_536


class HotlineServer(uvicorn.Server):
    """Sends all callers to an officer before it stops."""

    def __init__(self, config: uvicorn.Config, hotline: Hotline) -> None:
        super().__init__(config)
        self._hotline = hotline

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # The PBX asks what to do with each caller, so this must still be answered.
        await self._hotline.drain()
        await super().shutdown(sockets)


def listen(host: str, port: int, setting: str) -> socket.socket:
    """A listening socket. Raises `HotlineUnavailable` naming the setting of the port."""
    try:
        listener = socket.create_server((host, port), backlog=256)
    except OSError as error:
        raise HotlineUnavailable(
            f"Không mở được {host}:{port} ({error.strerror}). Đổi HOTLINE_HOST hoặc {setting}, "
            "hoặc dừng chương trình đang dùng cổng này."
        ) from error
    # Connections inherit these.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _USER_TIMEOUT_MS)
    return listener


def serve(
    settings: Settings,
    recogniser: Recogniser,
    voice: Voice,
    http: socket.socket,
    audiosocket: socket.socket,
) -> None:
    """Take calls until SIGINT or SIGTERM."""
    hotline = Hotline(settings, recogniser, voice)
    config = uvicorn.Config(
        create_app(hotline, settings, audiosocket),
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=2,
        # Rasa pins a version of `websockets` that uvicorn cannot use.
        ws="wsproto",
        ws_max_size=_LARGEST_MESSAGE_BYTES,
    )
    let_sound_go_first()
    HotlineServer(config, hotline).run(sockets=[http])
