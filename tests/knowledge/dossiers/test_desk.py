"""The desk: who is shown a dossier, who is not, and who is locked out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from knowledge.database.dossier_tables import wrong_proof
from knowledge.dossiers.codes import DossierCode, parse_code
from knowledge.dossiers.desk import DossierDesk, LockedOut, NotShown, Shown
from knowledge.dossiers.gateway import SealedDossier
from knowledge.dossiers.store import DossierStore
from knowledge.dossiers.wrong_proofs import WrongProofs
from knowledge.errors import DossiersUnavailable
from tests.knowledge.dossiers.examples import (
    CITIZEN_DIGITS,
    CODE,
    PHONE_DIGITS,
    SECRET,
    WRONG_DIGITS,
    kept,
    sent,
)

KNOWN = parse_code(CODE)
UNKNOWN = parse_code("000.00.19.H17-260814-0002")


class Clock:
    """A clock that the test moves on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 8, 20, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(engine: Engine, clock: Clock) -> DossierDesk:
    store = DossierStore(engine, SECRET)
    store.put(sent())
    return DossierDesk(store, WrongProofs(engine, clock), SECRET)


@pytest.mark.parametrize("digits", [PHONE_DIGITS, CITIZEN_DIGITS])
def test_either_number_proves_a_dossier(desk: DossierDesk, digits: str) -> None:
    assert desk.look_up(KNOWN, digits, "an") == Shown(kept())


def test_a_part_of_the_code_is_enough_where_one_dossier_ends_in_it(desk: DossierDesk) -> None:
    assert desk.look_up(parse_code("260814-0001"), PHONE_DIGITS, "an") == Shown(kept())


@pytest.mark.parametrize("digits", [WRONG_DIGITS, "", "345", "0905123456", "３４５６"])
def test_anything_else_proves_nothing(desk: DossierDesk, digits: str) -> None:
    assert desk.look_up(KNOWN, digits, "an") == NotShown(4)


def test_an_unknown_code_is_answered_and_counted_exactly_like_a_wrong_proof(
    desk: DossierDesk,
) -> None:
    wrong = [desk.look_up(KNOWN, WRONG_DIGITS, "an") for _ in range(6)]
    unknown = [desk.look_up(UNKNOWN, WRONG_DIGITS, "bình") for _ in range(6)]

    assert wrong == unknown
    assert wrong == [*(NotShown(left) for left in (4, 3, 2, 1, 0)), LockedOut()]


def test_a_dossier_with_five_wrong_proofs_is_closed_for_a_day_whoever_asks(
    desk: DossierDesk, clock: Clock
) -> None:
    for number in range(5):
        desk.look_up(KNOWN, WRONG_DIGITS, f"người {number}")

    assert desk.look_up(KNOWN, PHONE_DIGITS, "chủ hồ sơ") == LockedOut()
    clock.now += timedelta(hours=23, minutes=59)
    assert desk.look_up(KNOWN, PHONE_DIGITS, "chủ hồ sơ") == LockedOut()
    clock.now += timedelta(minutes=1)
    assert desk.look_up(KNOWN, PHONE_DIGITS, "chủ hồ sơ") == Shown(kept())


def test_a_caller_with_ten_wrong_proofs_waits_an_hour_whichever_code(
    desk: DossierDesk, clock: Clock
) -> None:
    replies = [
        desk.look_up(parse_code(f"H17.1-260814-{number:04d}"), WRONG_DIGITS, "an")
        for number in range(11)
    ]

    assert replies[:5] == [NotShown(4)] * 5  # five may be tried for each code
    assert replies[9:] == [NotShown(0), LockedOut()]
    assert desk.look_up(KNOWN, PHONE_DIGITS, "an") == LockedOut()
    assert desk.look_up(KNOWN, PHONE_DIGITS, "bình") == Shown(kept())
    clock.now += timedelta(hours=1)
    assert desk.look_up(KNOWN, PHONE_DIGITS, "an") == Shown(kept())


def test_right_proofs_never_lock(desk: DossierDesk) -> None:
    for _ in range(20):
        assert desk.look_up(KNOWN, PHONE_DIGITS, "an") == Shown(kept())


def test_a_right_proof_does_not_wipe_out_the_wrong_ones(desk: DossierDesk) -> None:
    for _ in range(4):
        desk.look_up(KNOWN, WRONG_DIGITS, "an")
    desk.look_up(KNOWN, PHONE_DIGITS, "an")

    assert desk.look_up(KNOWN, WRONG_DIGITS, "an") == NotShown(0)
    assert desk.look_up(KNOWN, WRONG_DIGITS, "an") == LockedOut()


def test_asking_by_parts_gives_no_further_tries(desk: DossierDesk) -> None:
    for _ in range(3):
        desk.look_up(KNOWN, WRONG_DIGITS, "an")
    for part in ("260814-0001", "H17-260814-0001"):
        desk.look_up(parse_code(part), WRONG_DIGITS, "bình")

    assert desk.look_up(KNOWN, PHONE_DIGITS, "chi") == LockedOut()
    # By a part it looks like a wrong proof, for the part alone has tries left.
    assert isinstance(desk.look_up(parse_code("260814-0001"), PHONE_DIGITS, "chi"), NotShown)


def test_proofs_tried_at_the_same_moment_do_not_pass_the_limit(desk: DossierDesk) -> None:
    with ThreadPoolExecutor(8) as pool:
        replies = list(
            pool.map(lambda number: desk.look_up(KNOWN, WRONG_DIGITS, f"{number}"), range(24))
        )

    assert replies.count(LockedOut()) == 19
    assert sorted(reply.tries_left for reply in replies if isinstance(reply, NotShown)) == [
        0,
        1,
        2,
        3,
        4,
    ]


def test_neither_the_proof_nor_the_caller_is_kept(desk: DossierDesk, engine: Engine) -> None:
    desk.look_up(KNOWN, "8642", "0905123456")

    with engine.connect() as connection:
        row = connection.execute(select(wrong_proof)).one()
    assert set(row.keys()) == {"id", "code", "caller", "at"}
    assert row.code == CODE
    assert len(row.caller) == 64 and "0905123456" not in row.caller


def test_what_could_not_be_looked_up_does_not_count(engine: Engine, clock: Clock) -> None:
    class Silent:
        def find(self, code: DossierCode) -> SealedDossier | None:
            raise DossiersUnavailable("im lặng")

    desk = DossierDesk(Silent(), WrongProofs(engine, clock), SECRET)
    for _ in range(7):
        with pytest.raises(DossiersUnavailable):
            desk.look_up(KNOWN, WRONG_DIGITS, "an")
    with engine.connect() as connection:
        assert connection.execute(select(wrong_proof)).all() == []
