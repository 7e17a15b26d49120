"""A citizen's call to 1022, with the checks of what is heard at both ends."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.hotline_lab.phone import Phone
from tests.hotline_lab.sound import Sound

LOOK_SECONDS = 0.1
# The assistant's turn has ended when it is silent for longer than between two sentences, and for
# less than it waits for an answer.
TURN_ENDS_SECONDS = 1.5
# How surely a sound is known again after its way through the telephone network.
SAME_SOUND = 0.9
# The same for a sentence said twice by espeak-ng, which never says it twice alike: 0.8, and 0.45
# for another sentence.
SAME_WORDS = 0.65
# It is known again by so much of it.
KNOWN_SECONDS = 3
# A caller who hears nothing at all for so long believes the line to be dead.
DEAD_SECONDS = 0.5


class Call:
    """One call. Every check raises `AssertionError`, and so does the call's time limit."""

    def __init__(self, citizen: Phone, limit: float) -> None:
        """`limit` is in seconds, from now on."""
        self._citizen = citizen
        self._limit = limit
        self.began = time.monotonic()
        # The citizen's last action: an answer is what is heard after it.
        self._acted = self.began
        self._last_turn = Sound.silence(0)

    def dial(self) -> None:
        """Dial 1022, until somebody answers."""
        self._citizen.dial()
        self.began = self._acted = time.monotonic()

    def begins(self, within: float) -> None:
        """The assistant begins to speak within so many seconds."""
        self._await_speech(within)

    def hear(self, within: float) -> None:
        """The assistant begins to speak within so many seconds, and is heard out."""
        self._await_speech(within)
        self._wait(lambda: self._silent_for(TURN_ENDS_SECONDS), "the assistant talks on")
        self._last_turn = self._heard().spoken()

    def hear_again(self, within: float) -> None:
        """The assistant begins within so many seconds to say what it said in the turn before."""
        self._await_speech(within)
        time.sleep(KNOWN_SECONDS)
        likeness = self._last_turn.contains(self._heard().spoken())
        assert likeness > SAME_WORDS, f"that is not what was said before: {likeness:.2f}"

    def hear_recording(self, recorded: Sound, within: float) -> None:
        """The PBX plays a recording, begun and ended within so many seconds."""
        deadline = self._acted + within
        while (likeness := self._heard().contains(recorded)) < SAME_SOUND:
            assert time.monotonic() < deadline, f"the recording is not heard: {likeness:.2f}"
            time.sleep(LOOK_SECONDS)

    def say(self, recording: Sound) -> None:
        """Speak, to the end."""
        began = self._citizen.say(recording)
        words = recording.spoken()
        time.sleep(words.since + words.seconds)
        self._acted = began + words.since + words.seconds

    def stand_in(self, noise: Sound, decibels: float, speaker: Sound) -> None:
        """Be in a noisy place from now on: so many decibels below what this speaker says."""
        self._citizen.stand_in(noise, decibels, speaker)

    def interrupt(self, recording: Sound, after: float, within: float) -> None:
        """Speak while the assistant does, `after` it has spoken for so many seconds.

        It falls silent `within` seconds of the first word.
        """
        self._await_speech(5)
        time.sleep(after)
        assert not self._silent_for(0.5), "the assistant had nothing more to say"
        words = recording.spoken()
        first_word = self._citizen.say(Sound(words.samples))
        time.sleep(within)
        spoken = self._citizen.ear.sound(first_word - 1, time.monotonic()).speech()
        stopped = spoken[-1][1] if spoken else first_word
        took = stopped - first_word
        print(f"silent {took:.2f} s after the first word")
        assert took < within - 0.2, "the assistant does not let itself be interrupted"
        time.sleep(max(0.0, first_word + words.seconds - time.monotonic()))
        self._acted = first_word + words.seconds

    def press(self, keys: str) -> None:
        """Press keys."""
        self._citizen.press(keys)
        self._acted = time.monotonic()

    def silence(self, seconds: float) -> None:
        """For so long nobody says anything, and the line stays open: packets of silence come."""
        began = time.monotonic()
        time.sleep(seconds)
        gap = self._citizen.ear.longest_gap(began, time.monotonic())
        assert gap < DEAD_SECONDS, f"nothing came for {gap:.2f} s"
        heard = self._citizen.ear.sound(began, time.monotonic()).speech()
        assert not heard, f"somebody spoke: {heard}"
        self._acted = time.monotonic()

    def talk_with(
        self, officer: Phone, within: float, citizen_says: Sound, officer_says: Sound
    ) -> None:
        """An officer answers within so many seconds, and both hear each other."""
        officer.wait_for("CALL_ESTABLISHED", within)
        # The first packets of a new party only open the way.
        time.sleep(0.3)
        began = time.monotonic()
        self._citizen.say(citizen_says)
        officer.say(officer_says)
        time.sleep(max(citizen_says.seconds, officer_says.seconds) + 0.5)
        for ear, said in ((officer.ear, citizen_says), (self._citizen.ear, officer_says)):
            likeness = ear.sound(began, time.monotonic()).contains(said.spoken())
            assert likeness > SAME_SOUND, f"citizen and officer do not hear each other: {likeness}"

    def hang_up(self) -> None:
        """The citizen ends the call."""
        self._citizen.hang_up()
        self._citizen.wait_for("CALL_CLOSED", 5)

    def ends(self, within: float) -> None:
        """The other side ends the call."""
        self._citizen.wait_for("CALL_CLOSED", within)

    def everything_heard(self) -> Sound:
        """All that the citizen heard since the call was answered."""
        return self._citizen.ear.sound(self.began, time.monotonic())

    def _heard(self) -> Sound:
        return self._citizen.ear.sound(self._acted, time.monotonic())

    def _await_speech(self, within: float) -> None:
        deadline = self._acted + within
        while not self._heard().speech():
            assert time.monotonic() < deadline, f"the assistant says nothing within {within} s"
            time.sleep(LOOK_SECONDS)

    def _silent_for(self, seconds: float) -> bool:
        now = time.monotonic()
        return not self._citizen.ear.sound(max(now - seconds, self._acted), now).speech()

    def _wait(self, reached: Callable[[], bool], complaint: str) -> None:
        while not reached():
            assert time.monotonic() - self.began < self._limit, f"{complaint} after {self._limit} s"
            time.sleep(LOOK_SECONDS)
