"""Speech at a slower tempo and the same pitch, for a caller who asks for it."""

from __future__ import annotations

import av
from av.filter import Graph

from speech.audio import frame_of, pcm_of


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
        frame = frame_of(pcm, self._rate)
        frame.pts = self._place
        self._place += frame.samples
        self._graph.push(frame)
        return self._ready()

    def flush(self) -> bytes:
        """The rest; nothing can be fed after it."""
        self._graph.push(None)
        return self._ready()

    def _ready(self) -> bytes:
        frames: list[av.AudioFrame] = []
        while True:
            try:
                frame = self._graph.pull()
                assert isinstance(frame, av.AudioFrame)
                frames.append(frame)
            except (av.BlockingIOError, av.EOFError):
                return pcm_of(frames)
