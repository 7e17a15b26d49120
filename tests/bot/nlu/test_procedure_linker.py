"""Which record a message is about."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.message_keys import LINK
from bot.nlu.procedure_linker import ProcedureLinker
from bot.runtime import Runtime
from knowledge.library import Library
from knowledge.store import KnowledgeStore
from tests.actions.publishing import published
from tests.actions.sample_records import COMPLETE, KITE_FAQ

CONFIG = ProcedureLinker.get_default_config()
BIRTH, MARRIAGE = "1.001193", "1.000894"
Link = dict[str, Any]


@pytest.fixture
def untrained(
    library: Library, storage: LocalModelStorage, resource: Resource, context: ExecutionContext
) -> ProcedureLinker:
    return ProcedureLinker.create(CONFIG, storage, resource, context)


@pytest.fixture
def trained(untrained: ProcedureLinker, examples: TrainingData) -> ProcedureLinker:
    untrained.train(examples)
    return untrained


def best(link: Link) -> str | None:
    return link["candidates"][0]["key"] if link["candidates"] else None


class TestAComponentOfRasa:
    def test_loaded_from_the_model_it_links_the_same(
        self,
        trained: ProcedureLinker,
        storage: LocalModelStorage,
        resource: Resource,
        context: ExecutionContext,
    ) -> None:
        loaded = ProcedureLinker.load(CONFIG, storage, resource, context)
        for text in ("vợ em mới sinh em bé", "hai đứa sắp cưới", "bao nhiêu tiền", "zzz", ""):
            assert loaded.link(text) == trained.link(text)

    def test_it_leaves_its_finding_on_the_message(self, trained: ProcedureLinker) -> None:
        [message] = trained.process([Message.build("đăng ký kết hôn")])
        link = message.as_dict(only_output_properties=True)[LINK]
        assert best(link) == MARRIAGE
        assert set(link["candidates"][0]) == {
            "kind",
            "key",
            "name",
            "confidence",
            "reasons",
            "utterance",
        }

    @pytest.mark.usefixtures("library")
    def test_what_was_taught_is_found_in_other_words(
        self,
        storage: LocalModelStorage,
        resource: Resource,
        context: ExecutionContext,
        examples: TrainingData,
    ) -> None:
        # Six utterances teach no confidence, only that the record comes into question.
        anything = {**CONFIG, "offer_from": 0.0, "offer_best_from": 0.0}
        linker = ProcedureLinker.create(anything, storage, resource, context)
        linker.train(examples)
        link = linker.link("tụi mình sắp cưới thì cần giấy gì")
        [found] = [item for item in link["candidates"] if item["key"] == MARRIAGE]
        assert found["reasons"]["learnt"] > 0.3
        assert found["utterance"] == "tụi em sắp cưới cần giấy tờ gì"


class TestWithoutTraining:
    @pytest.mark.parametrize("text", ["đăng ký kết hôn", "dang ky ket hon"])
    def test_a_record_is_found_by_its_name(self, untrained: ProcedureLinker, text: str) -> None:
        assert best(untrained.link(text)) == MARRIAGE

    @pytest.mark.parametrize(
        "text", ["1.000894", "thủ tục 1.000894 cần gì", "mã 1.000894?", "(1.000894)"]
    )
    def test_a_code_names_its_record(self, untrained: ProcedureLinker, text: str) -> None:
        link = untrained.link(text)
        assert (link["decision"], best(link)) == ("answer", MARRIAGE)
        assert link["candidates"][0]["confidence"] == 1.0

    def test_two_codes_are_a_choice(self, untrained: ProcedureLinker) -> None:
        link = untrained.link("1.000894 với 1.001193 khác gì nhau")
        assert link["decision"] == "choose"
        assert [candidate["key"] for candidate in link["candidates"]] == [MARRIAGE, BIRTH]

    @pytest.mark.parametrize("text", ["9.999999", "11.000894", "1.0008941", ""])
    def test_a_number_that_is_no_code_names_nothing(
        self, untrained: ProcedureLinker, text: str
    ) -> None:
        assert not any(found["confidence"] == 1.0 for found in untrained.link(text)["candidates"])

    def test_an_faq_is_named_by_its_key(
        self, untrained: ProcedureLinker, store: KnowledgeStore
    ) -> None:
        with published(KITE_FAQ, store):
            link = untrained.link(KITE_FAQ.key)
        assert (link["decision"], link["candidates"][0]["kind"]) == ("answer", "faq")


def test_a_record_published_a_moment_ago_is_found_without_training(
    trained: ProcedureLinker, store: KnowledgeStore
) -> None:
    with published(COMPLETE, store):
        assert best(trained.link("cấp giấy phép thả diều")) == COMPLETE.code
    assert best(trained.link("cấp giấy phép thả diều")) != COMPLETE.code


class TestAFrequentQuestion:
    @pytest.mark.parametrize(
        ("text", "key"),
        [
            ("Hộ chiếu còn hạn dưới 6 tháng, đổi sớm được không?", "ho-chieu-con-han-6-thang"),
            ("ho chieu con han duoi 6 thang doi som duoc khong", "ho-chieu-con-han-6-thang"),
            ("trợ cấp hưu trí xã hội 75 tuổi", "nguoi-gia-75-tuoi-tro-cap"),
        ],
    )
    def test_in_the_words_that_are_listed_it_is_answered(
        self, trained: ProcedureLinker, text: str, key: str
    ) -> None:
        link = trained.link(text)

        assert (link["decision"], best(link)) == ("answer", key)

    def test_listed_a_moment_ago_it_is_answered_without_training(
        self, trained: ProcedureLinker, store: KnowledgeStore
    ) -> None:
        assert best(trained.link(KITE_FAQ.question)) != KITE_FAQ.key
        with published(KITE_FAQ, store):
            link = trained.link(KITE_FAQ.question)
        assert (link["decision"], best(link)) == ("answer", KITE_FAQ.key)

    def test_what_names_a_procedure_as_well_is_about_the_procedure(
        self, trained: ProcedureLinker
    ) -> None:
        assert best(trained.link("đăng ký khai sinh")) == BIRTH


class TestAFewWords:
    """A word or two that stand in the names of several procedures are a choice between them."""

    @pytest.mark.parametrize("said", ["hộ kinh doanh", "tạm trú", "tam tru", "giấy phép lái xe"])
    def test_that_name_none_of_several_procedures_are_a_choice(
        self, trained: ProcedureLinker, said: str
    ) -> None:
        link = trained.link(said)

        assert (link["decision"], link["family"]) == ("choose", True)
        assert len(link["candidates"]) >= 3
        assert all(found["kind"] == "procedure" for found in link["candidates"])

    @pytest.mark.parametrize(
        ("said", "code"),
        [("đăng ký kết hôn", MARRIAGE), ("khai sinh cho con", BIRTH)],
    )
    def test_that_are_the_name_of_one_mean_that_one(
        self, trained: ProcedureLinker, said: str, code: str
    ) -> None:
        link = trained.link(said)

        assert not link["family"]
        assert best(link) == code

    @pytest.mark.parametrize("said", ["bao nhiêu tiền", "xin chào", "giấy phép xây nhà hai tầng"])
    def test_that_say_something_else_are_no_family(
        self, trained: ProcedureLinker, said: str
    ) -> None:
        assert not trained.link(said)["family"]


def test_at_most_four_records_are_offered_best_first(trained: ProcedureLinker) -> None:
    for text in ("đăng ký", "giấy", "cấp lại", "chứng thực bản sao đăng ký khai sinh kết hôn"):
        confidences = [found["confidence"] for found in trained.link(text)["candidates"]]
        assert len(confidences) <= 4
        assert confidences == sorted(confidences, reverse=True)


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("vợ em mới đẻ hôm qua giờ làm giấy tờ gì cho bé", BIRTH),
        ("con toi 2 tuoi ma chua khai sinh", BIRTH),
        ("tụi em muốn đăng ký kết hôn", MARRIAGE),
        ("dki ket hon can nhung gi", MARRIAGE),
        ("ông nội em mới mất thì khai tử sao", "1.000656"),
        ("em ở trọ muốn đăng ký tạm trú", "1.004194"),
        ("mở hộ kinh doanh bán cà phê", "1.001612"),
        ("xin giấy xác nhận độc thân để cưới vợ", "1.004873"),
        ("sao y bản chính bằng đại học", "2.000815"),
    ],
)
async def test_the_trained_model_links_what_citizens_say(
    runtime: Runtime, question: str, code: str
) -> None:
    link = (await runtime.parse(question))[LINK]
    assert code in [candidate["key"] for candidate in link["candidates"]]


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("bao nhiêu tiền vậy", True),
        ("nộp ở đâu", True),
        ("đăng ký tạm trú nộp ở đâu", False),
        ("phóng tên lửa bao nhiêu tiền", False),
    ],
)
async def test_a_question_that_names_nothing_is_told_apart(
    runtime: Runtime, question: str, bare: bool
) -> None:
    assert (await runtime.parse(question))[LINK]["bare"] is bare
