"""Messages that ask several things."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.clause_splitter import clauses_of
from bot.runtime import Runtime
from vietnamese.text import syllables


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("lệ phí bao nhiêu và mấy ngày thì có", ["lệ phí bao nhiêu", "mấy ngày thì có"]),
        ("cần giấy tờ gì? nộp ở đâu?", ["cần giấy tờ gì", "nộp ở đâu"]),
        ("phí với thời gian", ["phí", "thời gian"]),
        ("làm khai sinh cho con", ["làm khai sinh cho con"]),
        ("", [""]),
    ],
)
def test_the_questions_are_taken_apart(text: str, clauses: list[str]) -> None:
    assert clauses_of(text) == clauses


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (
            "Ba em mất tuần trước ở bệnh viện, giấy báo tử có rồi. Em ở xa, chưa về kịp. "
            "Cho em hỏi làm giấy chứng tử cần mang gì, nộp ở đâu? Em cảm ơn nhiều.",
            ["Cho em hỏi làm giấy chứng tử cần mang gì", "nộp ở đâu"],
        ),
        (
            "tui co mieng dat cua cha me de lai o que, giay to du ca. anh em dong y het roi. "
            "chu sang ten thi het bao nhieu tien",
            ["chu sang ten thi het bao nhieu tien"],
        ),
    ],
)
def test_of_a_story_only_what_it_asks_is_taken_apart(text: str, clauses: list[str]) -> None:
    assert clauses_of(text) == clauses


@given(st.text(alphabet="aăâbcdđ và,.?!với \n", max_size=80))
def test_no_word_is_made_up(text: str) -> None:
    said = syllables(text)
    for clause in clauses_of(text):
        assert set(syllables(clause)) <= set(said)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("làm hộ chiếu hết bao nhiêu tiền và bao lâu thì có", ["ask_fee", "ask_duration"]),
        ("đăng ký tạm trú cần giấy tờ gì, nộp ở đâu", ["ask_documents", "ask_place"]),
    ],
)
async def test_all_that_is_asked_is_found(runtime: Runtime, text: str, asked: list[str]) -> None:
    assert (await runtime.parse(text))["aspects_asked"] == asked


async def test_a_story_asks_what_its_question_asks(runtime: Runtime) -> None:
    parsed = await runtime.parse(
        "Vợ chồng tôi cưới năm ngoái, giấy tờ khi đó làm ở phường bên vợ, tốn kém cũng nhiều. "
        "Nay vợ tôi sinh cháu đầu lòng ở bệnh viện thành phố được mười ngày. "
        "Cho tôi hỏi làm khai sinh cho cháu thì mấy ngày có?"
    )

    assert parsed["intent"]["name"] == "ask_duration"
    assert "aspects_asked" not in parsed


async def test_one_question_is_one(runtime: Runtime) -> None:
    parsed = await runtime.parse("vợ em mới sinh, làm khai sinh hết bao nhiêu tiền")

    assert "aspects_asked" not in parsed
