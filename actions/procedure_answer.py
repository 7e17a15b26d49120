"""Composes the Answer about a procedure, or one aspect of it, from its record. Nothing is added.

The shapes in `Answer.facts`, each present only where the record has it:

    documents    [{name, originals?, copies?, form?: {name, url}, case}]
    fee          [{channel, text, amount?, currency, condition}]
    duration     [{channel, text, value?, unit?}]
    place        {text, agencies: [str]}
    ward         the ward where the person lives, as in `actions.office_answer`, where it is known
    steps        [str]
    online       {possible: bool, url}
    form         [{name, url}]
    conditions   [str]
    legal_basis  [{number, title, issued_on?}]
    result       [str]
    agency       {agencies: [str], deciding: str}
    notes        [str], with the overview only
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from actions.answer import Answer, Aspect, Kind, ProcedureReference, Suggestion
from actions.citing import citation, cited_sources
from actions.office_answer import COUNTER, counter_in_words, in_sentence, ward_facts
from actions.wording import (
    CHANNELS,
    NOTICES,
    by_channel,
    document_in_words,
    duration_in_words,
    fee_in_words,
    numbered,
)
from knowledge.records import Channel, Concern, Level, Procedure, Ward

ASPECT_TITLES = {
    Aspect.DOCUMENTS: "Giấy tờ cần có",
    Aspect.FEE: "Lệ phí",
    Aspect.DURATION: "Thời hạn",
    Aspect.PLACE: "Nộp ở đâu",
    Aspect.STEPS: "Các bước",
    Aspect.ONLINE: "Nộp qua mạng",
    Aspect.FORM: "Mẫu đơn",
    Aspect.CONDITIONS: "Điều kiện",
    Aspect.LEGAL_BASIS: "Căn cứ pháp lý",
    Aspect.RESULT: "Kết quả nhận được",
    Aspect.AGENCY: "Cơ quan giải quyết",
}
# What pressing the button of an aspect sends: a question as a citizen would ask it.
ASPECT_QUESTIONS = {
    Aspect.DOCUMENTS: "Cần giấy tờ gì?",
    Aspect.FEE: "Lệ phí bao nhiêu?",
    Aspect.DURATION: "Bao lâu thì xong?",
    Aspect.PLACE: "Nộp hồ sơ ở đâu?",
    Aspect.STEPS: "Các bước làm thế nào?",
    Aspect.ONLINE: "Nộp qua mạng được không?",
    Aspect.FORM: "Có mẫu đơn không?",
    Aspect.CONDITIONS: "Điều kiện là gì?",
    Aspect.LEGAL_BASIS: "Căn cứ pháp lý nào?",
    Aspect.RESULT: "Làm xong nhận được gì?",
    Aspect.AGENCY: "Cơ quan nào giải quyết?",
}
# Shown for a question about the procedure in general, in this order.
OVERVIEW = (Aspect.DOCUMENTS, Aspect.PLACE, Aspect.DURATION, Aspect.FEE)
SUGGESTED_AFTER = (
    Aspect.DOCUMENTS,
    Aspect.FEE,
    Aspect.DURATION,
    Aspect.PLACE,
    Aspect.STEPS,
    Aspect.ONLINE,
)
MAX_SUGGESTIONS = 4
# A concern about one aspect need not be told when another is asked for.
CONCERN_OF_ASPECT = {
    Concern.FEE_CONTRADICTS_NOTE: Aspect.FEE,
    Concern.TIME_WITHOUT_UNIT: Aspect.DURATION,
    Concern.TABLE_NOT_READ: Aspect.DOCUMENTS,
}
# A list this long is cut in the overview; asked for by itself it is complete.
OVERVIEW_LINES = 12
OVERVIEW_NOTES = 4


def procedure_answer(
    procedure: Procedure,
    version: int,
    aspect: Aspect | None = None,
    home: Ward | None = None,
    also: Sequence[Aspect] = (),
) -> Answer:
    """The Answer about `aspect` of a procedure, or about the procedure as a whole.

    `also` are aspects asked for in the same message.

    `home` is the ward where the person lives; a procedure of wards is filed at its counter.
    """
    aspects = tuple(dict.fromkeys((aspect, *also))) if aspect else OVERVIEW
    facts = {
        part.value: fact for part in aspects if (fact := FACTS[part](procedure)) not in (None, [])
    }
    if aspect is None and procedure.notes:
        facts["notes"] = list(procedure.notes[:OVERVIEW_NOTES])
    lead, body = _aspects_text(procedure, aspects) if aspect else _overview_text(procedure)
    at_home = ""
    if home is not None and Level.COMMUNE in procedure.levels and Aspect.PLACE in aspects:
        at_home = (
            f"Anh/chị ở {in_sentence(home.name)} thì nộp tại {COUNTER} {in_sentence(home.name)}. "
            f"{counter_in_words(home)}"
        )
        facts["ward"] = ward_facts(home)
    notices = [
        NOTICES[concern]
        for concern in procedure.concerns
        if CONCERN_OF_ASPECT.get(concern, aspects[0]) in aspects
    ]
    return Answer(
        kind=Kind.PROCEDURE,
        text="\n\n".join(
            part for part in (lead, body, at_home, *notices, citation(procedure, version)) if part
        ),
        lead=lead,
        procedure=ProcedureReference(code=procedure.code, name=procedure.name, version=version),
        aspect=aspect,
        aspects=list(aspects) if aspect and len(aspects) > 1 else [],
        facts=facts,
        notices=notices,
        sources=cited_sources(procedure),
        suggestions=_suggestions(procedure, aspects),
    )


def _overview_text(procedure: Procedure) -> tuple[str, str]:
    lead = f"Dạ, đây là thủ tục «{procedure.name}»."
    if procedure.summary:
        lead += f" {procedure.summary}"
    parts = []
    for aspect in OVERVIEW:
        lines = LINES[aspect](procedure)
        if not lines:
            continue
        shown = lines[:OVERVIEW_LINES]
        if len(lines) > len(shown):
            shown.append(f"Và {len(lines) - len(shown)} mục nữa, anh/chị hỏi thêm để xem đủ ạ.")
        parts.append(f"{ASPECT_TITLES[aspect]}:\n{numbered(shown)}")
    if procedure.notes:
        parts.append(f"Lưu ý:\n{numbered(procedure.notes[:OVERVIEW_NOTES])}")
    return lead, "\n\n".join(parts)


def _aspects_text(procedure: Procedure, aspects: Sequence[Aspect]) -> tuple[str, str]:
    """The first aspect, then the others under their titles."""
    lead, body = _aspect_text(procedure, aspects[0])
    parts = [body]
    for aspect in aspects[1:]:
        lines = LINES[aspect](procedure) or [f"Hồ sơ không ghi {ABSENT[aspect]}."]
        parts.append(f"{ASPECT_TITLES[aspect]}:\n{numbered(lines)}")
    return lead, "\n\n".join(part for part in parts if part)


def _aspect_text(procedure: Procedure, aspect: Aspect) -> tuple[str, str]:
    lines = LINES[aspect](procedure)
    if not lines:
        return (
            f"Dạ, hồ sơ của thủ tục «{procedure.name}» không ghi {ABSENT[aspect]}. Anh/chị gọi "
            "tổng đài 1022 hoặc hỏi nơi tiếp nhận hồ sơ ạ."
        ), ""
    return f"Dạ, {LEADS[aspect]} của thủ tục «{procedure.name}»:", numbered(lines)


def _suggestions(procedure: Procedure, shown: Sequence[Aspect]) -> list[Suggestion]:
    others = [
        aspect
        for aspect in SUGGESTED_AFTER
        if aspect not in shown and FACTS[aspect](procedure) not in (None, [])
    ]
    return [
        Suggestion(title=ASPECT_TITLES[aspect], message=ASPECT_QUESTIONS[aspect])
        for aspect in others[:MAX_SUGGESTIONS]
    ]


LEADS = {
    Aspect.DOCUMENTS: "giấy tờ cần có",
    Aspect.FEE: "lệ phí",
    Aspect.DURATION: "thời hạn giải quyết",
    Aspect.PLACE: "nơi nộp hồ sơ",
    Aspect.STEPS: "các bước",
    Aspect.ONLINE: "cách nộp qua mạng",
    Aspect.FORM: "mẫu đơn, tờ khai",
    Aspect.CONDITIONS: "điều kiện",
    Aspect.LEGAL_BASIS: "căn cứ pháp lý",
    Aspect.RESULT: "kết quả nhận được",
    Aspect.AGENCY: "cơ quan giải quyết",
}
ABSENT = {**LEADS, Aspect.ONLINE: "có nộp qua mạng được không", Aspect.FORM: "mẫu đơn nào"}


# What is told, line by line


def _document_lines(procedure: Procedure) -> list[str]:
    lines = [f"{document_in_words(item)}." for item in procedure.documents if not item.case]
    cases = dict.fromkeys(item.case for item in procedure.documents if item.case)
    for case in cases:
        listed = "; ".join(
            document_in_words(item) for item in procedure.documents if item.case == case
        )
        lines.append(f"{case.rstrip(' :.')}: {listed}.")
    return lines


def _fee_lines(procedure: Procedure) -> list[str]:
    said = [[fee_in_words(fee) for fee in method.fees] for method in procedure.filing]
    return by_channel(procedure.filing, said)


def _duration_lines(procedure: Procedure) -> list[str]:
    said = [
        [duration_in_words(method.duration)] if method.duration else []
        for method in procedure.filing
    ]
    return by_channel(procedure.filing, said)


def _place_lines(procedure: Procedure) -> list[str]:
    lines = [procedure.place] if procedure.place else []
    if not lines and procedure.agencies:
        lines.append(f"Nơi giải quyết: {', '.join(procedure.agencies)}.")
    channels = [CHANNELS[method.channel].lower() for method in procedure.filing]
    if lines and channels:
        lines.append(f"Cách nộp: {', '.join(dict.fromkeys(channels))}.")
    return lines


def _online_lines(procedure: Procedure) -> list[str]:
    if not procedure.filing:
        return []
    if not _files_online(procedure):
        return ["Nguồn công bố không ghi cách nộp trực tuyến cho thủ tục này."]
    address = procedure.online_url or "dichvucong.gov.vn"
    return [f"Nộp trực tuyến được, trên Cổng Dịch vụ công quốc gia: {address}."]


def _form_lines(procedure: Procedure) -> list[str]:
    return [
        f"{form['name']}: {form['url']}" if form["url"] else f"{form['name']}."
        for form in _forms(procedure)
    ]


def _agency_lines(procedure: Procedure) -> list[str]:
    lines = [f"Thực hiện: {', '.join(procedure.agencies)}."] if procedure.agencies else []
    if procedure.deciding_agency:
        lines.append(f"Quyết định: {procedure.deciding_agency.rstrip('.')}.")
    return lines


def _legal_lines(procedure: Procedure) -> list[str]:
    lines = []
    for document in procedure.legal_basis:
        number = document.number if document.number not in document.title else ""
        lines.append(f"{' '.join(filter(None, [document.title, number])).rstrip('.')}.")
    return lines


LINES: dict[Aspect, Callable[[Procedure], list[str]]] = {
    Aspect.DOCUMENTS: _document_lines,
    Aspect.FEE: _fee_lines,
    Aspect.DURATION: _duration_lines,
    Aspect.PLACE: _place_lines,
    Aspect.STEPS: lambda procedure: list(procedure.steps),
    Aspect.ONLINE: _online_lines,
    Aspect.FORM: _form_lines,
    Aspect.CONDITIONS: lambda procedure: list(procedure.conditions),
    Aspect.LEGAL_BASIS: _legal_lines,
    Aspect.RESULT: lambda procedure: list(procedure.results),
    Aspect.AGENCY: _agency_lines,
}


# The same as data


def _files_online(procedure: Procedure) -> bool:
    return any(method.channel is Channel.ONLINE for method in procedure.filing)


def _forms(procedure: Procedure) -> list[dict[str, str]]:
    forms = [item.form for item in procedure.documents if item.form]
    return [{"name": form.name, "url": form.url} for form in dict.fromkeys(forms)]


def _document_facts(procedure: Procedure) -> list[dict[str, Any]]:
    return [item.model_dump(mode="json", exclude_none=True) for item in procedure.documents]


def _fee_facts(procedure: Procedure) -> list[dict[str, Any]]:
    return [
        {
            "channel": method.channel.value,
            "text": fee_in_words(fee),
            "amount": fee.amount,
            "currency": fee.currency,
            "condition": fee.condition,
        }
        for method in procedure.filing
        for fee in method.fees
    ]


def _duration_facts(procedure: Procedure) -> list[dict[str, Any]]:
    return [
        {
            "channel": method.channel.value,
            "text": duration_in_words(method.duration),
            "value": method.duration.value,
            "unit": method.duration.unit.value if method.duration.unit else None,
        }
        for method in procedure.filing
        if method.duration
    ]


FACTS: dict[Aspect, Callable[[Procedure], Any]] = {
    Aspect.DOCUMENTS: _document_facts,
    Aspect.FEE: _fee_facts,
    Aspect.DURATION: _duration_facts,
    Aspect.PLACE: lambda procedure: (
        {"text": procedure.place, "agencies": list(procedure.agencies)}
        if procedure.place or procedure.agencies
        else None
    ),
    Aspect.STEPS: lambda procedure: list(procedure.steps),
    Aspect.ONLINE: lambda procedure: (
        {"possible": _files_online(procedure), "url": procedure.online_url}
        if procedure.filing
        else None
    ),
    Aspect.FORM: _forms,
    Aspect.CONDITIONS: lambda procedure: list(procedure.conditions),
    Aspect.LEGAL_BASIS: lambda procedure: [
        item.model_dump(mode="json", exclude_none=True, include={"number", "title", "issued_on"})
        for item in procedure.legal_basis
    ],
    Aspect.RESULT: lambda procedure: list(procedure.results),
    Aspect.AGENCY: lambda procedure: (
        {"agencies": list(procedure.agencies), "deciding": procedure.deciding_agency}
        if procedure.agencies or procedure.deciding_agency
        else None
    ),
}
