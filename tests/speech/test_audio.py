"""Resampling, WAV files, levels, mu-law and frames."""

from __future__ import annotations

import warnings
import wave
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.audio import (
    Framer,
    Recording,
    Resampler,
    frame_bytes,
    level_dbfs,
    mulaw_to_pcm,
    pcm_to_mulaw,
    read_wav,
    resampled,
    samples_of,
    silence,
    write_wav,
)
from speech.errors import BadAudio

RATES = st.sampled_from([8000, 16000, 22050, 24000, 44100, 48000])


def tone(hertz: float, rate: int, seconds: float = 1.0, peak: int = 10_000) -> bytes:
    time = np.arange(int(rate * seconds)) / rate
    return (peak * np.sin(2 * np.pi * hertz * time)).astype("<i2").tobytes()


def strongest_hertz(pcm: bytes, rate: int) -> float:
    samples = samples_of(pcm)
    return float(np.argmax(np.abs(np.fft.rfft(samples))) * rate / samples.size)


@pytest.mark.parametrize(("rate", "other"), [(8000, 16000), (16000, 8000), (22050, 8000)])
def test_a_tone_stays_the_same_tone_at_another_rate(rate: int, other: int) -> None:
    there = resampled(tone(440, rate), rate, other)
    assert len(there) == frame_bytes(other, 1000)
    assert strongest_hertz(there, other) == pytest.approx(440, abs=2)
    assert level_dbfs(there) == pytest.approx(level_dbfs(tone(440, rate)), abs=0.2)


@pytest.mark.parametrize(("rate", "other"), [(8000, 16000), (16000, 8000), (22050, 16000)])
def test_frames_of_a_call_come_out_at_most_2_ms_late(rate: int, other: int) -> None:
    resampler = Resampler(rate, other)
    sound = tone(440, rate)
    heard = 0
    for number, frame in enumerate(Framer(rate).feed(sound), start=1):
        heard += len(resampler.feed(frame))
        assert heard >= frame_bytes(other, 20 * number) - frame_bytes(other, 2)


def test_a_click_stays_where_it_was() -> None:
    samples = np.zeros(8000, "<i2")
    samples[4000] = 20_000
    there = samples_of(resampled(samples.tobytes(), 8000, 16000))
    assert abs(int(np.argmax(np.abs(there))) - 8000) <= 1


@given(st.binary(min_size=2, max_size=4000), RATES, RATES, st.integers(1, 300))
def test_pieces_of_any_size_give_the_same_sound_as_the_whole(
    sound: bytes, rate: int, other: int, piece: int
) -> None:
    sound = sound[: len(sound) // 2 * 2]
    resampler = Resampler(rate, other)
    parts = [
        resampler.feed(sound[start : start + 2 * piece])
        for start in range(0, len(sound), 2 * piece)
    ]
    assert b"".join(parts) + resampler.flush() == resampled(sound, rate, other)


def test_after_a_flush_a_new_stream_begins() -> None:
    resampler = Resampler(8000, 16000)
    once = resampler.feed(tone(440, 8000)) + resampler.flush()
    assert resampler.flush() == b""
    assert resampler.feed(tone(440, 8000)) + resampler.flush() == once


def test_a_recording_is_read_as_it_was_written(tmp_path: Path) -> None:
    recording = Recording(tone(300, 8000), 8000)
    write_wav(tmp_path / "a.wav", recording)
    assert read_wav(tmp_path / "a.wav") == recording
    assert recording.seconds == pytest.approx(1.0)


@pytest.mark.parametrize(
    "codec", ["pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_u8", "pcm_mulaw", "pcm_alaw"]
)
def test_every_common_sample_format_of_wav_is_read(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "a.wav"
    with av.open(str(path), "w", format="wav") as file:
        stream = file.add_stream(codec, rate=16000, layout="mono")
        frame = av.AudioFrame.from_ndarray(
            samples_of(tone(440, 16000)).reshape(1, -1), format="s16", layout="mono"
        )
        frame.sample_rate = 16000
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            file.mux(packet)
    read = read_wav(path)
    assert read.rate == 16000
    assert strongest_hertz(read.pcm, 16000) == pytest.approx(440, abs=2)


def test_two_channels_are_mixed_into_one(tmp_path: Path) -> None:
    one, other = samples_of(tone(440, 16000)), samples_of(tone(440, 16000))
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(np.stack([one, other], axis=1).tobytes())
    read = read_wav(tmp_path / "a.wav")
    assert read.seconds == pytest.approx(1.0)
    assert strongest_hertz(read.pcm, 16000) == pytest.approx(440, abs=2)


def test_what_is_no_recording_is_refused_by_its_name(tmp_path: Path) -> None:
    whole = tmp_path / "whole.wav"
    write_wav(whole, Recording(tone(440, 8000), 8000))
    broken = {
        "text.wav": b"hello",
        "nothing.wav": b"",
        "header.wav": whole.read_bytes()[:44],
        "half-header.wav": whole.read_bytes()[:20],
        "noise.wav": b"RIFF" + bytes(range(256)),
    }
    for name, content in broken.items():
        (tmp_path / name).write_bytes(content)
    for name in [*broken, "absent.wav"]:
        with pytest.raises(BadAudio, match=name):
            read_wav(tmp_path / name)


def test_the_level_of_a_full_tone_is_3_db_below_full_scale() -> None:
    assert level_dbfs(tone(440, 8000, peak=32767)) == pytest.approx(-3.0, abs=0.1)
    assert level_dbfs(tone(440, 8000, peak=3277)) == pytest.approx(-23.0, abs=0.1)
    assert level_dbfs(silence(100, 8000)) == level_dbfs(b"") == -96.0


@given(st.lists(st.binary(max_size=1000), max_size=20))
def test_frames_hold_all_that_came_in(pieces: list[bytes]) -> None:
    framer = Framer(8000)
    frames = [frame for piece in pieces for frame in framer.feed(piece)]
    assert all(len(frame) == 320 for frame in frames)
    assert b"".join(frames) + framer.flush() == b"".join(pieces)


def test_mulaw_is_that_of_the_standard() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import audioop
    codes = bytes(range(256))
    assert mulaw_to_pcm(codes) == audioop.ulaw2lin(codes, 2)
    # Two codes mean zero.
    assert pcm_to_mulaw(mulaw_to_pcm(codes)) == codes.replace(b"\x7f", b"\xff")
    assert pcm_to_mulaw(silence(20, 8000)) == b"\xff" * 160


@given(st.integers(-32768, 32767))
def test_mulaw_keeps_a_sample_within_its_step(sample: int) -> None:
    pcm = int(sample).to_bytes(2, "little", signed=True)
    back = int(samples_of(mulaw_to_pcm(pcm_to_mulaw(pcm)))[0])
    # A step is a sixteenth of its octave; beyond 32124 there is no level.
    assert abs(back - sample) <= max(4, abs(sample) / 32 + 4)
