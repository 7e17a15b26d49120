"""An Answer as a script for the ear: short sentences of plain words, in parts of two at most.

It is told from the data of the Answer (see `actions.answer` and the modules beside it). An Answer
that is nothing but its text, such as small talk, is told in the words of that text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from actions.answer import Answer, Kind
from actions.office_answer import in_sentence
from bot.hotline.dossier_script import dossier_telling, verifying_telling
from bot.hotline.procedure_script import counter, procedure_telling
from bot.hotline.saying import (
    ASK_OFFICER,
    ByChannel,
    Telling,
    count,
    notices,
    short_name,
    source,
    told_apart,
)
from speech.call.assistant import Choice, Expect, Outcome, Script
from speech.spoken import to_spoken

# More options than this nobody keeps in mind.
MOST_CHOICES = 5
WORDS_OF_A_QUESTION = 20
OPENING = (
    "Dạ, em là trợ lý tự động của tổng đài 1022 Đà Nẵng; cuộc gọi được ghi lại, trừ các số giấy tờ "
    "cá nhân. Anh chị cần làm giấy tờ gì, cứ nói em nghe, hoặc bấm phím không "
    "bất cứ lúc nào để gặp cán bộ ạ."
)

# What is written of typing, in the texts of the conversation itself.
_TYPED_AND_SAID = (
    (re.compile(r"\bcứ nhắn(?: cho)? em\b"), "cứ hỏi em"),
    (re.compile(r"[,;.]? *[Gg]õ (?:\w+ việc cần làm, gõ )?không dấu cũng được(?: ạ)?"), ""),
    (re.compile(r"\bgõ\b"), "đọc"),
    (re.compile(r"\bnhập\b|\bgửi(?= cả số\b)"), "đọc"),
    (re.compile(r"\bviết\b"), "nói"),
    (re.compile(r"\btin nhắn\b"), "câu hỏi"),
)


def opening() -> Script:
    """What a caller hears first: who speaks, that notes are taken, how to reach an officer."""
    return Telling([OPENING]).script(by_phone=True)


def script_of(payload: dict[str, Any], by_phone: bool = True) -> Script:
    """The script for an Answer, given as its payload: the `custom` part of a bot's message.

    Without a telephone, no key is spoken of, and nothing that is seen on the screen already.
    Raises `pydantic.ValidationError` for what is no Answer.
    """
    answer = Answer.model_validate(payload)
    return TELLINGS[answer.kind](answer).script(by_phone)


def _of_text(answer: Answer) -> Telling:
    return Telling([ByChannel(_as_said(answer.text), answer.text)])


def _as_said(text: str) -> str:
    for typed, said in _TYPED_AND_SAID:
        text = typed.sub(said, text)
    return text


def _greeting(_: Answer) -> Telling:
    return Telling(["Dạ, em chào anh chị. Anh chị cần làm giấy tờ gì, cứ nói em nghe ạ."])


def _menu(answer: Answer) -> Telling:
    return Telling(
        [
            "Dạ, anh chị nói việc cần làm, em cho biết giấy tờ, lệ phí, thời hạn, nơi nộp và các "
            "bước. Em cũng tra được hồ sơ đã nộp, điều gì không biết em sẽ nói là không biết ạ."
        ],
        expect=Expect.CHOICE,
        choices=tuple(
            Choice(spoken=to_spoken(suggestion.title), message=suggestion.message)
            for suggestion in answer.suggestions[:MOST_CHOICES]
        ),
    )


def _unknown(_: Answer) -> Telling:
    return Telling(
        [
            "Dạ, em chưa tìm được thủ tục nào đúng với điều anh chị hỏi, nên em không dám trả lời. "
            f"Anh chị nói lại bằng tên giấy tờ cần làm, hoặc {ASK_OFFICER} ạ."
        ]
    )


def _feedback(_: Answer) -> Telling:
    return Telling(
        [
            "Dạ, em xin lỗi vì anh chị chưa hài lòng. Anh chị nói lại giúp em bằng một câu ngắn, "
            "hoặc gọi 1022 để phản ánh với cán bộ ạ."
        ]
    )


def _handoff(answer: Answer) -> Telling:
    connecting = "Dạ, em nối máy cho anh chị gặp cán bộ ạ."
    return Telling([ByChannel(connecting, answer.text)], outcome=Outcome.OFFICER)


def _emergency(_: Answer) -> Telling:
    return Telling(
        [
            "Có người cần cấp cứu, anh chị gọi ngay số 115. Có cháy, nổ hoặc cần cứu nạn, gọi số "
            "114.",
            "Có tội phạm, đánh nhau hoặc mất an ninh, gọi số 113. Gọi được ngay, không mất tiền.",
        ],
        urgent=True,
    )


def _faq(answer: Answer) -> Telling:
    return Telling([answer.lead, *notices(answer), *source(answer)])


def _choice(answer: Answer) -> Telling:
    options = [(choice.name, choice.hint) for choice in answer.procedures]
    if len(options) == 1:
        name = short_name(options[0][0], WORDS_OF_A_QUESTION)
        asked = f"Dạ, có phải anh chị hỏi về việc {name} không ạ?"
        return Telling([asked], expect=Expect.YES_NO)
    choices = [
        Choice(spoken=name, message=suggestion.message)
        for name, suggestion in zip(told_apart(options), answer.suggestions, strict=True)
    ]
    asked = (
        answer.lead
        if answer.lead.endswith("?")
        else f"Dạ, có {count(len(choices[:MOST_CHOICES]))} việc gần giống nhau ạ."
    )
    return Telling([asked], expect=Expect.CHOICE, choices=tuple(choices[:MOST_CHOICES]))


def _office(answer: Answer) -> Telling:
    wards, ward = answer.facts.get("wards"), answer.facts.get("ward")
    if ward:
        return Telling([answer.lead, *counter(ward), *notices(answer), *source(answer)])
    if not wards:
        return _of_text(answer)
    if len(wards) > MOST_CHOICES:
        return Telling([answer.lead])
    choices = tuple(
        Choice(spoken=to_spoken(in_sentence(each["name"])), message=each["name"]) for each in wards
    )
    return Telling([answer.lead], expect=Expect.CHOICE, choices=choices)


def _dossier_status(answer: Answer) -> Telling:
    return dossier_telling(answer) if "dossier" in answer.facts else _of_text(answer)


TELLINGS: dict[Kind, Callable[[Answer], Telling]] = {
    Kind.PROCEDURE: procedure_telling,
    Kind.CHOICE: _choice,
    Kind.CLARIFY: _of_text,
    Kind.FAQ: _faq,
    Kind.DOSSIER_STATUS: _dossier_status,
    Kind.DOSSIER_VERIFY: verifying_telling,
    Kind.OFFICE: _office,
    Kind.MENU: _menu,
    Kind.GREETING: _greeting,
    Kind.SMALLTALK: _of_text,
    Kind.HANDOFF: _handoff,
    Kind.EMERGENCY: _emergency,
    Kind.FEEDBACK: _feedback,
    Kind.OUT_OF_SCOPE: _of_text,
    Kind.UNKNOWN: _unknown,
    Kind.ERROR: _of_text,
}
