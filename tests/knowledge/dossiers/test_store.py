"""Dossiers in the database: what is kept, what is not, and what the latest state is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import Engine

from knowledge.database.dossier_tables import dossier as table
from knowledge.dossiers.codes import parse_code
from knowledge.dossiers.store import DossierStore, Taken
from knowledge.errors import DatabaseUnavailable, DossierRejected
from tests.knowledge.dossiers.examples import CODE, SECRET, kept, sent


@pytest.fixture
def dossiers(engine: Engine) -> DossierStore:
    return DossierStore(engine, SECRET)


def test_a_dossier_is_found_by_its_code_and_opened(dossiers: DossierStore) -> None:
    assert dossiers.put(sent()) is Taken.NEW

    found = dossiers.find(parse_code(CODE))

    assert found is not None
    assert found.code == CODE
    assert found.open() == kept()


def test_no_number_of_the_person_is_in_the_database(dossiers: DossierStore, engine: Engine) -> None:
    dossiers.put(sent())

    with engine.connect() as connection:
        row = str(connection.execute(select(table)).one())
    for number in ("0905", "123 456", "3456", "048095001234", "1234"):
        assert number not in row


def test_the_same_state_sent_again_changes_nothing(dossiers: DossierStore) -> None:
    dossiers.put(sent())

    assert dossiers.put(sent()) is Taken.UNCHANGED


def test_states_that_arrive_out_of_order_leave_the_latest(dossiers: DossierStore) -> None:
    later = {"state": "done", "updated_at": "2026-08-27T16:00:00+07:00"}

    assert dossiers.put(sent(**later)) is Taken.NEW
    assert dossiers.put(sent()) is Taken.OLDER
    found = dossiers.find(parse_code(CODE))
    assert found is not None and found.open() == kept(**later)


def test_a_later_state_replaces_the_earlier_one(dossiers: DossierStore) -> None:
    dossiers.put(sent())

    assert dossiers.put(sent(state="done", updated_at="2026-08-27T16:00:00")) is Taken.CHANGED
    found = dossiers.find(parse_code(CODE))
    assert found is not None and found.open().state == "done"


def test_sent_many_times_at_once_it_is_new_once(dossiers: DossierStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: dossiers.put(sent()), range(24)))

    assert outcomes.count(Taken.NEW) == 1
    assert outcomes.count(Taken.UNCHANGED) == 23


@pytest.mark.parametrize("part", ["260814-0001", "H17-260814-0001", "19.H17-260814-0001"])
def test_a_part_of_a_code_finds_the_one_dossier_that_ends_in_it(
    dossiers: DossierStore, part: str
) -> None:
    dossiers.put(sent())
    found = dossiers.find(parse_code(part))

    assert found is not None and found.code == CODE


def test_a_part_that_several_codes_end_in_finds_none(dossiers: DossierStore) -> None:
    other = "000.00.20.H17-260814-0001"
    dossiers.put(sent())
    dossiers.put(sent(code=other))

    assert dossiers.find(parse_code("260814-0001")) is None
    found = dossiers.find(parse_code("20.H17-260814-0001"))
    assert found is not None and found.code == other


def test_an_unknown_code_finds_none(dossiers: DossierStore) -> None:
    dossiers.put(sent())

    assert dossiers.find(parse_code("000.00.19.H17-260814-0002")) is None


def test_a_dossier_that_nobody_could_prove_is_refused(dossiers: DossierStore) -> None:
    with pytest.raises(DossierRejected, match="chứng minh"):
        dossiers.put(sent(phone="", citizen_number=""))
    with pytest.raises(DossierRejected, match="bốn chữ số"):
        dossiers.put(sent(phone="12"))


def test_a_database_without_tables_says_what_to_do(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE dossier"))

    with pytest.raises(DatabaseUnavailable, match="bot db upgrade"):
        DossierStore(engine, SECRET).find(parse_code(CODE))
