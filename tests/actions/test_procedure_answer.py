from __future__ import annotations

from typing import Any

import pytest

from actions.answer import Answer, Aspect, Kind
from actions.procedure_answer import ASPECT_QUESTIONS, ASPECT_TITLES, procedure_answer
from actions.wording import NOTICES
from knowledge.library import Library
from knowledge.records import Channel, Concern, Procedure, RequiredDocument
from tests.actions.sample_records import BARE, COMPLETE, WORRYING

CITATION = (
    "Nguồn: Cổng thử nghiệm, quyết định 17/QĐ-THU, đối chiếu ngày 3/11/2026. "
    "Mã thủ tục 9.123456, bản ghi số 3."
)


@pytest.mark.parametrize(
    ("aspect", "said"),
    [
        (
            Aspect.DOCUMENTS,
            [
                "Tờ khai thả diều (1 bản chính)",
                "Ảnh chụp con diều (2 bản sao)",
                "Người chưa đủ 18 tuổi: Giấy đồng ý của cha mẹ (1 bản chính)",
            ],
        ),
        (
            Aspect.FEE,
            [
                "Nộp trực tiếp: 12.500 đồng mỗi giấy phép (diều lớn); miễn phí (trẻ em).",
                "Nộp trực tuyến: 10.000 đồng.",
            ],
        ),
        (
            Aspect.DURATION,
            ["Nộp trực tiếp: 7 ngày làm việc.", "Nộp trực tuyến: 5 ngày làm việc."],
        ),
        (
            Aspect.PLACE,
            [
                "Trung tâm Phục vụ hành chính công phường Mỹ An.",
                "Cách nộp: nộp trực tiếp, nộp trực tuyến.",
            ],
        ),
        (Aspect.STEPS, ["1. Điền tờ khai.", "2. Nộp hồ sơ.", "3. Nhận giấy phép."]),
        (Aspect.ONLINE, ["Nộp trực tuyến được", "https://thu.example/nop"]),
        (Aspect.FORM, ["Mẫu TD-01: https://thu.example/mau"]),
        (Aspect.CONDITIONS, ["Gió không quá cấp 5."]),
        (Aspect.LEGAL_BASIS, ["Nghị định về diều 08/2026/NĐ-THU."]),
        (Aspect.RESULT, ["Giấy phép thả diều"]),
        (
            Aspect.AGENCY,
            [
                "Thực hiện: Ủy ban nhân dân cấp xã.",
                "Quyết định: Chủ tịch Ủy ban nhân dân cấp xã.",
            ],
        ),
    ],
)
def test_an_aspect_is_told_with_its_figures_and_its_source(aspect: Aspect, said: list[str]) -> None:
    answer = procedure_answer(COMPLETE, 3, aspect)
    assert answer.kind is Kind.PROCEDURE
    assert answer.aspect is aspect
    assert "«Cấp giấy phép thả diều»" in answer.lead
    for words in said:
        assert words in answer.text
    assert answer.text.endswith(CITATION)


@pytest.mark.parametrize("aspect", Aspect)
def test_an_aspect_that_the_record_lacks_is_admitted(aspect: Aspect) -> None:
    answer = procedure_answer(BARE, 1, aspect)
    assert "không ghi" in answer.lead
    assert "1022" in answer.text
    assert answer.facts == {}
    assert answer.text.endswith("Mã thủ tục 9.000001, bản ghi số 1.")


def test_a_procedure_that_cannot_be_filed_online_says_so() -> None:
    by_hand = COMPLETE.model_copy(
        update={"filing": tuple(m for m in COMPLETE.filing if m.channel is Channel.IN_PERSON)}
    )
    answer = procedure_answer(by_hand, 1, Aspect.ONLINE)
    assert "không ghi cách nộp trực tuyến" in answer.text
    assert answer.facts["online"]["possible"] is False


def test_the_procedure_as_a_whole_is_told_in_four_parts() -> None:
    answer = procedure_answer(COMPLETE, 3)
    assert answer.aspect is None
    assert answer.lead.endswith("Cho phép thả diều ở bãi biển.")
    for title in ("Giấy tờ cần có:", "Nộp ở đâu:", "Thời hạn:", "Lệ phí:"):
        assert title in answer.text
    assert list(answer.facts) == ["documents", "place", "duration", "fee"]
    assert answer.text.endswith(CITATION)


def test_a_long_list_is_cut_in_the_whole_and_complete_when_asked_for() -> None:
    papers = tuple(RequiredDocument(name=f"Giấy số {n}") for n in range(1, 21))
    long = COMPLETE.model_copy(update={"documents": papers})
    whole = procedure_answer(long, 1)
    assert "Giấy số 12." in whole.text
    assert "Giấy số 13" not in whole.text
    assert "Và 8 mục nữa" in whole.text
    assert "Giấy số 20." in procedure_answer(long, 1, Aspect.DOCUMENTS).text


