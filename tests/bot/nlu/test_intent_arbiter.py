"""Who is believed when the intent classifier and the linker disagree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.intent_arbiter import IntentArbiter
from bot.nlu.message_keys import LINK, NORMALISED_TEXT, TYPED_TEXT


@pytest.fixture
def arbiter(
    storage: LocalModelStorage, resource: Resource, context: ExecutionContext
) -> IntentArbiter:
    return IntentArbiter.create(IntentArbiter.get_default_config(), storage, resource, context)


def settled(arbiter: IntentArbiter, link: str, *ranking: tuple[str, float]) -> str:
    """The intent that stands, given the linker's decision and the classifier's guesses."""
    message = Message.build("…")
    guesses = [{"name": name, "confidence": confidence} for name, confidence in ranking]
    message.set(INTENT, guesses[0])
    message.set(INTENT_RANKING_KEY, guesses)
    message.set(LINK, {"decision": link, "candidates": []})
    [processed] = arbiter.process([message])
    return str(processed.get(INTENT)["name"])


@pytest.mark.parametrize(
    ("link", "ranking", "stands"),
    [
        # A question about a record stands when the classifier is sure enough of it,
        ("answer", [("ask_fee", 0.9)], "ask_fee"),
        ("unknown", [("ask_fee", 0.4)], "ask_fee"),
        # and is one about the record in general when it is not but a record is known.
        ("answer", [("ask_fee", 0.1)], "ask_procedure"),
        ("choose", [("ask_fee", 0.1)], "ask_procedure"),
        ("unknown", [("ask_fee", 0.1)], "nlu_fallback"),
        # A dialogue act stands against a record only when it is very sure,
        ("answer", [("thank", 0.9)], "thank"),
        ("answer", [("thank", 0.5), ("ask_fee", 0.4)], "ask_fee"),
        ("answer", [("thank", 0.5), ("deny", 0.4)], "ask_procedure"),
        # and against a mere guess of records when it is sure enough.
        ("choose", [("thank", 0.5)], "thank"),
        ("choose", [("thank", 0.3)], "ask_procedure"),
        ("unknown", [("thank", 0.5)], "thank"),
        ("unknown", [("thank", 0.1)], "nlu_fallback"),
        # An emergency is never overruled, and never guessed.
        ("answer", [("emergency", 0.7)], "emergency"),
        ("unknown", [("emergency", 0.7)], "emergency"),
        ("unknown", [("emergency", 0.2)], "nlu_fallback"),
        ("answer", [("emergency", 0.2), ("ask_place", 0.5)], "ask_place"),
    ],
)
def test_the_decision_table(
    arbiter: IntentArbiter, link: str, ranking: list[tuple[str, float]], stands: str
) -> None:
    assert settled(arbiter, link, *ranking) == stands


def test_a_message_that_nothing_is_known_of_falls_back(arbiter: IntentArbiter) -> None:
    [message] = arbiter.process([Message.build("…")])
    assert message.get(INTENT) == {"name": "nlu_fallback", "confidence": 1.0}


def read(
    arbiter: IntentArbiter,
    text: str,
    *ranking: tuple[str, float],
    best: float = 0.0,
    search: float = 0.0,
    entities: Sequence[dict[str, str]] = (),
    **link: object,
) -> Message:
    """A message as the arbiter leaves it; `best` is the confidence of its best record."""
    decision = "answer" if best > 0.5 else "choose" if best else "unknown"
    candidates = [{"key": "1.1", "confidence": best, "reasons": {"search": search}}] if best else []
    message = Message.build(text)
    guesses = [{"name": name, "confidence": confidence} for name, confidence in ranking]
    message.set(INTENT, guesses[0])
    message.set(INTENT_RANKING_KEY, guesses)
    message.set(ENTITIES, list(entities))
    message.set(LINK, {"decision": decision, "candidates": candidates, **link})
    [processed] = arbiter.process([message])
    return processed


def name(message: Message) -> str:
    return str(message.get(INTENT)["name"])


@pytest.mark.parametrize(
    ("text", "confidence", "emergency"),
    [
        # A word of danger is enough for an emergency that the classifier hardly thinks of,
        ("chồng tui cầm dao rượt cả nhà", 0.1, True),
        ("chong tui cam dao ruot ca nha", 0.1, True),
        # a word of an office or of the past asks for more than usual,
        ("xin giấy phép phòng cháy chữa cháy", 0.6, False),
        ("bị cướp hôm kia, khai báo mất ở đâu", 0.6, False),
        ("chắc chắn rồi", 0.76, False),
        ("công bố tình huống khẩn cấp trên quốc lộ", 0.6, False),
        # and without either the classifier decides.
        ("trời ơi làm sao giờ", 0.6, True),
        ("trời ơi làm sao giờ", 0.3, False),
    ],
)
def test_an_emergency(
    arbiter: IntentArbiter, text: str, confidence: float, emergency: bool
) -> None:
    message = read(arbiter, text, ("ask_procedure", 0.9 - confidence), ("emergency", confidence))

    assert (name(message) == "emergency") is emergency


def test_a_word_that_several_procedures_are_about_is_no_leave_taking(
    arbiter: IntentArbiter,
) -> None:
    message = read(arbiter, "tạm trú", ("goodbye", 0.6), best=0.4, family=True)

    assert name(message) == "ask_procedure"


class TestTheFarSideOfTheScope:
    def test_it_is_believed_over_a_record_that_looks_like_the_message(
        self, arbiter: IntentArbiter
    ) -> None:
        message = read(arbiter, "đăng ký thi IELTS ở đâu vậy", ("out_of_scope", 0.45), best=0.6)

        assert name(message) == "out_of_scope"

    def test_it_is_not_believed_over_a_record_that_is_sure(self, arbiter: IntentArbiter) -> None:
        ranking = [("ask_procedure", 0.5), ("out_of_scope", 0.4)]
        message = read(arbiter, "đăng ký xe máy mới mua", *ranking, best=0.95)

        assert name(message) == "ask_procedure"

    def test_a_word_that_several_procedures_are_about_is_not_outside(
        self, arbiter: IntentArbiter
    ) -> None:
        ranking = [("ask_procedure", 0.3), ("out_of_scope", 0.2)]
        message = read(arbiter, "làm thẻ", *ranking, best=0.2, family=True)

        assert name(message) == "ask_procedure"

    def test_a_dispute_gets_no_answer_from_a_record_that_looks_like_it(
        self, arbiter: IntentArbiter
    ) -> None:
        text = "hàng xóm lấn đất thì kiện ở đâu"
        message = read(arbiter, text, ("legal_dispute", 0.9), best=0.98)

        assert name(message) == "legal_dispute"

    def test_a_procedure_of_disputes_that_is_named_is_answered(
        self, arbiter: IntentArbiter
    ) -> None:
        ranking = [("legal_dispute", 0.6), ("ask_procedure", 0.3)]
        text = "hòa giải tranh chấp đất đai"
        message = read(arbiter, text, *ranking, best=0.97)

        assert name(message) == "ask_procedure"

    def test_what_nothing_looks_like_is_not_known_rather_than_outside(
        self, arbiter: IntentArbiter
    ) -> None:
        ranking = [("ask_procedure", 0.6), ("out_of_scope", 0.05)]
        assert name(read(arbiter, "xin cấp thẻ thủy thủ tàu ngầm", *ranking)) == "ask_procedure"

        ranking = [("ask_procedure", 0.4), ("out_of_scope", 0.3)]
        assert name(read(arbiter, "đăng ký thi IELTS", *ranking)) == "out_of_scope"

    def test_what_only_tells_twins_apart_is_not_outside(self, arbiter: IntentArbiter) -> None:
        text = "còn đứa lớn 15 tuổi thì sao"
        ranking = [("ask_conditions", 0.3), ("out_of_scope", 0.3)]

        assert name(read(arbiter, text, *ranking, only_traits=True)) == "ask_procedure"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("hồ sơ sao", "ask_documents"),
        ("rứa hồ sơ thì răng hè", "ask_documents"),
        ("hồ sơ sao rồi", "ask_dossier_status"),
        ("hồ sơ của tui sao", "ask_dossier_status"),
        ("hồ sơ tới đâu", "ask_dossier_status"),
    ],
)
def test_papers_and_a_dossier_are_both_called_ho_so(
    arbiter: IntentArbiter, text: str, intent: str
) -> None:
    assert name(read(arbiter, text, ("ask_dossier_status", 0.7))) == intent


class TestWards:
    ENTITY: ClassVar = {"entity": "ward", "value": "20242"}

    def test_a_ward_and_nothing_else_asks_for_its_counter(self, arbiter: IntentArbiter) -> None:
        text = "em ở phường Thạch Thang"
        message = read(arbiter, text, ("ask_procedure", 0.4), entities=[self.ENTITY])

        assert name(message) == "ask_office"

    @pytest.mark.parametrize("intent", ["out_of_scope", "ask_result"])
    def test_what_became_of_a_ward_asks_for_it_too(
        self, arbiter: IntentArbiter, intent: str
    ) -> None:
        message = read(
            arbiter,
            "Hòa Khánh Bắc nay tên gì",
            (intent, 0.5),
            best=0.2,
            entities=[self.ENTITY],
            naming=["nay", "ten"],
        )

        assert name(message) == "ask_office"

    def test_a_procedure_in_a_ward_is_about_the_procedure(self, arbiter: IntentArbiter) -> None:
        text = "làm khai sinh ở phường Thạch Thang"
        ranking = ("ask_place", 0.8)
        message = read(arbiter, text, ranking, best=0.9, entities=[self.ENTITY])

        assert name(message) == "ask_place"


def test_who_names_a_procedure_is_calm(arbiter: IntentArbiter) -> None:
    text = "thông báo lưu trú cho khách bị cướp"
    ranking = [("ask_procedure", 0.6), ("emergency", 0.2)]

    assert name(read(arbiter, text, *ranking, best=0.99, search=0.8)) == "ask_procedure"
    assert name(read(arbiter, text, *ranking, best=0.6, search=0.8)) == "emergency"


def test_a_word_of_danger_is_heard_in_what_was_typed_too(arbiter: IntentArbiter) -> None:
    message = Message.build("chay nha roi")
    message.set(NORMALISED_TEXT, "chạy nhà rồi")
    message.set(TYPED_TEXT, "chay nha roi")
    message.set(INTENT, {"name": "ask_procedure", "confidence": 0.8})
    message.set(INTENT_RANKING_KEY, [{"name": "emergency", "confidence": 0.1}])
    [processed] = arbiter.process([message])

    assert name(processed) == "emergency"


def test_a_question_that_ends_in_general_is_about_the_whole(arbiter: IntentArbiter) -> None:
    assert name(read(arbiter, "còn gia hạn thì sao", ("ask_fee", 0.7))) == "ask_procedure"
    assert name(read(arbiter, "lệ phí thì sao", ("ask_fee", 0.7))) == "ask_fee"
