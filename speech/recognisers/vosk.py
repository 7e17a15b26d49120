"""The engine Vosk over a model folder such as vosk-model-small-vn-0.4.

What the library does: one model is shared by all streams and each stream computes in the thread
that feeds it, outside the GIL; it divides an utterance by pauses of its own; it can end on nothing
after good partials; a small model wants 16 kHz; on a broken folder it prints, and may abort the
process.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from speech.errors import EngineUnavailable
from speech.models import is_complete
from speech.recognisers.base import Heard, Recognition
from speech.recognisers.speech_gate import SpeechGate, joined

if TYPE_CHECKING:
    from vosk import Model

_ERRORS_ONLY = -1
_UNKNOWN = "[unk]"
# Partials carry no word confidences, so one that must stand for a final is half believed.
_OF_A_PARTIAL = 0.5

_NEEDED = (
    "am/final.mdl",
    "conf/mfcc.conf",
    "conf/model.conf",
    "ivector/final.dubm",
    "ivector/final.ie",
    "ivector/final.mat",
    "ivector/global_cmvn.stats",
    "ivector/online_cmvn.conf",
    "ivector/splice.conf",
)
# A graph that takes phrases, or one that does not.
_GRAPHS = (("graph/HCLr.fst", "graph/Gr.fst", "graph/disambig_tid.int"), ("graph/HCLG.fst",))


class Vosk:
    """A `Recogniser` over the package vosk."""

    name = "vosk"
    sample_rate = 16000

    def __init__(self, folder: Path) -> None:
        """Load the model, a second or less. Raises `EngineUnavailable` if it is not whole."""
        try:
            import vosk
        except (ImportError, OSError) as error:
            raise EngineUnavailable(
                "Chưa cài bộ nhận dạng Vosk. Chạy `uv sync --extra speech`."
            ) from error
        _refuse_incomplete(folder)
        vosk.SetLogLevel(_ERRORS_ONLY)
        try:
            self._model = vosk.Model(str(folder))
            # Some damage shows only here; better now than in the first call.
            vosk.KaldiRecognizer(self._model, self.sample_rate)
        except Exception as error:  # the package raises nothing more precise
            raise EngineUnavailable(_broken(folder)) from error
        self._takes_phrases = (folder / _GRAPHS[0][0]).is_file()

    def open(self, phrases: Sequence[str] = ()) -> Recognition:
        """A new stream. With `phrases` it hears little else."""
        stream = _Stream(self._model, self._takes_phrases)
        stream.reset(phrases)
        return SpeechGate(stream, self.sample_rate)


def _refuse_incomplete(folder: Path) -> None:
    if not folder.is_dir():
        raise EngineUnavailable(
            f"Chưa có mô hình Vosk ở {folder}. Chạy `bot models pull vosk-vi`, "
            "hoặc đặt RECOGNISER=viet-asr."
        )
    present = {
        name
        for name in (*_NEEDED, *_GRAPHS[0], *_GRAPHS[1])
        if (folder / name).is_file() and (folder / name).stat().st_size
    }
    usable = any(present.issuperset(graph) for graph in _GRAPHS)
    if not (is_complete(folder) and usable and present.issuperset(_NEEDED)):
        raise EngineUnavailable(_broken(folder))


def _broken(folder: Path) -> str:
    return (
        f"Mô hình Vosk ở {folder} bị thiếu hoặc hỏng. Chạy lại `bot models pull vosk-vi`, "
        "hoặc đặt RECOGNISER=viet-asr."
    )


class _Stream:
    """One recogniser of the library."""

    def __init__(self, model: Model, takes_phrases: bool) -> None:
        from vosk import KaldiRecognizer

        self._model = model
        self._takes_phrases = takes_phrases
        self._grammar = "[]"
        self._recognizer = KaldiRecognizer(model, Vosk.sample_rate)
        self._recognizer.SetWords(True)
        self._pieces: list[Heard] = []
        self._last_partial = ""

    def feed(self, pcm: bytes) -> None:
        if self._recognizer.AcceptWaveform(pcm):
            self._end_piece(self._recognizer.Result())

    def partial(self) -> Heard:
        self._remember_partial()
        return joined([*self._pieces, _as_partial(self._last_partial)])

    def final(self) -> Heard:
        self._remember_partial()
        self._end_piece(self._recognizer.FinalResult())
        heard, self._pieces = joined(self._pieces), []
        self._recognizer.Reset()
        return heard

    def reset(self, phrases: Sequence[str] = ()) -> None:
        self._recognizer.Reset()
        self._pieces = []
        self._last_partial = ""
        grammar = self._grammar_of(phrases)
        if grammar != self._grammar:
            # An empty list gives the whole language back.
            self._recognizer.SetGrammar(grammar)
            self._grammar = grammar

    def _grammar_of(self, phrases: Sequence[str]) -> str:
        """The phrases whose words the model has; it would drop the others' words."""
        if not self._takes_phrases:
            return "[]"
        known = [
            phrase.lower()
            for phrase in phrases
            if all(self._model.vosk_model_find_word(word) >= 0 for word in phrase.lower().split())
        ]
        return json.dumps([*known, _UNKNOWN] if known else [], ensure_ascii=False)

    def _end_piece(self, result: str) -> None:
        words = json.loads(result).get("result", [])
        # No words at all is what the library loses; an unknown word is what it heard.
        self._pieces.append(_heard(words) if words else _as_partial(self._last_partial))
        self._last_partial = ""

    def _remember_partial(self) -> None:
        """Asking costs as much as decoding, so it is not done for every piece of sound."""
        partial = json.loads(self._recognizer.PartialResult()).get("partial", "")
        self._last_partial = _without_unknown(partial) or self._last_partial


def _heard(words: list[dict[str, Any]]) -> Heard:
    """The known words of a final result, and their confidences on average."""
    known = [word for word in words if word["word"] != _UNKNOWN]
    if not known:
        return Heard("", 0.0)
    text = " ".join(word["word"] for word in known)
    return Heard(text, min(1.0, sum(word["conf"] for word in known) / len(known)))


def _as_partial(text: str) -> Heard:
    return Heard(text, _OF_A_PARTIAL if text else 0.0)


def _without_unknown(text: str) -> str:
    return " ".join(word for word in text.split() if word != _UNKNOWN)
