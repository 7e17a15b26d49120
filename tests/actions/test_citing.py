from __future__ import annotations

from datetime import date

from actions.citing import citation, cited_sources, source_in_words
from knowledge.records import Source
from tests.actions.sample_records import COMPLETE, PORTAL


def test_a_source_is_said_with_its_decision_and_the_day_it_was_checked() -> None:
    assert source_in_words(PORTAL) == (
        "Cổng thử nghiệm, quyết định 17/QĐ-THU, đối chiếu ngày 3/11/2026"
    )
    assert source_in_words(Source(title="Cổng thử nghiệm")) == "Cổng thử nghiệm"


def test_a_citation_has_source_code_version_and_who_verified_it_when() -> None:
    line = citation(COMPLETE, 4)
    assert line.startswith("Nguồn: Cổng thử nghiệm")
    assert line.endswith("Mã thủ tục 9.123456, bản ghi số 4.")
    verified = COMPLETE.model_copy(update={"verified_on": date(2026, 11, 9)})
    assert citation(verified, 4).endswith("Cán bộ xác minh ngày 9/11/2026.")


def test_a_source_that_only_repeats_another_is_cited_once() -> None:
    again = COMPLETE.model_copy(update={"sources": (*COMPLETE.sources, *COMPLETE.sources)})
    assert citation(again, 4) == citation(COMPLETE, 4)
    assert cited_sources(again) == cited_sources(COMPLETE)
