from __future__ import annotations

from actions.answer import Answer, Kind
from actions.faq_answer import faq_answer
from actions.wording import NOTICES
from knowledge.library import Library
from knowledge.records import Concern, Faq
from tests.actions.sample_records import KITE_FAQ


def test_an_faq_answer_has_the_answer_its_notices_and_its_source(library: Library) -> None:
    answer = faq_answer(KITE_FAQ, 2, library)
    assert answer.kind is Kind.FAQ
    assert answer.lead == "Được ạ, nếu diều có đèn."
    assert answer.text == "\n\n".join(
        [
            "Được ạ, nếu diều có đèn.",
            NOTICES[Concern.UNVERIFIED_FACT],
            "Nguồn: Cổng thử nghiệm, quyết định 17/QĐ-THU, đối chiếu ngày 3/11/2026. Bản ghi số 2.",
        ]
    )
    assert answer.facts["faq"] == {
        "key": "tha-dieu-ban-dem",
        "question": "Thả diều ban đêm được không?",
        "version": 2,
    }
    assert answer.sources[0].url == "https://thu.example/1"


def test_only_procedures_that_exist_are_offered_as_follow_ups(library: Library) -> None:
    [offered] = faq_answer(KITE_FAQ, 1, library).suggestions
    assert (offered.title, offered.message) == ("Đăng ký khai sinh", "1.001193")


def test_every_seed_faq_can_be_told(library: Library) -> None:
    entries = [item for item in library.store.published() if isinstance(item.record, Faq)]
    assert entries
    for entry in entries:
        assert isinstance(entry.record, Faq)
        answer = faq_answer(entry.record, entry.version, library)
        assert entry.record.answer in answer.text
        assert "Nguồn: " in answer.text
        assert Answer.model_validate(answer.payload()) == answer
