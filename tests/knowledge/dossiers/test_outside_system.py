"""Dossiers asked from an outside system: a real server on loopback that also fails."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from sqlalchemy.engine import Engine

from knowledge.dossiers.codes import parse_code
from knowledge.dossiers.desk import DossierDesk, NotShown, Shown
from knowledge.dossiers.field_mapping import read_mapping
from knowledge.dossiers.outside_system import OutsideSystem
from knowledge.dossiers.wrong_proofs import WrongProofs
from knowledge.errors import DossiersUnavailable
from tests.knowledge.dossiers.contract_server import RECORD, ContractServer
from tests.knowledge.dossiers.examples import (
    CITIZEN_DIGITS,
    CODE,
    PHONE_DIGITS,
    SECRET,
    WRONG_DIGITS,
    kept,
)

KNOWN = parse_code(CODE)
UNKNOWN = parse_code("000.00.19.H17-260814-0002")


@pytest.fixture
def server() -> Iterator[ContractServer]:
    started = ContractServer()
    yield started
    started.close()


@pytest.fixture
def system(server: ContractServer) -> Iterator[OutsideSystem]:
    opened = OutsideSystem(server.mapping(), SECRET, token="ve-vao")
    yield opened
    opened.close()


def test_its_answer_is_read_by_the_mapping(system: OutsideSystem) -> None:
    found = system.find(KNOWN)

    assert found is not None
    assert found.open() == kept()


def test_it_is_asked_for_the_code_with_the_token(
    system: OutsideSystem, server: ContractServer
) -> None:
    system.find(KNOWN)

    assert server.requests == [(f"/ho-so/{CODE}", "Bearer ve-vao")]


def test_both_numbers_of_its_answer_prove_the_dossier(
    system: OutsideSystem, engine: Engine
) -> None:
    desk = DossierDesk(system, WrongProofs(engine), SECRET)

    assert desk.look_up(KNOWN, PHONE_DIGITS, "an") == Shown(kept())
    assert desk.look_up(KNOWN, CITIZEN_DIGITS, "an") == Shown(kept())
    assert desk.look_up(KNOWN, WRONG_DIGITS, "an") == NotShown(4)
    assert desk.look_up(UNKNOWN, WRONG_DIGITS, "bình") == NotShown(4)


def test_a_code_it_does_not_know_or_a_part_of_one_finds_none(
    system: OutsideSystem, server: ContractServer
) -> None:
    assert system.find(UNKNOWN) is None
    assert system.find(parse_code("260814-0001")) is None
    assert len(server.requests) == 1


@pytest.mark.parametrize("failures", [[503], [500, 429], ["drop"], ["drop", 503], [1.0]])
def test_it_is_asked_again_when_it_fails(
    system: OutsideSystem, server: ContractServer, failures: list[int | float | str]
) -> None:
    server.failures = list(failures)

    assert system.find(KNOWN) is not None
    assert len(server.requests) == len(failures) + 1


def test_the_pauses_grow(server: ContractServer) -> None:
    pauses: list[float] = []
    system = OutsideSystem(
        server.mapping(backoff_seconds=0.2, attempts=4), SECRET, pause=pauses.append
    )
    server.failures = [503, 503, 503]
    system.find(KNOWN)
    system.close()

    assert all(low <= pause <= 3 * low for pause, low in zip(pauses, [0.1, 0.2, 0.4], strict=True))


def test_it_is_not_asked_for_ever(system: OutsideSystem, server: ContractServer) -> None:
    server.failures = [503] * 3

    with pytest.raises(DossiersUnavailable, match="thử lại"):
        system.find(KNOWN)
    assert len(server.requests) == 3


def test_it_is_left_alone_when_it_keeps_failing_and_tried_again_later(
    server: ContractServer,
) -> None:
    system = OutsideSystem(
        server.mapping(attempts=1, breaker_failures=3, breaker_rest_seconds=0.3), SECRET
    )
    server.failures = [503] * 4
    for _ in range(10):
        with pytest.raises(DossiersUnavailable):
            system.find(KNOWN)
    assert len(server.requests) == 3

    time.sleep(0.35)
    with pytest.raises(DossiersUnavailable):  # the trial fails, and it is left alone again
        system.find(KNOWN)
    with pytest.raises(DossiersUnavailable):
        system.find(KNOWN)
    assert len(server.requests) == 4
    time.sleep(0.35)
    assert system.find(KNOWN) is not None
    assert system.find(KNOWN) is not None
    system.close()


@pytest.mark.parametrize("status", [401, 403, 400])
def test_a_refusal_is_the_operators_and_not_tried_again(
    system: OutsideSystem, server: ContractServer, status: int
) -> None:
    server.failures = [status]

    with pytest.raises(DossiersUnavailable, match=f"HTTP {status}"):
        system.find(KNOWN)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"trangThai": "một trạng thái lạ"},
        {"ngayNhan": "2026-08-14"},
        {"tuLuc": None},
        {"maHoSo": "000.00.19.H17-260814-0009"},
        {"quaTrinh": [{"viec": "thiếu nơi"}]},
    ],
)
def test_an_answer_other_than_agreed_is_said_so_without_the_persons_data(
    system: OutsideSystem, server: ContractServer, changes: dict[str, object]
) -> None:
    server.record = {"data": {**RECORD["data"], **changes}}
    found = system.find(KNOWN)

    assert found is not None
    with pytest.raises(DossiersUnavailable, match="DOSSIER_SYSTEM") as error:
        found.open()
    assert "Trần Văn Thử" not in str(error.value) and "0905" not in str(error.value)
    assert error.value.__cause__ is None


@pytest.mark.parametrize("body", [b"<html>", b"", b"\xff"])
def test_an_answer_that_is_no_json_is_said_so(
    system: OutsideSystem, server: ContractServer, body: bytes
) -> None:
    server.record = body

    with pytest.raises(DossiersUnavailable, match="DOSSIER_SYSTEM"):
        system.find(KNOWN)


def test_the_mapping_is_a_yaml_file(server: ContractServer, tmp_path: Path) -> None:
    path = tmp_path / "motcua.yml"
    path.write_text(yaml.safe_dump(server.mapping_data(), allow_unicode=True), encoding="utf-8")

    assert read_mapping(path) == server.mapping()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"url": "https://x/khong-co-ma"}, "url"),
        ({"proofs": []}, "proofs"),
        ({"states": {"1": "đang bay"}}, "states"),
        ({"fields": {"code": "ma"}}, "thiếu: procedure_name"),
        ({"ten": "lạ"}, "ten"),
        ({"timeout_seconds": 0}, "timeout_seconds"),
    ],
)
def test_a_mapping_that_cannot_work_says_where(
    server: ContractServer, tmp_path: Path, change: dict[str, object], said: str
) -> None:
    path = tmp_path / "motcua.yml"
    path.write_text(yaml.safe_dump({**server.mapping_data(), **change}), encoding="utf-8")

    with pytest.raises(DossiersUnavailable, match=said):
        read_mapping(path)


def test_a_mapping_that_is_not_there_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(DossiersUnavailable, match="DOSSIER_SYSTEM"):
        read_mapping(tmp_path / "không có.yml")
