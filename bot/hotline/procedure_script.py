"""What is said about a procedure, or one aspect of it, from the facts of its Answer.

The shapes of the facts are in `actions.procedure_answer`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from actions.answer import Answer, Aspect
from actions.office_answer import COUNTER
from actions.office_answer import in_sentence as ward_in_sentence
from actions.procedure_answer import ABSENT, ASPECT_QUESTIONS
from bot.hotline.saying import (
    ASK_OFFICER,
    SHORT_LIST,
    ByChannel,
    Said,
    Telling,
    closed,
    count,
    in_sentence,
    listed,
    notices,
    short_name,
    source,
    told_apart,
)
from knowledge.records import Channel
from speech.call.assistant import Choice, Expect
from speech.spoken import to_spoken
from speech.spoken.sentences import MOST_WORDS, word_count

Fact = dict[str, Any]

_CHANNELS = {
    Channel.IN_PERSON: "nộp trực tiếp",
    Channel.ONLINE: "nộp trực tuyến",
    Channel.POST: "gửi qua bưu chính",
}
# What is offered after the overview, as it is read out with its key.
_OFFERED = {
    Aspect.DOCUMENTS: "giấy tờ cần có",
    Aspect.PLACE: "nơi nộp",
    Aspect.STEPS: "các bước làm",
    Aspect.FEE: "lệ phí",
    Aspect.DURATION: "thời hạn",
}
# A case that says by itself how it limits a paper or a fee.
_CASE_STANDS_ALONE = re.compile(
    r"(?:khi|nếu|trường hợp|trong trường hợp|đối với|với|chỉ|không|xuất trình|nộp|dành cho|áp dụng"
    r"|bắt buộc|thay|có thể|một trong|tùy|trừ|kèm|khuyến khích|để|bản|mỗi|và|hoặc|cần|phải"
    r"|do|theo|lấy|gồm|mang)\b",
    re.IGNORECASE,
)
# «hai ảnh …» already says how many.
_COUNTS_ITSELF = re.compile(r"(?:[0-9]|một|hai|ba|bốn|ảnh|bản)\b", re.IGNORECASE)
# A time limit this short follows «là», such as «trong ngày»; a longer one is a sentence.
_WORDS_OF_A_FIGURE = 6
_ONE_COPY = "một bản sao"
# «thứ nhất», «trong trường hợp» and the like.
_WORDS_AROUND_A_PAPER = 6
_KIND_OF_DOCUMENT = re.compile(
    r"^(?:Nghị định|Thông tư liên tịch|Thông tư|Quyết định|Nghị quyết)\s+", re.IGNORECASE
)
_OF_PARLIAMENT = re.compile(r"/(?:UBTV)?QH[0-9]+$")
_PLACE_IS_NAMED = re.compile(
    r"(?:Trung tâm|Ủy ban|Công an|Cơ quan|Phòng|Sở|Chi nhánh|Văn phòng|Bảo hiểm|Bộ phận|Bộ|Cục|Chi "
    r"cục|Thuế|Tòa án|Trường|Điểm|Trạm|Nơi|Một|Bất kỳ|Các|Đơn vị|Tổ chức|Bưu điện)\b"
)


def procedure_telling(answer: Answer) -> Telling:
    """What is told of an Answer of kind `procedure`."""
    if answer.aspect is None:
        return _overview(answer)
    name = short_name(answer.procedure.name) if answer.procedure else "thủ tục này"
    said: list[Said] = []
    for aspect in answer.aspects or [answer.aspect]:
        facts = answer.facts.get(aspect.value)
        if not facts:
            told: Sequence[Said] = [f"hồ sơ không ghi {ABSENT[aspect]}. Anh chị {ASK_OFFICER} ạ."]
        else:
            told = ASPECTS[aspect](facts, answer)
        if aspect == answer.aspect:
            told = [_about(name, str(told[0])), *told[1:]]
        said += told
    return Telling([*said, *notices(answer), *source(answer), *_other_meant(answer)])


def _other_meant(answer: Answer) -> list[str]:
    """The likeliest other procedure that the caller may have meant."""
    if answer.procedure is None or not answer.procedures:
        return []
    other = answer.procedures[0]
    answered, name = told_apart([(answer.procedure.name, ""), (other.name, "")])
    if name == answered:
        name = f"{name}, {to_spoken(other.hint)}"
    return [f"Nếu anh chị hỏi việc {name}, anh chị nói tên việc đó ạ."]


def _about(name: str, told: str) -> str:
    """What is told, after the procedure that it is about: so that a wrong one is noticed."""
    first = re.split(r"(?<=[.!?])\s", told)[0]
    together = f"Dạ, về việc {name}, {in_sentence(told)}"
    fits = word_count(to_spoken(f"Dạ, về việc {name}, {first}")) <= MOST_WORDS
    return together if fits else f"Dạ, em nói về việc {name}. {told}"


def _overview(answer: Answer) -> Telling:
    """What it is, what it costs, how long it takes; then the caller says what else to tell."""
    name = short_name(answer.procedure.name) if answer.procedure else "này"
    said = [f"Dạ, đây là thủ tục {name}."]
    offered = [aspect for aspect in (Aspect.DOCUMENTS, Aspect.PLACE) if aspect in answer.facts]
    offered.append(Aspect.STEPS)
    for aspect, tell in ((Aspect.FEE, _fee), (Aspect.DURATION, _duration)):
        facts = answer.facts.get(aspect.value)
        told = tell(facts, answer) if facts else []
        if len(told) == 1 and word_count(told[0]) < MOST_WORDS:
            said.append(told[0])
        elif told:
            said.append(f"{_OFFERED[aspect].capitalize()} tùy trường hợp.")
            offered.append(aspect)
    return Telling(
        [
            *said,
            *notices(answer),
            *source(answer),
            *_other_meant(answer),
            "Anh chị muốn nghe thêm về phần nào ạ?",
        ],
        expect=Expect.CHOICE,
        choices=tuple(
            Choice(spoken=_OFFERED[aspect], message=ASPECT_QUESTIONS[aspect]) for aspect in offered
        ),
    )


def _documents(facts: list[Fact], _: Answer) -> list[str]:
    """Papers for everybody by number; those of one case together, after its name."""
    tells_cases = any(paper["case"] for paper in facts)
    if len(facts) == 1:
        return [f"cần một giấy tờ: {_paper(facts[0])}."]
    lead = f"Có {count(len(facts))} giấy tờ{', tùy trường hợp' if tells_cases else ''}"
    return listed(lead, [_paper(paper) for paper in facts])


def _paper(paper: Fact) -> str:
    """«một bản chính tờ khai đăng ký khai sinh, khi nộp trực tiếp»."""
    name = in_sentence(paper["name"].rstrip(" .;,"))
    wanted = " và ".join(
        f"{count(paper[key])} {what}"
        for key, what in (("originals", "bản chính"), ("copies", "bản sao"))
        if paper.get(key)
    )
    if wanted == _ONE_COPY and name.lower().startswith("bản sao"):
        wanted = ""
    counts_itself = _COUNTS_ITSELF.match(name)
    said = f"{name}, {wanted}" if counts_itself else f"{wanted} {name}"
    said = said.strip(" ,") if wanted else name
    if not paper["case"]:
        return said
    case = in_sentence(paper["case"].rstrip(" :.;").replace(";", ","))
    alone = _CASE_STANDS_ALONE.match(case)
    if word_count(to_spoken(f"{said} {case}")) <= MOST_WORDS - _WORDS_AROUND_A_PAPER:
        return f"{said}, {case if alone else f'trong trường hợp {case}'}"
    return f"{said}. {case if alone else f'Giấy này dùng trong trường hợp {case}'}"


def _fee(facts: list[Fact], _: Answer) -> list[str]:
    return _by_channel(facts, "lệ phí", _one_fee, _fee_is)


def _duration(facts: list[Fact], _: Answer) -> list[str]:
    return _by_channel(facts, "thời hạn", lambda fact: closed(fact["text"]), _duration_is)


def _by_channel(
    facts: Sequence[Fact],
    what: str,
    one: Callable[[Fact], str],
    alone: Callable[[str, Fact], str],
) -> list[str]:
    """What is the same for several ways of filing is said once."""
    groups: dict[str, list[str]] = {}
    told: dict[str, list[Fact]] = {}
    for channel in dict.fromkeys(fact["channel"] for fact in facts):
        own = [fact for fact in facts if fact["channel"] == channel]
        key = "|".join(one(fact) for fact in own)
        groups.setdefault(key, []).append(channel)
        told[key] = own
    if len(groups) == 1:
        (own,) = told.values()
        if len(own) == 1:
            return [alone("", own[0])]
        return listed(
            f"{what} có {count(len(own))} mức, tùy trường hợp", [one(fact) for fact in own]
        )
    said = []
    for key, channels in groups.items():
        way = " hoặc ".join(_CHANNELS[Channel(channel)] for channel in channels)
        own = told[key]
        if len(own) == 1:
            said.append(alone(way, own[0]))
        else:
            lead = f"{way}, {what} có {count(len(own))} mức, tùy trường hợp"
            said += listed(lead[:1].upper() + lead[1:], [one(fact) for fact in own])
    return said


def _fee_is(way: str, fact: Fact) -> str:
    words = _fee_words(fact)
    if way:
        way = f"{way[:1].upper()}{way[1:]} thì "
    if fact["condition"] and words != fact["text"]:
        return closed(f"{way or 'Lệ phí: '}{in_sentence(_one_fee(fact))}")
    if fact.get("amount") == 0 and words == "miễn phí":
        return f"{way}không mất lệ phí." if way else "Thủ tục này không mất lệ phí."
    if fact.get("amount") is None:
        return closed(
            f"{way}{in_sentence(words)}" if way else f"Lệ phí như sau: {in_sentence(words)}"
        )
    return closed(f"{way}lệ phí là {words}" if way else f"Lệ phí là {words}")


def _one_fee(fact: Fact) -> str:
    """«trẻ em thì miễn phí»: for whom, then how much."""
    words = _fee_words(fact)
    condition = fact["condition"].strip().rstrip(".;").replace(";", ",")
    if not condition or words == fact["text"]:
        return closed(words)
    joint = "," if fact.get("amount") is None else " thì"
    return closed(f"{condition}{joint} {in_sentence(words)}")


def _fee_words(fact: Fact) -> str:
    """The amount without its condition, which the text has in brackets at its end."""
    text = str(fact["text"])
    condition = fact["condition"].strip().rstrip(".;")
    ending = f"({condition})"
    if condition and text.lower().endswith(ending.lower()):
        return text[: -len(ending)].strip()
    return text


def _duration_is(way: str, fact: Fact) -> str:
    words = in_sentence(fact["text"])
    if way:
        return closed(f"{way[:1].upper()}{way[1:]} thì {words}")
    if fact.get("unit") or word_count(words) <= _WORDS_OF_A_FIGURE:
        return closed(f"Thời hạn là {words}")
    return closed(f"Thời hạn như sau: {words}")


def _place(facts: Fact, answer: Answer) -> list[str]:
    said = []
    ward = answer.facts.get("ward")
    if ward:
        name = ward_in_sentence(ward["name"])
        said.append(f"Anh chị ở {name} thì nộp tại {COUNTER} {name}.")
        said += counter(ward)
    text = facts["text"] or ", ".join(facts["agencies"])
    if _PLACE_IS_NAMED.match(text):
        said.append(closed(f"Anh chị nộp tại {in_sentence(text)}"))
    elif facts["text"]:
        said.append(closed(f"Nơi nộp như sau: {in_sentence(text)}"))
    else:
        said.append(closed(f"Nơi giải quyết là {in_sentence(text)}"))
    return said


def counter(ward: Fact) -> list[str]:
    """Where the counter of a ward is, and when it is open; `ward` as in `actions.office_answer`."""
    if not ward["counter"]:
        return [f"Em chưa có địa chỉ quầy đã xác nhận, anh chị {ASK_OFFICER} trước khi đi ạ."]
    said = [f"Địa chỉ là {ward['counter']}."]
    if ward["hours"]:
        said.append(f"Giờ làm việc: {ward['hours']}.")
    if ward["phone"]:
        said.append(f"Số điện thoại: {ward['phone']}.")
    return said


def _steps(facts: list[str], _: Answer) -> list[str]:
    if len(facts) == 1:
        return [closed(f"Cách làm như sau. {facts[0]}")]
    return listed(f"Có {count(len(facts))} bước", facts, "Bước")


def _online(facts: Fact, _: Answer) -> list[str]:
    if not facts["possible"]:
        return ["Nguồn công bố không ghi cách nộp trực tuyến."]
    return [f"Anh chị nộp trực tuyến được, trên {facts['url'] or 'dichvucong.gov.vn'}."]


def _form(facts: list[Fact], _: Answer) -> list[Said]:
    names = [form["name"] for form in facts]
    said = _shortened(names, "mẫu", "cần")
    if len(names) <= SHORT_LIST and any(form["url"] for form in facts):
        said.append(
            ByChannel(
                "Anh chị nói gửi mã để lấy mẫu trên cổng hỏi đáp ạ.",
                "Anh chị lấy mẫu trên màn hình ạ.",
            )
        )
    return said


def _conditions(facts: list[str], _: Answer) -> list[str]:
    if len(facts) == 1:
        return [closed(f"Điều kiện là: {in_sentence(facts[0])}")]
    return listed(f"Có {count(len(facts))} điều kiện", facts)


def _legal_basis(facts: list[Fact], _: Answer) -> list[Said]:
    return _shortened([_legal_document(document) for document in facts], "văn bản", "căn cứ là")


def _legal_document(document: Fact) -> str:
    """«luật hộ tịch số …», «nghị định … của chính phủ, quy định chi tiết …»."""
    title, number = document.get("title", ""), document.get("number", "")
    if number in title:
        return title
    if _OF_PARLIAMENT.search(number) and title:
        return f"{title} {number}"
    return f"{number}, {in_sentence(_KIND_OF_DOCUMENT.sub('', title))}".strip(" ,")


def _shortened(names: Sequence[str], what: str, lead: str) -> list[Said]:
    """The first of a list, and how to get the rest."""
    if len(names) == 1:
        return [closed(f"{lead} {in_sentence(names[0])}")]
    said: list[Said] = [*listed(f"Có {count(len(names))} {what}", names[:SHORT_LIST])]
    if len(names) > SHORT_LIST:
        more = f"Còn {count(len(names) - SHORT_LIST)} {what} nữa."
        said.append(
            ByChannel(
                f"{more} Anh chị nói gửi mã để xem đủ trên cổng hỏi đáp ạ.",
                f"{more} Anh chị xem đủ trên màn hình ạ.",
            )
        )
    return said


def _result(facts: list[str], _: Answer) -> list[str]:
    if len(facts) == 1:
        return [closed(f"Anh chị nhận được {in_sentence(facts[0])}")]
    return listed(f"Có {count(len(facts))} loại kết quả", facts)


def _agency(facts: Fact, _: Answer) -> list[str]:
    agencies, deciding = ", ".join(facts["agencies"]), facts["deciding"].rstrip(".")
    said = [f"Nơi giải quyết là {in_sentence(agencies)}."] if agencies else []
    if deciding and deciding != agencies:
        said.append(f"Nơi quyết định là {in_sentence(deciding)}.")
    return said


ASPECTS: dict[Aspect, Callable[[Any, Answer], Sequence[Said]]] = {
    Aspect.DOCUMENTS: _documents,
    Aspect.FEE: _fee,
    Aspect.DURATION: _duration,
    Aspect.PLACE: _place,
    Aspect.STEPS: _steps,
    Aspect.ONLINE: _online,
    Aspect.FORM: _form,
    Aspect.CONDITIONS: _conditions,
    Aspect.LEGAL_BASIS: _legal_basis,
    Aspect.RESULT: _result,
    Aspect.AGENCY: _agency,
}
