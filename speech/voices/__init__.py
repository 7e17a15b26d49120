"""Voices: text to sound. `open_voice` gives the one that the settings choose."""

from __future__ import annotations

from settings import Settings
from speech.errors import EngineUnavailable
from speech.voices.base import Voice

__all__ = ["Voice", "open_voice"]


def open_voice(settings: Settings) -> Voice:
    """The voice that the settings choose.

    With GOOGLE_VOICE, a text that was rendered ahead is heard by that voice. Raises
    `EngineUnavailable`, whose message says what to do.
    """
    try:
        from speech.voices.cache import CachedVoice, SoundCache
        from speech.voices.espeak import EspeakVoice
        from speech.voices.google import NAME as GOOGLE
        from speech.voices.piper import REMEDY, PiperVoice
    except ImportError as error:
        raise EngineUnavailable(
            f"Chưa cài phần tiếng nói ({error.name}). Hãy chạy `uv sync --extra speech "
            "--extra voices`."
        ) from error
    cache = SoundCache(settings.spoken_cache, unused_days=settings.retention_days)
    preferred = (GOOGLE,) if settings.google_voice else ()
    if settings.voice == "piper" or (settings.voice == "auto" and settings.piper_voice):
        if settings.piper_voice is None:
            raise EngineUnavailable(f"VOICE=piper cần một giọng. {REMEDY}")
        return CachedVoice(PiperVoice(settings.piper_voice), cache, preferred)
    voice = EspeakVoice()
    return CachedVoice(voice, cache, preferred, keeps=False) if preferred else voice
