"""How an answer cites its record: the sources as data, and the line that ends its text."""

from __future__ import annotations

from actions.answer import CitedSource
from actions.wording import date_in_words
from knowledge.records import Procedure, Record, Source


def citation(item: Record, version: int) -> str:
    """The line that ends every answer: sources, code, record version, who verified it when."""
    line = f"Nguồn: {'; '.join(source_in_words(source) for source in _distinct(item))}."
    if isinstance(item, Procedure):
        line += f" Mã thủ tục {item.code}, bản ghi số {version}."
    else:
        line += f" Bản ghi số {version}."
    if item.verified_on:
        line += f" Cán bộ xác minh ngày {date_in_words(item.verified_on)}."
    return line


def cited_sources(item: Record) -> list[CitedSource]:
    """The sources of a record, as the Answer carries them."""
    return [
        CitedSource(
            title=", ".join(filter(None, [source.title, source.decision])),
            url=source.url or None,
            effective_from=item.effective_from,
            checked_on=source.checked_on,
        )
        for source in _distinct(item)
    ]


def source_in_words(source: Source) -> str:
    """«Cổng Dịch vụ công quốc gia, quyết định 163/QĐ-BTP, đối chiếu ngày 22/11/2026»."""
    words = source.title
    if source.decision:
        words += f", quyết định {source.decision}"
    if source.checked_on:
        words += f", đối chiếu ngày {date_in_words(source.checked_on)}"
    return words


def _distinct(item: Record) -> list[Source]:
    """Sources without those that only repeat the title and decision of an earlier one."""
    first: dict[tuple[str, str], Source] = {}
    for source in item.sources:
        first.setdefault((source.title, source.decision), source)
    return list(first.values())
