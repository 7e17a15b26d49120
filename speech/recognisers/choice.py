"""Which recogniser the settings mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from speech.errors import EngineUnavailable
from speech.models import VOSK_VI, place_of
from speech.recognisers.base import Recogniser
from speech.recognisers.viet_asr import VietAsr
from speech.recognisers.vosk import Vosk

if TYPE_CHECKING:
    from settings import Settings

log = structlog.get_logger()


def open_recogniser(settings: Settings) -> Recogniser:
    """Load the engine that `settings.recogniser` names.

    With `auto`: Vosk where its model is, else viet-asr; a broken model of Vosk is logged.
    Raises `EngineUnavailable` with what to do.
    """
    vosk_model = place_of(VOSK_VI, settings.speech_models)
    match settings.recogniser:
        case "vosk":
            return Vosk(vosk_model)
        case "viet-asr":
            return VietAsr()
    if vosk_model.exists():
        try:
            return Vosk(vosk_model)
        except EngineUnavailable as error:
            log.warning("recogniser_unusable", recogniser=Vosk.name, reason=str(error))
    try:
        return VietAsr()
    except EngineUnavailable as error:
        raise EngineUnavailable(
            "Không có bộ nhận dạng tiếng nói nào dùng được. Chạy `uv sync --extra speech` rồi "
            "`bot models pull vosk-vi`."
        ) from error