class TestNotices:
    """A concern is told where it matters, and not with every answer."""

    def notices(self, aspect: Aspect | None) -> list[str]:
        return procedure_answer(WORRYING, 1, aspect).notices

    def test_one_about_the_record_is_told_with_every_aspect(self) -> None:
        for aspect in (None, *Aspect):
            assert NOTICES[Concern.OTHER_PROVINCE] in self.notices(aspect)

    @pytest.mark.parametrize(
        ("concern", "aspect"),
        [
            (Concern.FEE_CONTRADICTS_NOTE, Aspect.FEE),
            (Concern.TIME_WITHOUT_UNIT, Aspect.DURATION),
            (Concern.TABLE_NOT_READ, Aspect.DOCUMENTS),
        ],
    )
    def test_one_about_an_aspect_is_told_only_with_it(
        self, concern: Concern, aspect: Aspect
    ) -> None:
        assert NOTICES[concern] in self.notices(aspect)
        assert NOTICES[concern] in self.notices(None)
        assert NOTICES[concern] not in self.notices(Aspect.STEPS)

    def test_what_a_citizen_must_see_stands_in_the_text_too(self) -> None:
        answer = procedure_answer(WORRYING, 1, Aspect.FEE)
        assert all(notice in answer.text for notice in answer.notices)

    def test_a_record_without_concerns_has_none(self) -> None:
        assert procedure_answer(COMPLETE, 1).notices == []


def test_the_facts_have_the_documented_shapes() -> None:
    facts = {aspect: procedure_answer(COMPLETE, 1, aspect).facts[aspect.value] for aspect in Aspect}
    assert facts[Aspect.DOCUMENTS][0] == {
        "name": "Tờ khai thả diều",
        "originals": 1,
        "form": {"name": "Mẫu TD-01", "url": "https://thu.example/mau"},
        "case": "",
    }
    assert facts[Aspect.FEE][0] == {
        "channel": "in_person",
        "text": "12.500 đồng mỗi giấy phép (diều lớn)",
        "amount": 12_500,
        "currency": "VND",
        "condition": "Diều lớn.",
    }
    assert facts[Aspect.DURATION][1] == {
        "channel": "online",
        "text": "5 ngày làm việc",
        "value": 5.0,
        "unit": "working_day",
    }
    assert facts[Aspect.PLACE] == {
        "text": "Trung tâm Phục vụ hành chính công phường Mỹ An.",
        "agencies": ["Ủy ban nhân dân cấp xã"],
    }
    assert facts[Aspect.STEPS] == ["Điền tờ khai.", "Nộp hồ sơ.", "Nhận giấy phép."]
    assert facts[Aspect.ONLINE] == {"possible": True, "url": "https://thu.example/nop"}
    assert facts[Aspect.FORM] == [{"name": "Mẫu TD-01", "url": "https://thu.example/mau"}]
    assert facts[Aspect.CONDITIONS] == ["Gió không quá cấp 5."]
    assert facts[Aspect.LEGAL_BASIS] == [
        {"number": "08/2026/NĐ-THU", "title": "Nghị định về diều", "issued_on": "2026-01-02"}
    ]
    assert facts[Aspect.RESULT] == ["Giấy phép thả diều"]
    assert facts[Aspect.AGENCY] == {
        "agencies": ["Ủy ban nhân dân cấp xã"],
        "deciding": "Chủ tịch Ủy ban nhân dân cấp xã",
    }


def test_the_sources_are_cited_with_address_and_dates() -> None:
    [source] = procedure_answer(COMPLETE, 1).payload()["sources"]
    assert source == {
        "title": "Cổng thử nghiệm, 17/QĐ-THU",
        "url": "https://thu.example/1",
        "effective_from": "2026-02-01",
        "checked_on": "2026-11-03",
    }


def test_a_source_that_stands_twice_is_cited_once() -> None:
    twice = COMPLETE.model_copy(update={"sources": COMPLETE.sources * 2})
    answer = procedure_answer(twice, 3)
    assert len(answer.sources) == 1
    assert answer.text.endswith(CITATION)


def test_what_to_mind_is_told_with_the_whole_and_not_with_an_aspect() -> None:
    minded = COMPLETE.model_copy(update={"notes": ("Dây diều phải dài dưới 100 mét.",)})
    whole = procedure_answer(minded, 1)
    assert "Lưu ý:\nDây diều phải dài dưới 100 mét." in whole.text
    assert whole.facts["notes"] == ["Dây diều phải dài dưới 100 mét."]
    assert "100 mét" not in procedure_answer(minded, 1, Aspect.FEE).text


def test_the_follow_ups_offered_are_about_what_was_not_told_and_is_known() -> None:
    offered = [suggestion.title for suggestion in procedure_answer(COMPLETE, 1).suggestions]
    assert offered == [ASPECT_TITLES[Aspect.STEPS], ASPECT_TITLES[Aspect.ONLINE]]
    after_fee = procedure_answer(COMPLETE, 1, Aspect.FEE).suggestions
    assert len(after_fee) == 4
    assert ASPECT_QUESTIONS[Aspect.FEE] not in [suggestion.message for suggestion in after_fee]
    assert procedure_answer(BARE, 1).suggestions == []


@pytest.mark.parametrize("aspect", [None, *Aspect])
def test_every_seed_record_can_be_told(library: Library, aspect: Aspect | None) -> None:
    for procedure, version in _procedures(library):
        answer = procedure_answer(procedure, version, aspect)
        assert answer.lead.strip()
        assert f"Mã thủ tục {procedure.code}, bản ghi số {version}." in answer.text
        assert not _empty_parts(answer.text), (procedure.code, aspect)
        assert Answer.model_validate(answer.payload()) == answer


def _procedures(library: Library) -> list[tuple[Procedure, int]]:
    live = [(item.record, item.version) for item in library.store.published()]
    found = [(item, version) for item, version in live if isinstance(item, Procedure)]
    assert len(found) > 20
    return found


def _empty_parts(text: str) -> list[Any]:
    """Lines and brackets that say nothing."""
    return [line for line in text.split("\n") if line.strip() in {".", ":", ";"}] + [
        part for part in ("()", "None", "..", ";;") if part in text.replace("...", "…")
    ]
