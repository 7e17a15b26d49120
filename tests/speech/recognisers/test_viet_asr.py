"""The engine that works out of its package, on recorded Vietnamese."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from speech.audio import level_dbfs, resampled, silence
from speech.recognisers.phrases import edit_distance
from speech.recognisers.speech_gate import Sounded
from speech.recognisers.viet_asr import VietAsr, certainty
from tests.speech.recognisers.listening import feed
from tests.speech.recordings import clip, mixed, noise, said
from vietnamese.text import syllables

REST = silence(700, 16000)


def share_wrong(heard: str, name: str) -> float:
    """Wrong words per word of a clip."""
    right = syllables(said(name))
    return edit_distance(syllables(heard), right) / len(right)


@pytest.mark.parametrize("name", ["vn1", "vn2", "vn4", "vn6"])
def test_a_sentence_is_understood_over_the_telephone(viet_asr: VietAsr, name: str) -> None:
    recognition = viet_asr.open()
    telephone = resampled(clip(name, 8000), 8000, 16000)
    partials = feed(recognition, REST + telephone + REST)
    heard = recognition.final()
    assert share_wrong(heard.text, name) <= 0.2
    assert heard.text == heard.text.lower()
    assert heard.confidence > 0.7
    # Words come while the caller speaks, not only afterwards.
    assert any(0 < len(partial.split()) < len(heard.text.split()) for partial in partials)
    assert partials[-1] == heard.text


def test_after_the_pause_the_answer_is_there_at_once(viet_asr: VietAsr) -> None:
    recognition = viet_asr.open()
    feed(recognition, clip("vn2") + REST)
    started = time.thread_time()
    assert recognition.final().text
    assert time.thread_time() - started < 0.01


def test_a_sentence_that_ends_with_the_stream_is_whole(viet_asr: VietAsr) -> None:
    recognition = viet_asr.open()
    feed(recognition, REST + clip("vn2"))
    assert share_wrong(recognition.final().text, "vn2") <= 0.2


def test_pauses_do_not_lose_what_was_said_before_them(viet_asr: VietAsr) -> None:
    recognition = viet_asr.open()
    names = ["vn1", "vn2", "vn1", "vn2", "vn1", "vn2"]
    for name in names:
        feed(recognition, clip(name) + silence(1500, 16000))
    heard = recognition.final()
    right = [word for name in names for word in syllables(said(name))]
    assert edit_distance(syllables(heard.text), right) / len(right) < 0.15


def test_each_utterance_is_its_own(viet_asr: VietAsr) -> None:
    recognition = viet_asr.open()
    feed(recognition, clip("vn1") + REST)
    recognition.final()
    feed(recognition, clip("vn2") + REST)
    assert share_wrong(recognition.final().text, "vn2") <= 0.2
    assert recognition.final().text == ""


def test_a_reset_forgets_what_was_said(viet_asr: VietAsr) -> None:
    recognition = viet_asr.open()
    feed(recognition, clip("vn1"))
    recognition.reset()
    assert recognition.partial().text == ""
    feed(recognition, REST)
    recognition.reset()
    feed(recognition, clip("vn2") + REST)
    assert share_wrong(recognition.final().text, "vn2") <= 0.2


def test_silence_says_nothing_and_costs_next_to_nothing(viet_asr: VietAsr) -> None:
    recognition = viet_asr.open()
    started = time.thread_time()
    feed(recognition, silence(20_000, 16000))
    assert time.thread_time() - started < 20 * 0.02
    heard = recognition.final()
    assert (heard.text, heard.confidence) == ("", 0.0)


def test_phrases_bend_what_is_heard(viet_asr: VietAsr) -> None:
    right = " ".join(syllables(said("vn1")))
    free, bent = viet_asr.open(), viet_asr.open([right])
    telephone = mixed(clip("vn1"), noise("Coffee_Shop_new", 5), 5)
    for recognition in (free, bent):
        feed(recognition, telephone + REST)
    assert edit_distance(bent.final().text, right) <= edit_distance(free.final().text, right)
    bent.reset()
    feed(bent, clip("vn2") + REST)
    assert share_wrong(bent.final().text, "vn2") <= 0.2


def test_noise_makes_it_less_sure(viet_asr: VietAsr) -> None:
    sure = []
    for decibels in (30, 10, 0):
        recognition = viet_asr.open()
        background = noise("Coffee_Shop_new", 8)
        sentence = silence(1000, 16000) + clip("vn6") + silence(700, 16000)
        feed(recognition, mixed(sentence, background, decibels))
        sure.append(recognition.final().confidence)
    assert sure[0] > sure[1] > sure[2]


def test_certainty_grows_with_words_and_with_quiet() -> None:
    def sounded(seconds: float, above: float) -> Sounded:
        frame = clip("vn1")[:640]
        heard = Sounded(background_dbfs=level_dbfs(frame) - above)
        heard.add(frame)
        heard.seconds = seconds
        return heard

    words = "tôi muốn làm căn cước"
    assert certainty(words, sounded(1.3, 25)) > 0.9
    assert certainty(words, sounded(1.3, 3)) < certainty(words, sounded(1.3, 15))
    assert certainty("ừ", sounded(3.0, 10)) < 0.4


def test_streams_share_the_model_and_do_not_mix(viet_asr: VietAsr) -> None:
    names = ["vn1", "vn2", "vn4", "vn6"]

    def listen(name: str) -> str:
        recognition = viet_asr.open()
        feed(recognition, clip(name) + REST)
        return recognition.final().text

    alone = [listen(name) for name in names]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(listen, names)) == alone


def test_other_threads_go_on_while_it_computes(viet_asr: VietAsr) -> None:
    recognition = viet_asr.open()
    ticks: list[float] = []
    done = threading.Event()

    def tick() -> None:
        while not done.wait(0.005):
            ticks.append(time.perf_counter())

    clock = threading.Thread(target=tick)
    clock.start()
    recognition.feed(REST + clip("vn6") * 2 + REST)  # a second of computing in one call
    done.set()
    clock.join()
    assert len(ticks) > 20
