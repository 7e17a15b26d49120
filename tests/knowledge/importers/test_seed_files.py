"""Seed files: what an officer writes is what the record says, and the other way round."""

from __future__ import annotations

import tempfile
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.importers import Parsed, Refusal, read
from knowledge.importers.model import RecordRefused
from knowledge.importers.seed_files import dump, load
from knowledge.records import (
    Channel,
    Concern,
    Duration,
    Faq,
    Fee,
    FilingMethod,
    Form,
    LegalDocument,
    Level,
    Procedure,
    RequiredDocument,
    Source,
    TimeUnit,
)

PROCEDURE = """\
mã: 1.012770
tên: Đăng ký thử
cấp thực hiện: [xã]
cách nộp:
  - hình thức: trực tiếp
    thời hạn: 3 ngày làm việc
    lệ phí:
      - {số tiền: 8000, tính theo: bản}
giấy tờ:
  - {tên: Tờ khai, bản chính: 1, mẫu: {tên: Mẫu 01}}
căn cứ pháp lý:
  - {số: 60/2014/QH13, tên: Luật Hộ tịch, ngày: 2014-11-20, cơ quan: Quốc hội}
từ khóa: [no, 15:30, em bé]
nguồn:
  - {tên: Cổng Dịch vụ công quốc gia, quyết định: 163/QĐ-BTP, ngày kiểm tra: 2026-11-22}
cần xác minh: [nguồn cũ]
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "thu.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_procedure_as_an_officer_writes_it(tmp_path: Path) -> None:
    (record,) = load(write(tmp_path, PROCEDURE))
    assert isinstance(record, Procedure)
    assert record.code == "1.012770"
    assert record.levels == (Level.COMMUNE,)
    (method,) = record.filing
    assert method.duration == Duration(text="3 ngày làm việc", value=3, unit=TimeUnit.WORKING_DAY)
    assert method.fees == (Fee(text="8.000 đồng", amount=8000, per="bản"),)
    assert record.legal_basis[0].issued_on == date(2014, 11, 20)
    assert record.keywords == ("no", "15:30", "em bé")
    assert record.sources[0].corpus == "seed"
    assert record.concerns == (Concern.OUTDATED_SOURCE,)


def test_questions_in_one_file_are_read_one_by_one(tmp_path: Path) -> None:
    text = """\
- khóa: nop-thay
  câu hỏi: Nhờ người khác nộp được không?
  trả lời: Được, nếu có ủy quyền.
  nguồn: [{tên: Nghị định 118/2025/NĐ-CP}]
- khóa: sai
  câu hỏi: Thiếu câu trả lời?
  nguồn: [{tên: Thử}]
"""
    first, second = read(write(tmp_path, text))
    assert isinstance(first, Parsed)
    assert isinstance(first.record, Faq)
    assert isinstance(second, Refusal)
    assert second.line == 5
    assert "trả lời" in second.reason


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("tên: Đăng", "tn: Đăng"), "tên"),
        (("hình thức: trực tiếp", "hình thức: trực típ"), "trực tiếp"),
        (("ngày: 2014-11-20", "ngày: 20/11/2014"), "2026-01-31"),
        (("mã: 1.012770", "mã: mã thủ tục"), "mã"),
        (("bản chính: 1", "bản chính: một"), "bản chính"),
        (("mã: 1.012770", "mã: 1.012770\nmã: 1.012771"), "hai lần"),
    ],
)
def test_a_mistake_is_refused_with_what_to_write(
    tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    with pytest.raises(RecordRefused, match=told):
        load(write(tmp_path, PROCEDURE.replace(*change)))


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="\u0340\u0341"),
    min_size=1,
    max_size=30,
).map(lambda text: unicodedata.normalize("NFC", text))
dates = st.dates(date(2000, 1, 1), date(2030, 12, 31))
durations = st.builds(
    Duration,
    text=texts,
    value=st.none() | st.integers(0, 99).map(float),
    unit=st.none() | st.sampled_from(TimeUnit),
    immediate=st.booleans(),
)
fees = st.builds(
    Fee,
    text=texts,
    amount=st.none() | st.integers(0, 10**7),
    currency=st.sampled_from(["VND", "USD"]),
    per=texts,
    condition=texts,
)
filing = st.builds(
    FilingMethod,
    channel=st.sampled_from(Channel),
    duration=st.none() | durations,
    fees=st.tuples(fees),
    note=texts,
)
documents = st.builds(
    RequiredDocument,
    name=texts,
    originals=st.none() | st.integers(0, 9),
    copies=st.none() | st.integers(0, 9),
    form=st.none() | st.builds(Form, name=texts),
    case=texts,
)
procedures = st.builds(
    Procedure,
    code=st.from_regex(r"[1-3]\.[0-9]{6}", fullmatch=True),
    name=texts,
    aliases=st.tuples(texts),
    levels=st.tuples(st.sampled_from(Level)),
    steps=st.tuples(texts, texts),
    filing=st.tuples(filing),
    documents=st.tuples(documents),
    legal_basis=st.tuples(st.builds(LegalDocument, number=texts, issued_on=st.none() | dates)),
    sources=st.tuples(st.builds(Source, title=texts, corpus=st.just("seed"), checked_on=dates)),
    effective_from=st.none() | dates,
    concerns=st.tuples(st.sampled_from(Concern)),
)


@settings(max_examples=60, deadline=None)
@given(procedures)
def test_any_record_is_the_same_after_a_file(record: Procedure) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert load(write(Path(folder), dump(record))) == [record]
