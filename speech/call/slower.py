"""Speech at a slower tempo and the same pitch, for a caller who asks for it."""

from __future__ import annotations

import av
import numpy as np
from av.filter import Graph


class Slower:
    """Stretches one stream of sound as it comes."""

    def __init__(self, sample_rate: int, tempo: float) -> None:
        """`tempo` is below 1: 0.8 takes a quarter longer."""
        self._rate = sample_rate
        self._place = 0
        self._graph = Graph()
        source = self._graph.add_abuffer(sample_rate=sample_rate, format="s16", layout="mono")
        stretch = self._graph.add("atempo", str(tempo))
        sink = self._graph.add("abuffersink")
        source.link_to(stretch)
        stretch.link_to(sink)
        self._graph.configure()

    def feed(self, pcm: bytes) -> bytes:
        """Take in whole samples; what is ready comes out."""
        if not pcm:
            return b""
        samples = np.frombuffer(pcm, np.dtype("<i2")).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate = self._rate
        frame.pts = self._place
        self._place += samples.shape[1]
        self._graph.push(frame)
        return self._ready()

    def flush(self) -> bytes:
        """The rest; nothing can be fed after it."""
        self._graph.push(None)
        return self._ready()

    def _ready(self) -> bytes:
        pieces = []
        while True:
            try:
                pieces.append(self._graph.pull().to_ndarray().astype("<i2").tobytes())
            except (av.BlockingIOError, av.EOFError):
                return b"".join(pieces)
