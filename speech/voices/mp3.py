"""Sound as MP3: small, and played by every browser and telephone of the last fifteen years."""

from __future__ import annotations

import io
from collections.abc import Iterator

import av
from av.audio.resampler import AudioResampler

from speech.audio import pcm_of, samples_of
from speech.errors import BadAudio

# Bits per second; speech of one speaker loses nothing that a telephone or a phone lets hear.
BIT_RATE = 48_000
# From 0, slow, to 9: this takes half the time of the encoder's own choice.
SPEED = 7


def encoded(pcm: bytes, sample_rate: int) -> bytes:
    """A piece of sound as an MP3 file."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=sample_rate, layout="mono")
        stream.bit_rate = BIT_RATE
        stream.options = {"compression_level": str(SPEED)}
        samples = samples_of(pcm).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(samples, format="s16p", layout="mono")
        frame.sample_rate = sample_rate
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


def decoded(mp3: bytes, sample_rate: int) -> Iterator[bytes]:
    """The sound of an MP3 file at a rate, in pieces. Raises `BadAudio` for what is none."""
    try:
        with av.open(io.BytesIO(mp3), "r", format="mp3") as container:
            resampler = AudioResampler(format="s16", layout="mono", rate=sample_rate)
            for frame in container.decode(audio=0):
                yield pcm_of(resampler.resample(frame))
            yield pcm_of(resampler.resample(None))
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise BadAudio("The sound is not an MP3 file, or it is cut short.") from error
