"""Google's voice, the one of its translator, by gTTS: published texts only, ahead of time.

It is no `Voice`: no call waits for another house's server. What it says goes into the cache, where
`CachedVoice` finds it. gTTS knows how the service is asked; the asking is done here, because gTTS
waits for ever unless told otherwise, does not ask again, and does not look at the certificate of
the server.
"""

from __future__ import annotations

import base64
import binascii
import re
import ssl
import time
from collections.abc import Callable

import httpx

from speech.errors import BadAudio, EngineUnavailable, SpeechError
from speech.voices.mp3 import decoded, encoded
from speech.voices.sentences import pieces

NAME = "google vi 1"
SAMPLE_RATE = 24_000
ADDRESS = "https://translate.google.com/_/TranslateWebserverUi/data/batchexecute"

TIMEOUT = httpx.Timeout(20, connect=5)
TRIES = 5
# Seconds before asking again, doubled each time, where the server does not say how long.
FIRST_PAUSE = 2.0
LONGEST_PAUSE = 120.0
# A service for people: what asks much faster than they do is shut out.
PAUSE_BETWEEN = 1.0

_BUSY = {429, 500, 502, 503, 504}
# The answer names the call and then holds the sound in a string within a string.
_SOUND = re.compile(r'jQ1olc","\[\\"([^"\\]+)\\"')


class NotSpoken(SpeechError):
    """Google takes the request and gives no sound for this text."""


class GoogleVoice:
    """Asks Google for sound, one request at a time. Close it after use."""

    def __init__(
        self,
        address: str = "",
        sleep: Callable[[float], None] = time.sleep,
        trust: ssl.SSLContext | bool = True,
    ) -> None:
        """`address`: of the service, where it is not Google's own. `trust`: whose certificates are
        trusted, where it is not those that the system trusts.

        Raises `EngineUnavailable` where gTTS is missing.
        """
        try:
            import gtts
        except ImportError as error:
            raise EngineUnavailable(
                "GOOGLE_VOICE cần gTTS. Hãy chạy `uv sync --extra speech`."
            ) from error
        self._gtts = gtts.gTTS
        self._address = address or ADDRESS
        self._sleep = sleep
        self._client = httpx.Client(timeout=TIMEOUT, verify=trust)

    def __enter__(self) -> GoogleVoice:
        return self

    def __exit__(self, *_error: object) -> None:
        self._client.close()

    def fetch(self, text: str) -> bytes:
        """The sound of a text as an MP3 file.

        Raises `NotSpoken` for a text that gets no sound, and `EngineUnavailable` where the service
        cannot be reached, or not any more.
        """
        # gTTS would cut it too, but anywhere.
        parts = pieces(text, longest=self._gtts.GOOGLE_TTS_MAX_CHARS)
        if not parts:
            raise NotSpoken("Văn bản không có chữ nào để đọc.")
        sound: list[bytes] = []
        for number, part in enumerate(parts):
            if number:
                self._sleep(PAUSE_BETWEEN)
            # Checks of the language would import a list and say nothing new.
            for body in self._gtts(part, lang="vi", lang_check=False).get_bodies():
                sound += self._decoded(self._ask(body))
        # Files cannot be joined as they are: each has a header of its own.
        return encoded(b"".join(sound), SAMPLE_RATE)

    def _decoded(self, mp3: bytes) -> list[bytes]:
        try:
            return list(decoded(mp3, SAMPLE_RATE))
        except BadAudio as error:
            raise NotSpoken("Google trả về tệp âm thanh hỏng.") from error

    def _ask(self, body: str) -> bytes:
        for tried in range(1, TRIES + 1):
            reason, asked_to_wait = "", 0.0
            try:
                response = self._client.post(
                    self._address, content=body, headers=self._gtts.GOOGLE_TTS_HEADERS
                )
                if response.status_code not in _BUSY:
                    return _sound_of(response)
                reason = f"trả lời mã {response.status_code}"
                asked_to_wait = _seconds(response.headers.get("Retry-After", ""))
            except httpx.TransportError as error:
                if "CERTIFICATE" in str(error):
                    raise EngineUnavailable(
                        "Chứng chỉ của máy chủ Google không đúng, nên không gửi gì cả. "
                        "Hãy xem lại mạng hoặc proxy của máy này."
                    ) from error
                reason = f"không kết nối được ({type(error).__name__})"
            if tried < TRIES:
                pause = FIRST_PAUSE * 2 ** (tried - 1)
                self._sleep(min(LONGEST_PAUSE, max(pause, asked_to_wait)))
        raise EngineUnavailable(
            f"Giọng Google {reason} sau {TRIES} lần thử. Hãy thử lại sau, hoặc tắt GOOGLE_VOICE."
        )


def _sound_of(response: httpx.Response) -> bytes:
    if response.status_code in {401, 403, 404}:
        raise EngineUnavailable(
            f"Google từ chối (mã {response.status_code}): dịch vụ có thể đã đổi. "
            "Hãy nâng cấp gTTS, hoặc tắt GOOGLE_VOICE."
        )
    found = _SOUND.search(response.text) if response.status_code == 200 else None
    if found is None:
        raise NotSpoken(f"Google không đọc văn bản này (mã {response.status_code}).")
    try:
        return base64.b64decode(found[1], validate=True)
    except binascii.Error as error:
        raise NotSpoken("Google trả về âm thanh không đọc được.") from error


def _seconds(retry_after: str) -> float:
    """What `Retry-After` says; a date or nothing counts as no time."""
    return float(retry_after) if retry_after.isascii() and retry_after.isdigit() else 0.0
