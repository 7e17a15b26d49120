"""Recorded Vietnamese speech, which is not part of the project, as citizens on the telephone."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from tests.hotline_lab.sound import Sound, read

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "audio"


@lru_cache
def recording(name: str) -> Sound:
    """A recording, such as `clips/vn1`, at the telephone's rate."""
    return read(FOLDER / f"{name}.wav")


def words_of(name: str) -> list[str]:
    """What is said in a recording: its words in lower case."""
    folder, clip = name.split("/")
    text = FOLDER / f"{name}.txt"
    if text.is_file():
        said = text.read_text(encoding="utf-8")
    else:
        with (FOLDER / folder / "transcripts.tsv").open(encoding="utf-8") as table:
            said = dict(csv.reader(table, delimiter="\t"))[clip]
    return [word.strip(".,?!").lower() for word in said.split()]


def share_understood(name: str, heard: str) -> float:
    """Which share of a recording's words is among those that were heard."""
    words, known = words_of(name), set(heard.split())
    return sum(word in known for word in words) / len(words)
