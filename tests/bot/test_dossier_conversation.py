"""Asking for a dossier in a conversation: the whole way, in between, and what is kept of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete, text

from actions.answer import Answer, Kind
from bot.runtime import Runtime
from knowledge.database import connect
from knowledge.database.dossier_tables import dossier, wrong_proof
from knowledge.dossiers.store import DossierStore
from knowledge.store import KnowledgeStore
from settings import Settings
from tests.bot.asking import kept_messages, new_sender
from tests.knowledge.dossiers.examples import CODE, PHONE_DIGITS, WRONG_DIGITS, sent

UNKNOWN = "000.00.19.H17-260814-0002"
ASK = "hồ sơ của tôi tới đâu rồi"


@pytest.fixture(autouse=True)
def one_dossier(settings: Settings, store: KnowledgeStore) -> Iterator[None]:
    """The database of the tests has one dossier, and nobody has tried a proof yet."""
    engine = connect(settings.database_url)
    DossierStore(engine, settings.dossier_secret.get_secret_value()).put(sent())
    yield
    with engine.begin() as connection:
        connection.execute(delete(dossier))
        connection.execute(delete(wrong_proof))
    engine.dispose()


class Citizen:
    """Somebody in a conversation of their own."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self.name = new_sender()

    async def says(self, message: str) -> list[Answer]:
        messages = await self._runtime.handle(self.name, message)
        return [Answer.model_validate(one["custom"]) for one in messages]

    async def told(self, *messages: str) -> Answer:
        """The one Answer to the last of the messages."""
        for message in messages:
            answers = await self.says(message)
        [answer] = answers
        return answer


@pytest.fixture
def citizen(runtime: Runtime) -> Citizen:
    return Citizen(runtime)


async def test_the_code_and_the_proof_are_asked_for_and_the_dossier_shown(
    citizen: Citizen,
) -> None:
    asked_code = await citizen.told(ASK)
    asked_proof = await citizen.told(CODE)
    shown = await citizen.told(PHONE_DIGITS)

    assert (asked_code.kind, asked_code.facts["asks"]) == (Kind.DOSSIER_VERIFY, "code")
    assert (asked_proof.kind, asked_proof.facts["asks"]) == (Kind.DOSSIER_VERIFY, "proof")
    assert shown.kind is Kind.DOSSIER_STATUS
    assert shown.facts["dossier"]["code"] == CODE
    assert "phường Hải Châu" in shown.text


@pytest.mark.parametrize("typed", [CODE, f"tra giup em ho so {CODE.lower()}", "260814 0001"])
async def test_a_code_typed_straight_away_is_not_asked_for(citizen: Citizen, typed: str) -> None:
    assert (await citizen.told(typed)).facts["asks"] == "proof"
    assert (await citizen.told(f"4 số cuối là {PHONE_DIGITS}")).kind is Kind.DOSSIER_STATUS


async def test_the_proof_may_come_with_the_code(citizen: Citizen) -> None:
    shown = await citizen.told(f"tra hồ sơ {CODE}, bốn số cuối {PHONE_DIGITS}")

    assert shown.kind is Kind.DOSSIER_STATUS


async def test_the_proof_may_be_spoken(citizen: Citizen) -> None:
    assert (await citizen.told(CODE, "ba bốn năm sáu")).kind is Kind.DOSSIER_STATUS


async def test_a_wrong_proof_may_be_corrected(citizen: Citizen) -> None:
    refused = await citizen.told(CODE, WRONG_DIGITS)

    assert refused.kind is Kind.DOSSIER_VERIFY
    assert "Còn 4 lượt thử" in refused.text
    assert (await citizen.told(PHONE_DIGITS)).kind is Kind.DOSSIER_STATUS


async def test_another_code_may_be_given_instead(citizen: Citizen) -> None:
    asked = await citizen.told(UNKNOWN, WRONG_DIGITS, f"dạ em nhầm, mã là {CODE}")

    assert CODE in asked.text and asked.facts["asks"] == "proof"
    assert (await citizen.told(PHONE_DIGITS)).kind is Kind.DOSSIER_STATUS


