"""Importing dossiers from files, as an officer exports and fills them in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from knowledge.dossiers.codes import parse_code
from knowledge.dossiers.importing import import_dossiers
from knowledge.dossiers.store import DossierStore, Taken
from knowledge.errors import DossierRejected
from tests.knowledge.dossiers.examples import CODE, IN_PROCESS, SECRET, kept
from tests.knowledge.test_command import bot, table_row

CSV = """\
code,procedure_name,state,unit,since,missing,received_on,due_on,updated_at,phone
000 00 19 h17 260814 0007,Đăng ký kết hôn,Chờ bổ sung,UBND phường Hải Châu,2026-08-17 09:00,\
"Giấy xác nhận tình trạng hôn nhân; Ảnh 3x4",2026-08-14,2026-08-28,2026-08-17 09:00,0905.123.456
"""


@pytest.fixture
def dossiers(engine: Engine) -> DossierStore:
    return DossierStore(engine, SECRET)


def jsonl(path: Path, *lines: object) -> Path:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_of_lines_is_taken_in_and_a_second_time_changes_nothing(
    dossiers: DossierStore, tmp_path: Path
) -> None:
    file = jsonl(tmp_path / "a.jsonl", IN_PROCESS, {**IN_PROCESS, "code": "H17.1-260814-0002"}, "")

    assert import_dossiers(file, dossiers).taken == {Taken.NEW: 2}
    assert import_dossiers(file, dossiers).taken == {Taken.UNCHANGED: 2}
    found = dossiers.find(parse_code(CODE))
    assert found is not None and found.open() == kept()


def test_a_table_of_a_spreadsheet_is_taken_in(dossiers: DossierStore, tmp_path: Path) -> None:
    file = tmp_path / "bảng.csv"
    file.write_text("\ufeff" + CSV, encoding="utf-8")

    assert import_dossiers(file, dossiers).taken == {Taken.NEW: 1}
    found = dossiers.find(parse_code("000.00.19.H17-260814-0007"))
    assert found is not None
    dossier = found.open()
    assert dossier.state == "needs_supplement"
    assert dossier.missing == ("Giấy xác nhận tình trạng hôn nhân", "Ảnh 3x4")
    assert dossier.since.isoformat() == "2026-08-17T09:00:00+07:00"


def test_broken_lines_are_refused_with_the_reason_and_the_rest_is_taken(
    dossiers: DossierStore, tmp_path: Path
) -> None:
    file = jsonl(
        tmp_path / "a.jsonl",
        "{hỏng",
        {**IN_PROCESS, "code": "không phải mã"},
        {**IN_PROCESS, "state": "đang bay"},
        {name: value for name, value in IN_PROCESS.items() if name != "unit"},
        {**IN_PROCESS, "received_on": "14/08/2026"},
        {**IN_PROCESS, "phone": "không có", "citizen_number": ""},
        [1, 2],
        IN_PROCESS,
    )

    report = import_dossiers(file, dossiers)

    assert report.read == 8
    assert report.taken == {Taken.NEW: 1}
    reasons = {refused.line: refused.reason for refused in report.refused}
    assert list(reasons) == [1, 2, 3, 4, 5, 6, 7]
    for line, said in {1: "JSON", 2: "mã hồ sơ", 3: "trạng thái", 4: "unit: thiếu"}.items():
        assert said in reasons[line]
    assert not any("0905" in reason for reason in reasons.values())


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"PK", ".csv"),
        ("a.csv", "mã\n".encode("utf-16"), "UTF-8"),
        ("không có.jsonl", None, "đường dẫn"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(
    dossiers: DossierStore, tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)

    with pytest.raises(DossierRejected, match=said):
        import_dossiers(tmp_path / name, dossiers)


def test_the_command_prints_what_it_took_and_what_it_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOSSIER_SECRET", SECRET)
    url = f"sqlite:///{tmp_path}/assistant.db"
    file = jsonl(tmp_path / "a.jsonl", IN_PROCESS, "{hỏng")

    done = bot(url, "dossiers", "import", file)

    assert done.returncode == 0, done.stderr
    assert table_row(done.stdout, "a.jsonl")[1:7] == ["2", "1", "0", "0", "0", "1"]
    assert "dòng không phải JSON hợp lệ" in done.stdout


def test_the_command_asks_for_the_key_of_the_seals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOSSIER_SECRET", "")
    file = jsonl(tmp_path / "a.jsonl", IN_PROCESS)

    done = bot(f"sqlite:///{tmp_path}/assistant.db", "dossiers", "import", file)

    assert done.returncode == 1
    assert "DOSSIER_SECRET" in done.stderr
