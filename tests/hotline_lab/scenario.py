"""Scripted calls: what citizens do and what they must hear, as YAML files in `calls/`.

title: what is shown
limit: 60               # seconds for the whole call
sound: websocket        # how it reaches the hotline; audiosocket unless given
hotline: stopped        # running unless given
bot: frozen             # it runs and answers nothing; running unless given
officers: 0             # how many have their telephones on; 1 unless given
steps:
  - dial
  - hear: {within: 3}   # a turn of the assistant's, to its end
  - hear again: {within: 3} # the beginning of the turn before
  - begins: {within: 3} # the assistant begins to speak
  - say: clips/vn1      # a recording of the audio folder
  - interrupt: {recording: clips/vn1, after: 2, within: 1.5}
  - press: "9"
  - noise: {recording: noise/Coffee_Shop_new, decibels: 10, below: clips/vn1} # from now on
  - silence: 2          # nobody says anything for so many seconds
  - kill the hotline
  - freeze the bot
  - recording: {name: please-wait, within: 5}   # the PBX plays one of its own
  - officer: {within: 20, citizen_says: clips/vn1, officer_says: clips/vn2}
  - hang up
  - ends: {within: 10}  # the other side hangs up
noted: missed           # why the PBX notes the number; it does not unless given
kept:                   # what the hotline keeps of the call; none unless given
  ending: officer
  reason: asked
  heard: [clips/vn1, keys 9]
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.hotline_lab.call import Call
from tests.hotline_lab.lab import Lab
from tests.hotline_lab.phone import Phone
from tests.hotline_lab.recordings import recording

FOLDER = Path(__file__).parent / "calls"


@dataclass(frozen=True)
class Kept:
    """What the hotline keeps of a call: how it ended and why, and what was heard in its turns."""

    ending: str
    reason: str
    heard: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Scenario:
    """One scripted call."""

    title: str
    limit: float
    steps: list[Any]
    kept: Kept | None = None
    sound: str = "audiosocket"
    hotline: str = "running"
    bot: str = "running"
    officers: int = 1
    noted: str | None = None

    @property
    def leaves_hotline_running(self) -> bool:
        """Whether the next call finds the hotline as it was."""
        return self.hotline == "running" and "kill the hotline" not in self.steps


def scenarios() -> dict[str, Scenario]:
    """All of them, by the names of their files; those that need the hotline to run come first."""
    read = {path.stem: _read(path) for path in sorted(FOLDER.glob("*.yml"))}
    return dict(sorted(read.items(), key=lambda item: not item[1].leaves_hotline_running))


def perform(scenario: Scenario, lab: Lab) -> Call:
    """Make the call as the script says. Raises `AssertionError`, with the step, where it fails."""
    with ExitStack() as opened:
        lab.prepare(sound=scenario.sound, hotline=scenario.hotline, bot=scenario.bot)
        opened.callback(lab.thaw_bot)
        officers = [opened.enter_context(lab.officer(i)) for i in range(scenario.officers)]
        call = Call(opened.enter_context(lab.citizen()), scenario.limit)
        for number, step in enumerate(scenario.steps, start=1):
            try:
                _perform(step, call, officers, lab)
            except AssertionError as error:
                error.add_note(f"in step {number}: {step}")
                error.add_note(f"Asterisk:\n{lab.asterisk.dialplan_log()}")
                error.add_note(f"the hotline:\n{lab.hotline.log()[-3000:]}")
                raise
        return call


def _perform(step: Any, call: Call, officers: list[Phone], lab: Lab) -> None:
    match step:
        case "dial":
            call.dial()
        case {"hear": {"within": within}}:
            call.hear(within)
        case {"hear again": {"within": within}}:
            call.hear_again(within)
        case {"begins": {"within": within}}:
            call.begins(within)
        case {"recording": {"name": name, "within": within}}:
            call.hear_recording(lab.asterisk.recordings[name], within)
        case {"say": name}:
            call.say(recording(name))
        case {"interrupt": {"recording": name, "after": after, "within": within}}:
            call.interrupt(recording(name), after, within)
        case {"press": keys}:
            call.press(keys)
        case {"noise": {"recording": name, "decibels": decibels, "below": speaker}}:
            call.stand_in(recording(name), decibels, recording(speaker))
        case {"silence": seconds}:
            call.silence(seconds)
        case "kill the hotline":
            lab.hotline.kill()
        case "freeze the bot":
            lab.freeze_bot()
        case {"officer": {"within": within, "citizen_says": one, "officer_says": other}}:
            call.talk_with(officers[0], within, recording(one), recording(other))
        case "hang up":
            call.hang_up()
        case {"ends": {"within": within}}:
            call.ends(within)
        case _:
            raise ValueError(f"there is no step {step!r}")


def _read(path: Path) -> Scenario:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    kept = content.pop("kept", None)
    return Scenario(**content, kept=Kept(**kept) if kept else None)
