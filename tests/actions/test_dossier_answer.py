"""What is said about a dossier, and what is not said before the proof."""

from __future__ import annotations

from datetime import date

import pytest

from actions.answer import Answer, Kind
from actions.dossier_answer import (
    ask_code,
    ask_code_again,
    ask_proof,
    ask_proof_again,
    dossier_answer,
    refusal,
)
from knowledge.dossiers.codes import parse_code
from knowledge.dossiers.desk import LockedOut, NotShown
from tests.knowledge.dossiers.examples import CODE, kept

KNOWN, UNKNOWN = parse_code(CODE), parse_code("H17.1-260814-0002")


def on(today: str, **changes: object) -> Answer:
    return dossier_answer(kept(**changes), date.fromisoformat(today))


def test_it_says_where_the_dossier_is_since_when_and_when_it_is_due() -> None:
    answer = on("2026-08-20")

    assert answer.kind is Kind.DOSSIER_STATUS
    assert "đang được xử lý tại Ủy ban nhân dân phường Hải Châu" in answer.lead
    assert "«Thẩm định hồ sơ»" in answer.lead and "17/8/2026" in answer.lead
    assert "tiếp nhận ngày 14/8/2026" in answer.text
    assert "Ngày hẹn trả là 28/8/2026, chưa trễ hẹn." in answer.text
    assert "Khi xong, nhận kết quả tại Trung tâm" in answer.text
    assert "cập nhật 9:00 ngày 17/8/2026" in answer.text
    assert "xin lỗi" not in answer.text
    assert answer.facts["dossier"]["code"] == CODE
    assert answer.facts["lateness"] == {"timing": "on_time", "days": 0, "exact": True}


def test_a_late_one_says_by_how_much_and_what_is_owed() -> None:
    answer = on("2026-09-04")

    assert "đã trễ 2 ngày làm việc" in answer.text
    assert "Phiếu xin lỗi" in answer.text and "hẹn lại ngày" in answer.text
    assert "118/2025/NĐ-CP" in answer.notices[0] and "chưa đối chiếu" in answer.notices[0]
    assert answer.notices[0] in answer.text
    assert answer.facts["lateness"]["days"] == 2
    assert answer.facts["lateness"]["owed"]["verified"] is False


def test_what_is_missing_is_listed() -> None:
    answer = on(
        "2026-08-20", state="needs_supplement", missing=["Giấy chứng sinh", "Tờ khai có chữ ký"]
    )

    assert "đang chờ anh/chị bổ sung" in answer.lead
    assert "1. Giấy chứng sinh\n2. Tờ khai có chữ ký" in answer.text


@pytest.mark.parametrize(
    ("changes", "said", "not_said"),
    [
        (
            {"state": "done", "finished_on": "2026-08-27"},
            ["đã có kết quả, từ ngày 27/8/2026", "đã xong đúng hẹn", "Anh/chị nhận kết quả tại"],
            ["trễ"],
        ),
        (
            {"state": "done", "finished_on": "2026-09-04"},
            ["xong trễ 2 ngày làm việc", "xin lỗi"],
            ["đến nay"],
        ),
        ({"state": "collected", "finished_on": "2026-08-20"}, ["đã trả kết quả"], ["Khi xong"]),
        (
            {"state": "refused", "reason": "Không thuộc thẩm quyền"},
            ["không được giải quyết", "Lý do: Không thuộc thẩm quyền."],
            ["nhận kết quả"],
        ),
        ({"state": "withdrawn"}, ["đã được rút"], ["hẹn trả", "nhận kết quả"]),
        ({"due_on": None}, ["chưa ghi ngày hẹn trả"], ["trễ"]),
        ({"state": "needs_supplement"}, ["sẽ hẹn lại ngày trả"], ["xin lỗi", "trễ"]),
        ({"due_on": "2026-09-10"}, ["hôm nay, 10/9/2026"], ["trễ hẹn"]),
    ],
)
def test_each_state_is_told_in_its_own_words(
    changes: dict[str, object], said: list[str], not_said: list[str]
) -> None:
    answer = on("2026-09-10", **changes)

    for words in said:
        assert words in answer.text
    for words in not_said:
        assert words not in answer.text.split("Nguồn:")[0].replace("hẹn trả là", "hẹn là")


def test_before_the_proof_only_the_code_that_was_typed_is_said() -> None:
    answer = ask_proof(KNOWN)

    assert CODE in answer.text
    assert answer.facts == {"asks": "proof", "code": CODE, "code_complete": True}
    assert "Khai sinh".lower() not in answer.text.lower()


@pytest.mark.parametrize("result", [*(NotShown(left) for left in range(5)), LockedOut()])
def test_a_refusal_says_the_same_of_every_code(result: NotShown | LockedOut) -> None:
    known, unknown = refusal(KNOWN, result), refusal(UNKNOWN, result)

    assert known.kind is Kind.DOSSIER_VERIFY
    assert known.model_dump_json().replace(str(KNOWN), "") == unknown.model_dump_json().replace(
        str(UNKNOWN), ""
    )


@pytest.mark.parametrize(
    ("answer", "facts"),
    [
        (ask_code(), {"asks": "code"}),
        (ask_code(resumed=True), {"asks": "code", "why": "resumed"}),
        (ask_code_again(), {"asks": "code", "why": "code_not_read"}),
        (
            ask_proof(parse_code("260814-0001"), resumed=True),
            {"asks": "proof", "code": "260814-0001", "code_complete": False, "why": "resumed"},
        ),
        (ask_proof_again(), {"asks": "proof", "why": "not_four_digits"}),
        (
            refusal(KNOWN, NotShown(3)),
            {
                "asks": "proof",
                "code": CODE,
                "code_complete": True,
                "tries_left": 3,
                "why": "no_match",
            },
        ),
        (
            refusal(KNOWN, NotShown(0)),
            {"code": CODE, "code_complete": True, "tries_left": 0, "why": "no_match"},
        ),
        (refusal(KNOWN, LockedOut()), {"why": "locked_out"}),
    ],
)
def test_what_is_asked_for_and_why_is_stated_as_data(
    answer: Answer, facts: dict[str, object]
) -> None:
    assert answer.payload()["facts"] == facts


def test_a_part_of_a_code_is_told_to_be_one() -> None:
    assert "chưa đủ" in refusal(parse_code("260814-0001"), NotShown(3)).text
    assert "chưa đủ" not in refusal(KNOWN, NotShown(3)).text