async def test_an_unknown_code_is_answered_exactly_like_a_wrong_proof(runtime: Runtime) -> None:
    said: dict[str, list[str]] = {}
    for code in (CODE, UNKNOWN):
        citizen = Citizen(runtime)
        said[code] = [
            answer.model_dump_json().replace(code, "…")
            for message in (code, *[WRONG_DIGITS] * 5, code, WRONG_DIGITS)
            for answer in await citizen.says(message)
        ]

    assert said[CODE] == said[UNKNOWN]


async def test_after_five_wrong_proofs_the_right_one_shows_nothing_either(runtime: Runtime) -> None:
    await Citizen(runtime).told(CODE, *[WRONG_DIGITS] * 5)

    answer = await Citizen(runtime).told(CODE, PHONE_DIGITS)
    assert answer.kind is Kind.DOSSIER_VERIFY
    assert "tạm dừng tra cứu" in answer.text


async def test_another_question_is_answered_and_then_the_form_goes_on(citizen: Citizen) -> None:
    await citizen.says(ASK)
    answered, asked = await citizen.says("đăng ký kết hôn lệ phí bao nhiêu")
    assert answered.kind is Kind.PROCEDURE
    assert asked.facts["asks"] == "code" and "tra tiếp" in asked.text

    await citizen.says(CODE)
    answered, asked = await citizen.says("đăng ký kết hôn cần giấy tờ gì")
    assert answered.kind is Kind.PROCEDURE
    assert asked.facts["asks"] == "proof"
    assert (await citizen.told(PHONE_DIGITS)).kind is Kind.DOSSIER_STATUS


@pytest.mark.parametrize(
    "word", ["thôi", "khỏi", "thôi khỏi", "không tra nữa", "hủy", "dừng lại", "thôi không cần nữa"]
)
async def test_a_word_is_enough_to_stop(citizen: Citizen, word: str) -> None:
    assert "dừng tra hồ sơ" in (await citizen.told(ASK, word)).text
    assert "dừng tra hồ sơ" in (await citizen.told(CODE, word)).text
    # Nothing is left of it: the code is asked for anew, and a number is no proof.
    assert (await citizen.told(ASK)).facts["asks"] == "code"


async def test_an_emergency_ends_the_form(citizen: Citizen) -> None:
    assert (await citizen.told(ASK, "nhà hàng xóm đang cháy")).kind is Kind.EMERGENCY


async def test_what_is_no_code_and_no_proof_is_asked_for_again(citizen: Citizen) -> None:
    again = await citizen.told(ASK, "mất giấy hẹn rồi thì tra hồ sơ làm sao")
    assert again.facts["asks"] == "code" and "1022" in again.text

    again = await citizen.told(CODE, "345")
    assert again.facts["asks"] == "proof" and "bốn số cuối" in again.text


async def test_a_whole_number_is_not_wanted_and_does_not_count(citizen: Citizen) -> None:
    again = await citizen.told(CODE, "0905 123 456")

    assert again.facts["asks"] == "proof"
    assert "đừng gửi cả số" in again.text
    assert "Còn 4 lượt thử" in (await citizen.told(WRONG_DIGITS)).text


async def test_neither_the_proof_nor_the_number_is_stored(
    citizen: Citizen, settings: Settings
) -> None:
    await citizen.told(CODE, f"số cuối {WRONG_DIGITS}", PHONE_DIGITS)

    assert kept_messages(settings.database_url, citizen.name) == [
        CODE,
        "[mã chứng minh]",
        "[mã chứng minh]",
    ]
    engine = connect(settings.database_url)
    query = text("SELECT data FROM events WHERE sender_id = :sender")
    with engine.connect() as connection:
        rows = connection.execute(query, {"sender": citizen.name}).scalars().all()
    engine.dispose()
    assert rows
    for row in rows:
        for digits in (WRONG_DIGITS, PHONE_DIGITS):
            assert f'"{digits}"' not in row and f" {digits}" not in row


async def test_a_proof_that_comes_after_the_last_try_is_not_stored_either(
    citizen: Citizen, settings: Settings
) -> None:
    for message in (CODE, *[WRONG_DIGITS] * 5, PHONE_DIGITS):
        await citizen.says(message)

    kept = kept_messages(settings.database_url, citizen.name)
    assert kept == [CODE, *["[mã chứng minh]"] * 6]
