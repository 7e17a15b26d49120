"""espeak-ng: a voice of rules that needs no model, so it works everywhere.

A sentence takes a thousandth of the time it lasts, so one engine with a lock serves all calls:
no call waits longer for another than for a few milliseconds.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from functools import lru_cache

from speech.errors import EngineUnavailable
from speech.voices.sentences import pieces

# Of the three Vietnamese accents of espeak-ng. `vi-vn-x-central` has the consonants of Đà Nẵng,
# but its six tones lie within 12 Hz of one another, and `vi-vn-x-south` joins two more of them; a
# recogniser gets 67, 64 and, of this one, 52 of 100 letters wrong.
ACCENT = "vi"
WORDS_PER_MINUTE = 150

REMEDY = "Hãy chạy `uv sync --extra voices`."

_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: all sound has come when the call returns
_DONT_EXIT = 0x8000  # or else a missing data folder ends the process
_UTF8 = 1
_BY_CHARACTERS = 1
_RATE = 1
_TO_THE_END = 0
_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class EspeakVoice:
    """Vietnamese by espeak-ng. Raises `EngineUnavailable` where its package is missing."""

    def __init__(self) -> None:
        self._engine = _engine()
        self.sample_rate = self._engine.sample_rate
        self.name = f"espeak-ng {self._engine.version} {ACCENT} {WORDS_PER_MINUTE}"

    def speak(self, text: str) -> Iterator[bytes]:
        """The sound of `text`, sentence by sentence. Raises `EngineUnavailable`."""
        for sentence in pieces(text):
            yield self._engine.say(sentence)


class _Engine:
    """The library, which keeps its state in global variables: one for the whole process."""

    def __init__(self, library: str, data: str) -> None:
        try:
            self._library = ctypes.CDLL(library)
        except OSError as error:
            raise EngineUnavailable(f"Không nạp được espeak-ng ({error}). {REMEDY}") from error
        self._library.espeak_Info.restype = ctypes.c_char_p
        self._library.espeak_Synth.argtypes = [
            ctypes.c_char_p,
            ctypes.c_size_t,
            ctypes.c_uint,
            ctypes.c_int,
            ctypes.c_uint,
            ctypes.c_uint,
            ctypes.c_void_p,
            ctypes.c_void_p,
        ]
        self._lock = threading.Lock()
        self._sound: list[bytes] = []
        self.sample_rate = int(
            self._library.espeak_Initialize(_SYNCHRONOUS, 0, data.encode(), _DONT_EXIT)
        )
        if self.sample_rate <= 0:
            raise EngineUnavailable(f"Dữ liệu của espeak-ng ở {data} bị thiếu. {REMEDY}")
        # Kept by an attribute: the library holds only its address.
        self._callback = _Callback(self._take)
        self._library.espeak_SetSynthCallback(self._callback)
        if self._library.espeak_SetVoiceByName(ACCENT.encode()) != 0:
            raise EngineUnavailable(f"espeak-ng ở {data} không có tiếng Việt. {REMEDY}")
        self._library.espeak_SetParameter(_RATE, WORDS_PER_MINUTE, 0)
        self.version: str = self._library.espeak_Info(None).decode().partition(" ")[0]

    def say(self, sentence: str) -> bytes:
        """The sound of a sentence."""
        text = sentence.encode()
        with self._lock:
            self._sound.clear()
            status = self._library.espeak_Synth(
                text, len(text) + 1, 0, _BY_CHARACTERS, _TO_THE_END, _UTF8, None, None
            )
            sound = b"".join(self._sound)
        if status != 0 or not sound:
            raise EngineUnavailable(f"espeak-ng không đọc được một câu (mã lỗi {status}).")
        return sound

    def _take(self, samples: ctypes.Array[ctypes.c_short], count: int, _events: int) -> int:
        if samples and count > 0:
            self._sound.append(ctypes.string_at(samples, 2 * count))
        return 0


@lru_cache(maxsize=1)
def _engine() -> _Engine:
    try:
        import espeakng_loader
    except ImportError as error:
        raise EngineUnavailable(f"Chưa cài espeak-ng. {REMEDY}") from error
    return _Engine(espeakng_loader.get_library_path(), espeakng_loader.get_data_path())
