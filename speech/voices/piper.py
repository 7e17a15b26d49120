"""Piper: a neural voice from a file that the operator names by PIPER_VOICE."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from speech.errors import EngineUnavailable
from speech.voices.sentences import pieces

if TYPE_CHECKING:
    import onnxruntime
    import piper

# A voice needs a twentieth of the time that its sound lasts: what is said first is short.
FIRST_PIECE = 60

REMEDY = (
    "Hãy đặt PIPER_VOICE là tệp .onnx của một giọng tiếng Việt, tệp .onnx.json để bên cạnh, "
    "hoặc để trống PIPER_VOICE."
)


class PiperVoice:
    """A voice of Piper. Raises `EngineUnavailable` for a file that is no Vietnamese voice."""

    def __init__(self, file: Path) -> None:
        """`file`: the .onnx file, with the .onnx.json beside it."""
        try:
            import onnxruntime  # noqa: F401
            import piper
        except ImportError as error:
            raise EngineUnavailable(
                "PIPER_VOICE có giọng nhưng chưa cài Piper. Hãy chạy `uv sync --extra voices`."
            ) from error
        config = _config(file)
        self._voice = piper.PiperVoice(session=_session(file), config=config)
        self.sample_rate: int = config.sample_rate
        self.name = f"piper {file.stem} {_fingerprint(file)} {config.length_scale:g}"
        # A file can be a model and still no voice: that shows at the first word.
        if not b"".join(self.speak("dạ")):
            raise EngineUnavailable(f"{file} không đọc ra tiếng. {REMEDY}")

    def speak(self, text: str) -> Iterator[bytes]:
        """The sound of `text`, sentence by sentence. Raises `EngineUnavailable`."""
        try:
            for piece in pieces(text, first=FIRST_PIECE):
                for chunk in self._voice.synthesize(piece):
                    yield chunk.audio_int16_bytes
        except GeneratorExit:
            raise
        except Exception as error:  # onnxruntime's errors have no base of their own
            raise EngineUnavailable(
                f"Giọng Piper không đọc được ({type(error).__name__}: {error}). {REMEDY}"
            ) from error


def _config(file: Path) -> piper.PiperConfig:
    import piper

    beside = Path(f"{file}.json")
    try:
        config = piper.PiperConfig.from_dict(json.loads(beside.read_text(encoding="utf-8")))
    except OSError as error:
        raise EngineUnavailable(f"Không đọc được {beside} ({error.strerror}). {REMEDY}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EngineUnavailable(
            f"{beside} không phải cấu hình của giọng Piper. {REMEDY}"
        ) from error
    if config.phoneme_type == piper.PhonemeType.ESPEAK and not config.espeak_voice.startswith("vi"):
        raise EngineUnavailable(
            f"{file} đọc tiếng «{config.espeak_voice}», không phải tiếng Việt. {REMEDY}"
        )
    return config


def _session(file: Path) -> onnxruntime.InferenceSession:
    import onnxruntime

    options: Any = onnxruntime.SessionOptions()
    # Several calls share the machine; more threads wait for one another.
    options.intra_op_num_threads = max(1, (os.cpu_count() or 1) // 2)
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(
            str(file), sess_options=options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:  # onnxruntime's errors have no base of their own
        raise EngineUnavailable(
            f"{file} bị thiếu, bị cắt cụt hoặc không phải mô hình ONNX. {REMEDY}"
        ) from error


def _fingerprint(file: Path) -> str:
    """Tells a voice from another of the same name."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()[:12]
