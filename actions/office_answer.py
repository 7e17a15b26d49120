"""Says which ward of today a name stands for and where its counter is, or asks which is meant.

The shape of `Answer.facts` here: {"ward": {code, name, version, counter, hours, phone,
formerly: [{name, district, province, office}]}}.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions.answer import Answer, Kind, Suggestion
from actions.citing import citation, cited_sources
from actions.wording import NOTICES, numbered
from knowledge.library import Library
from knowledge.records import FormerUnit, Ward

MERGED_ON = "từ ngày 1/7/2025"
COUNTER = "Trung tâm Phục vụ hành chính công"
# More wards than this are not listed with what they were made of.
LISTED_WITH_PARTS = 8
# More than this, all those of a former province, are not listed at all.
LISTED = 20

ASK_WARD = Answer(
    kind=Kind.OFFICE,
    text=(
        f"Dạ, {MERGED_ON} không còn quận, huyện. Hồ sơ nộp tại {COUNTER} phường, xã, đặc khu. "
        "Anh/chị cho em biết tên phường, xã mình ở, tên cũ hay tên mới đều được ạ."
    ),
)


def office_answer(ward: Ward, version: int, said: dict[str, Any] | None = None) -> Answer:
    """The Answer about the office of a ward; `said` is the name that the person used for it."""
    name = in_sentence(ward.name)
    lead = f"Dạ, {_became(ward, said)} Anh/chị nộp hồ sơ tại {COUNTER} {name}."
    parts = [lead, counter_in_words(ward)]
    offices = [unit for unit in ward.formerly if unit.office]
    if not ward.counter and offices:
        listed = [f"{in_sentence(unit.name)}: {unit.office}" for unit in offices]
        parts.append(f"Trụ sở trước ngày 1/7/2025:\n{numbered(listed)}")
    notices = [NOTICES[concern] for concern in ward.concerns]
    return Answer(
        kind=Kind.OFFICE,
        text="\n\n".join([*parts, *notices, citation(ward, version)]),
        lead=lead,
        facts={"ward": {**ward_facts(ward), "version": version}},
        notices=notices,
        sources=cited_sources(ward),
        suggestions=[
            Suggestion(title="Đăng ký tạm trú", message="Tôi muốn đăng ký tạm trú"),
            Suggestion(title="Khai sinh cho con", message="Tôi muốn làm giấy khai sinh cho con"),
        ],
    )


def which_ward(said: dict[str, Any], library: Library) -> Answer:
    """Asks which of several wards is meant: namesakes, or the parts of a former district."""
    wards = [found[0] for code in said["wards"] if (found := library.ward(code)) is not None]
    name = in_sentence(said["name"])
    if said["whole_district"]:
        first = (
            f"Dạ, {name} không còn {MERGED_ON}, nay là {len(wards)} phường, xã. "
            "Anh/chị ở phường, xã nào ạ? Nói tên cũ cũng được ạ."
        )
    else:
        first = f"Dạ, có {len(wards)} nơi từng mang tên này. Anh/chị hỏi nơi nào ạ?"
    with_parts = len(wards) <= LISTED_WITH_PARTS
    if len(wards) > LISTED:
        return Answer(kind=Kind.OFFICE, text=first, lead=first)
    lines = [f"{ward.name}{_made_of(ward, said) if with_parts else ''}." for ward in wards]
    return Answer(
        kind=Kind.OFFICE,
        text=f"{first}\n{numbered(lines)}",
        lead=first,
        facts={"wards": [ward_facts(ward) for ward in wards]},
        suggestions=[Suggestion(title=ward.name, message=ward.name) for ward in wards],
    )


def counter_in_words(ward: Ward) -> str:
    """Where the counter is and when it is open; what to do where the record does not say."""
    if not ward.counter:
        return (
            "Em chưa có địa chỉ quầy đã được xác nhận. Anh/chị gọi 1022 hỏi đúng điểm tiếp nhận "
            "trước khi đi ạ."
        )
    said = [f"Địa chỉ: {ward.counter}."]
    if ward.hours:
        said.append(f"Giờ làm việc: {ward.hours}.")
    if ward.phone:
        said.append(f"Điện thoại: {ward.phone}.")
    return " ".join(said)


def ward_facts(ward: Ward) -> dict[str, Any]:
    """A ward as the Answer carries it."""
    fields = {"code", "name", "counter", "hours", "phone", "formerly"}
    return ward.model_dump(mode="json", include=fields)


def in_sentence(name: str) -> str:
    """«phường Hải Châu», as the name stands inside a sentence."""
    return name[:1].lower() + name[1:]


def _became(ward: Ward, said: dict[str, Any] | None) -> str:
    """What the name that was said stands for today."""
    name = in_sentence(ward.name)
    if said and said["former"] and said["name"] != ward.name:
        district = f" ({in_sentence(said['district'])} cũ)" if said["district"] else ""
        return f"{in_sentence(said['name'])}{district} nay thuộc {name}, {MERGED_ON}."
    parts = _listed(unit for unit in ward.formerly if unit.name != ward.name)
    if not parts:
        return f"đây là {name}, thành phố Đà Nẵng."
    return f"{name} ngày nay gồm {parts} cũ."


def _made_of(ward: Ward, said: dict[str, Any]) -> str:
    units = [
        unit
        for unit in ward.formerly
        if not said["whole_district"] or unit.district == said["name"]
    ]
    parts = _listed(units)
    return f" (gồm {parts} cũ)" if parts else ""


def _listed(units: Sequence[FormerUnit] | Any) -> str:
    return ", ".join(dict.fromkeys(in_sentence(unit.name) for unit in units))
