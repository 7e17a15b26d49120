"""How things are told by voice: what differs on a telephone, parts, lists, short names, sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from actions.answer import Answer
from actions.wording import NOTICES
from knowledge.records import Concern
from speech.call.assistant import Choice, Expect, Outcome, Script
from speech.spoken import to_spoken
from speech.spoken.sentences import sentences_of, word_count
from vietnamese.numbers import number_to_words

SENTENCES_IN_A_PART = 2
# A name for the ear; the rest of a longer one tells little that its hint does not.
WORDS_OF_A_NAME = 16
WORDS_OF_A_HINT = 8
# What is told of a list that few callers want to hear in full.
SHORT_LIST = 4
# By telephone it becomes a key, as every call to 1022 does.
ASK_OFFICER = "gọi 1022 để hỏi cán bộ"

# Who talks by telephone has dialled 1022 already.
_DIAL = re.compile(
    r"(?:gọi|hỏi) (?:cho )?(?:tổng đài |số )?1022(?P<nothing_more>(?=\s*(?:ạ\b|[.,;]|$)))?",
    re.IGNORECASE,
)
# What a caller must be told of a record that an officer has still to check.
_SPOKEN_NOTICES = {
    Concern.OTHER_PROVINCE: (
        "Thủ tục này do tỉnh khác công bố, ở Đà Nẵng có thể khác, anh chị gọi 1022 để hỏi "
        "trước khi đi ạ."
    ),
    Concern.ABOLISHED_DISTRICT: (
        "Hồ sơ gốc còn ghi cấp huyện nay đã bỏ, anh chị hỏi lại trung tâm hành chính công phường, "
        "xã trước khi đi ạ."
    ),
    Concern.FEE_CONTRADICTS_NOTE: (
        "Nguồn công bố ghi lệ phí chưa thống nhất, anh chị hỏi lại mức thu khi nộp ạ."
    ),
    Concern.TIME_WITHOUT_UNIT: (
        "Nguồn công bố không ghi rõ thời hạn tính theo ngày hay tháng, anh chị xem ngày hẹn trên "
        "giấy tiếp nhận ạ."
    ),
    Concern.TABLE_NOT_READ: f"Danh sách giấy tờ có thể chưa đủ, anh chị {ASK_OFFICER} cho chắc ạ.",
    Concern.OUTDATED_SOURCE: (
        "Có thông tin công bố từ trước khi sáp nhập, chưa được cán bộ xác minh lại, anh chị "
        f"{ASK_OFFICER} cho chắc ạ."
    ),
    Concern.UNVERIFIED_FACT: "Thông tin này chưa được cán bộ xác minh ạ.",
}
_NOTICES = {NOTICES[concern]: said for concern, said in _SPOKEN_NOTICES.items()}

_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_PROCEDURE = re.compile(r"^(?:Thủ tục|Việc)\s+", re.IGNORECASE)
# Where a name may end, and how many words must stand before: a comma often parts a list.
_NAME_ENDS = (
    (re.compile(r" (?=(?:đối với|theo|trong|thuộc|do|để|khi|tại)\b)"), 5),
    (re.compile(r",| (?=(?:và|hoặc)\b)"), 8),
)
_DANGLING = re.compile(
    r"(?:[ ,]+(?:và|hoặc|của|cho|đối với|theo|trong|thuộc|do|để|khi|tại|các|với|là|có|bị|được))+$"
)
_LEADING_CAPITAL = re.compile(r"[A-ZĐÀ-Ỵ](?![A-ZĐÀ-Ỵ0-9])")


@dataclass(frozen=True)
class ByChannel:
    """A text that is another by telephone than where there is a screen and a keyboard."""

    by_phone: str
    on_screen: str


Said = str | ByChannel


@dataclass(frozen=True)
class Telling:
    """What is to be told: written texts, each of whose sentences belong together.

    The rest is as in `Script`.
    """

    said: Sequence[Said]
    expect: Expect = Expect.QUESTION
    choices: tuple[Choice, ...] = ()
    digits: int | None = None
    outcome: Outcome = Outcome.CONTINUE
    urgent: bool = False

    def script(self, by_phone: bool) -> Script:
        """It in plain words, two sentences to a part."""
        texts = (_text(said, by_phone) for said in self.said)
        return Script(
            _parts(texts), self.expect, self.choices, self.digits, self.outcome, self.urgent
        )


def _text(said: Said, by_phone: bool) -> str:
    if isinstance(said, ByChannel):
        said = said.by_phone if by_phone else said.on_screen
    return _DIAL.sub(_key, said) if by_phone else said


def _parts(texts: Iterable[str]) -> tuple[str, ...]:
    """Two sentences to a part; the sentences of one text share a part where they can."""
    gathered: list[list[str]] = []
    for text in texts:
        sentences = sentences_of(to_spoken(text))
        if gathered and len(gathered[-1]) + len(sentences) <= SENTENCES_IN_A_PART:
            gathered[-1] += sentences
            continue
        gathered += [
            sentences[start : start + SENTENCES_IN_A_PART]
            for start in range(0, len(sentences), SENTENCES_IN_A_PART)
        ]
    return tuple(" ".join(part) for part in gathered)


def _key(match: re.Match[str]) -> str:
    more = "" if match["nothing_more"] is None else " để gặp cán bộ"
    return f"bấm phím không{more}"


def listed(lead: str, items: Sequence[str], counter: str = "Thứ") -> list[str]:
    """A lead and a list: «… Thứ nhất, …», «… Bước một, …». The lead stands with the first item."""
    said = [
        f"{counter} {_ordinal(number) if counter == 'Thứ' else number_to_words(number)}, "
        f"{closed(in_sentence(item))}"
        for number, item in enumerate(items, start=1)
    ]
    return [f"{closed(lead)} {said[0]}", *said[1:]]


def count(number: int) -> str:
    """A small number in words."""
    return number_to_words(number)


def notices(answer: Answer) -> list[str]:
    """What a caller must be told, in fewer words than are written.

    That an old source was not verified says that the facts were not.
    """
    outdated = NOTICES[Concern.OUTDATED_SOURCE] in answer.notices
    return [
        _NOTICES.get(notice, notice)
        for notice in answer.notices
        if not (outdated and notice == NOTICES[Concern.UNVERIFIED_FACT])
    ]


def source(answer: Answer) -> list[str]:
    """The first source of an answer in one sentence: its decision, else its title."""
    if not answer.sources:
        return []
    title, _, decision = answer.sources[0].title.rpartition(", ")
    return [f"Nguồn là {decision if '/' in decision else title or decision}."]


def short_name(name: str, most_words: int = WORDS_OF_A_NAME) -> str:
    """The name of a procedure as it is said in a sentence, without what stands in brackets."""
    name = _PROCEDURE.sub("", _BRACKETS.sub("", name)).replace(";", ",").strip(" .")
    if word_count(name) > most_words:
        ends = [
            match.start()
            for pattern, fewest in _NAME_ENDS
            for match in pattern.finditer(name)
            if fewest <= word_count(name[: match.start()]) <= most_words
        ]
        name = name[: max(ends)] if ends else " ".join(name.split()[:most_words]).rstrip(",")
    return in_sentence(_DANGLING.sub("", name))


def short_hint(hint: str) -> str:
    """As much of a hint as is kept in mind; at least its first piece."""
    pieces = hint.replace("phường, xã", "phường xã").split(", ")
    while len(pieces) > 1 and word_count(", ".join(pieces)) > WORDS_OF_A_HINT:
        pieces.pop()
    return ", ".join(pieces)


def told_apart(names_and_hints: Sequence[tuple[str, str]]) -> list[str]:
    """Short names that differ from each other; a hint says what sets a name apart."""
    said = [
        ", ".join(filter(None, (short_name(name), short_hint(hint))))
        for name, hint in names_and_hints
    ]
    if len({to_spoken(name) for name in said}) < len(said):
        said = [
            ", ".join(filter(None, (in_sentence(_PROCEDURE.sub("", name)), hint)))
            for name, hint in names_and_hints
        ]
    return [to_spoken(name) for name in said]


def in_sentence(text: str) -> str:
    """A text that goes on a sentence; capitals of a name or an abbreviation stay."""
    text = text.strip()
    return text[:1].lower() + text[1:] if _LEADING_CAPITAL.match(text) else text


def closed(text: str) -> str:
    """A text that ends as a sentence does."""
    text = text.strip().rstrip(" ,;:")
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _ordinal(number: int) -> str:
    return {1: "nhất", 4: "tư"}.get(number) or number_to_words(number)
