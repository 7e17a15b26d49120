"""The REST channel, as any Rasa client speaks it."""

from __future__ import annotations

import httpx
import pytest

from actions.answer import Answer, Aspect, Kind
from knowledge.store import KnowledgeStore
from tests.actions.publishing import published
from tests.actions.sample_records import COMPLETE
from tests.bot.asking import new_sender
from tests.bot.server.conftest import Ask

BIRTH, MARRIAGE = "1.001193", "1.000894"


def code_of(answer: Answer) -> str | None:
    return answer.procedure.code if answer.procedure else None


def test_the_reply_is_rasas_list_of_messages_with_the_answer_in_custom(
    client: httpx.Client,
) -> None:
    response = client.post(
        "/webhooks/rest/webhook",
        json={"sender": "chị Lan", "message": "làm giấy khai sinh", "metadata": {"kênh": "web"}},
    )
    assert response.status_code == 200
    [message] = response.json()
    assert message["recipient_id"] == "chị Lan"
    answer = Answer.model_validate(message["custom"])
    assert message["text"] == answer.text
    assert message["buttons"] == [
        {"title": suggestion.title, "payload": suggestion.message}
        for suggestion in answer.suggestions
    ]
    assert set(message) == {"recipient_id", "text", "buttons", "custom"}


@pytest.mark.parametrize(
    ("question", "aspect"),
    [
        ("đăng ký kết hôn cần giấy tờ gì", Aspect.DOCUMENTS),
        ("đăng ký kết hôn lệ phí bao nhiêu", Aspect.FEE),
        ("đăng ký kết hôn bao lâu thì xong", Aspect.DURATION),
        ("đăng ký kết hôn nộp hồ sơ ở đâu", Aspect.PLACE),
        ("các bước đăng ký kết hôn", Aspect.STEPS),
        ("đăng ký kết hôn nộp qua mạng được không", Aspect.ONLINE),
        ("điều kiện đăng ký kết hôn là gì", Aspect.CONDITIONS),
        ("đăng ký kết hôn theo luật nào", Aspect.LEGAL_BASIS),
        ("xin mẫu tờ khai đăng ký kết hôn", Aspect.FORM),
    ],
)
def test_each_aspect_can_be_asked_for(ask: Ask, question: str, aspect: Aspect) -> None:
    answer = ask(question)
    assert (answer.kind, code_of(answer), answer.aspect) == (Kind.PROCEDURE, MARRIAGE, aspect)
    assert answer.sources


@pytest.mark.parametrize(
    "question",
    [
        "lam giay khai sinh cho con can giay to gi",
        "làm giấy khai sinh cho con cần j z",
        "LÀM GIẤY KHAI SINH CHO CON CẦN GIẤY TỜ GÌ???",
        "thủ tục 1.001193 cần giấy tờ gì",
    ],
)
def test_people_may_write_as_they_do(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert (code_of(answer), answer.aspect) == (BIRTH, Aspect.DOCUMENTS)


def test_a_follow_up_keeps_the_topic_until_another_is_named(ask: Ask) -> None:
    assert code_of(ask("làm giấy khai sinh cho con")) == BIRTH
    assert code_of(ask("hết bao nhiêu tiền")) == BIRTH
    assert code_of(ask("nộp ở đâu")) == BIRTH
    assert code_of(ask("đăng ký kết hôn mất bao lâu")) == MARRIAGE
    assert code_of(ask("lệ phí bao nhiêu")) == MARRIAGE


def test_an_aspect_without_a_procedure_is_asked_back_and_remembered(ask: Ask) -> None:
    assert ask("lệ phí bao nhiêu").kind is Kind.CLARIFY
    answer = ask("đăng ký kết hôn")
    assert (code_of(answer), answer.aspect) == (MARRIAGE, Aspect.FEE)


@pytest.fixture
def choice(ask: Ask) -> Answer:
    """The choice that a vague question leads to."""
    return ask("hộ kinh doanh")


@pytest.mark.parametrize("vague", ["hộ kinh doanh", "chứng thực", "tạm trú", "bằng lái"])
def test_a_question_that_says_too_little_leads_to_a_choice(ask: Ask, vague: str) -> None:
    answer = ask(vague)
    assert answer.kind is Kind.CHOICE
    assert len(answer.procedures) >= 2


def test_a_choice_may_be_made_by_number(ask: Ask, choice: Answer) -> None:
    assert code_of(ask("2")) == choice.procedures[1].code


def test_the_button_of_an_option_chooses_it(ask: Ask, choice: Answer) -> None:
    assert code_of(ask(choice.suggestions[0].message)) == choice.procedures[0].code


def test_a_choice_may_be_spoken(ask: Ask, choice: Answer) -> None:
    assert code_of(ask("cái thứ hai")) == choice.procedures[1].code


def test_options_may_all_be_wrong(ask: Ask, choice: Answer) -> None:
    assert ask("không phải").kind is Kind.CLARIFY
    assert ask("2").kind is Kind.CLARIFY


def test_an_answer_is_repeated_word_for_word(ask: Ask) -> None:
    said = ask("đăng ký kết hôn cần giấy tờ gì")
    assert ask("nhắc lại giúp tôi") == said


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("xin chào", Kind.GREETING),
        ("cảm ơn em nhiều", Kind.SMALLTALK),
        ("tạm biệt", Kind.SMALLTALK),
        ("em là người hay máy", Kind.SMALLTALK),
        ("bạn giúp được những việc gì", Kind.MENU),
        ("cho tôi gặp người thật", Kind.HANDOFF),
        ("có người bất tỉnh cần cấp cứu", Kind.EMERGENCY),
        ("nhà tôi đang cháy", Kind.EMERGENCY),
        ("hồ sơ của tôi tới đâu rồi", Kind.DOSSIER_VERIFY),
        ("hôm nay trời có mưa không", Kind.OUT_OF_SCOPE),
    ],
)
def test_what_is_no_question_about_a_procedure_is_met_too(
    ask: Ask, message: str, kind: Kind
) -> None:
    assert ask(message).kind is kind


@pytest.mark.parametrize("question", ["cấp phép phóng tên lửa lên sao Hỏa", "xin visa đi Mỹ"])
def test_what_no_record_knows_is_not_answered_from_one(ask: Ask, question: str) -> None:
    assert ask(question).kind in {Kind.UNKNOWN, Kind.OUT_OF_SCOPE, Kind.CHOICE}


def test_a_record_published_a_moment_ago_is_known_without_training(
    ask: Ask, store: KnowledgeStore
) -> None:
    with published(COMPLETE, store) as version:
        answer = ask("cấp giấy phép thả diều hết bao nhiêu tiền")
        if answer.kind is Kind.CHOICE:
            answer = ask("1")
    assert answer.procedure is not None
    assert (answer.procedure.code, answer.procedure.version) == (COMPLETE.code, version)
    assert "12.500 đồng" in answer.text


def test_two_conversations_do_not_know_of_each_other(ask: Ask) -> None:
    ask("làm giấy khai sinh cho con")
    assert ask("lệ phí bao nhiêu", sender=new_sender()).kind is Kind.CLARIFY


def test_a_client_may_have_its_language_in_metadata(ask: Ask) -> None:
    assert ask("xin chào", metadata={"ngôn ngữ": "vi", "sâu": {"hơn": [1, None]}}).text
    assert ask("xin chào", metadata=None).text
