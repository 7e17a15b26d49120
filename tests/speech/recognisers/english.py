"""English speech for the English model, by espeak-ng.

In a process of its own: the library keeps its voice in global variables. Run as a script it
writes PCM at 22,050 Hz to standard output.
"""

from __future__ import annotations

import ctypes
import subprocess
import sys
from functools import cache

RATE = 22050
_SYNCHRONOUS = 2
_UTF8 = 1


@cache
def english(text: str) -> bytes:
    """The words as sound at 16 kHz."""
    import pytest

    from speech.audio import resampled

    pytest.importorskip("espeakng_loader", reason="espeak-ng is not here, which speaks English")
    spoken = subprocess.run([sys.executable, __file__, text], capture_output=True, check=True)
    return resampled(spoken.stdout, RATE, 16000)


def _speak(text: str) -> None:
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    data = str(espeakng_loader.get_data_path()).encode()
    if library.espeak_Initialize(_SYNCHRONOUS, 0, data, 0) != RATE:
        sys.exit("espeak-ng does not start")

    @ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
    def take(samples: ctypes._Pointer[ctypes.c_short], count: int, _: object) -> int:
        if samples and count:
            sys.stdout.buffer.write(ctypes.string_at(samples, count * 2))
        return 0

    library.espeak_SetSynthCallback(take)
    library.espeak_SetVoiceByName(b"en-us")
    encoded = text.encode() + b"\0"
    library.espeak_Synth(encoded, len(encoded), 0, 1, 0, _UTF8, None, None)


if __name__ == "__main__":
    _speak(sys.argv[1])
