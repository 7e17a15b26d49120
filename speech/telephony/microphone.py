"""A call over the microphone and the loudspeaker of this computer, by ALSA."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections.abc import AsyncIterator

import av
import structlog
from av.audio.resampler import AudioResampler

from speech.audio import frame_of, pcm_of
from speech.call.line import Audio, Event
from speech.errors import EngineUnavailable
from speech.telephony.event_queue import EventQueue
from speech.telephony.pacing import Pacer
from speech.telephony.playout import Playout

log = structlog.get_logger()

RATE = 16_000
DEFAULT_DEVICE = "default"
# Frames on their way to the loudspeaker: little, so that barge-in is heard at once.
_MOST_FRAMES = 5


class MicrophoneLine:
    """See `speech.call.line.Line`."""

    caller = ""
    sample_rate = RATE

    def __init__(self, call_id: str, device: str = DEFAULT_DEVICE) -> None:
        """`device` is a name of ALSA. Raises `EngineUnavailable` if it cannot be opened."""
        self.call_id = call_id
        self._microphone, self._loudspeaker = _open(device)
        self._sound: av.AudioStream = self._loudspeaker.add_stream(
            "pcm_s16le", rate=RATE, layout="mono"
        )
        self._loop = asyncio.get_running_loop()
        self._events = EventQueue()
        self._playout = Playout(RATE)
        self._frames: queue.Queue[bytes | None] = queue.Queue(_MOST_FRAMES)
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._speaking = threading.Thread(target=self._speak, daemon=True)
        self._listening.start()
        self._speaking.start()
        self._pacer = Pacer(self._send_frame)

    def events(self) -> AsyncIterator[Event]:
        return self._events.events()

    def play(self, pcm: bytes) -> None:
        if not self._events.closed:
            self._playout.play(pcm)

    def flush(self) -> None:
        self._playout.flush()

    async def played(self) -> None:
        await self._playout.played()

    def heard_ms(self) -> int:
        return self._playout.heard_ms()

    async def hang_up(self) -> None:
        self._end("hung up here")

    def _end(self, reason: str) -> None:
        if self._events.closed:
            return
        self._events.close(reason)
        self._pacer.stop()
        self._playout.flush()
        with contextlib.suppress(queue.Full):
            self._frames.put_nowait(None)

    def _send_frame(self) -> None:
        # The loudspeaker's own clock may be a little slower; then a frame waits.
        if not self._frames.full():
            self._frames.put_nowait(self._playout.next_frame())

    def _listen(self) -> None:
        """Runs in a thread until the call is over."""
        mono = AudioResampler(format="s16", layout="mono", rate=RATE)
        try:
            for frame in self._microphone.decode(audio=0):
                pcm = pcm_of(mono.resample(frame))
                put = asyncio.run_coroutine_threadsafe(self._events.put(Audio(pcm)), self._loop)
                put.result()
                if self._events.closed:
                    break
            reason = "the microphone was closed"
        except av.FFmpegError as error:
            reason = f"the microphone failed: {error}"
        self._loop.call_soon_threadsafe(self._end, reason)
        self._microphone.close()

    def _speak(self) -> None:
        """Runs in a thread until the call is over."""
        try:
            while not self._events.closed and (pcm := self._frames.get()) is not None:
                self._loudspeaker.mux(self._sound.encode(frame_of(pcm, RATE)))
            self._loudspeaker.close()
        except av.FFmpegError as error:
            self._loop.call_soon_threadsafe(self._end, f"the loudspeaker failed: {error}")


def _open(device: str) -> tuple[av.container.InputContainer, av.container.OutputContainer]:
    options = {"sample_rate": str(RATE), "channels": "1"}
    try:
        microphone = av.open(device, format="alsa", options=options)
        return microphone, av.open(device, "w", format="alsa")
    except (av.FFmpegError, OSError, ValueError) as error:
        raise EngineUnavailable(
            f"Không mở được micrô và loa «{device}» của ALSA ({error}). Xem tên thiết bị bằng "
            "`arecord -L`, rồi chạy lại với `--device TÊN`; hoặc dùng `bot hotline --wav FILE`."
        ) from error
