"""The command line as an operator types it."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from actions.answer import Kind
from settings import ROOT
from tests.bot.asking import answer_of
from tests.support import bot_command


def run(*arguments: str, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """What a command prints and how it ends; the terminal is wide, so that no line is wrapped."""
    return subprocess.run(
        bot_command(*arguments),
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "200", **environment},
        input=typed,
        capture_output=True,
        text=True,
        timeout=280,
    )


def said(done: subprocess.CompletedProcess[str]) -> str:
    """What was printed, without the frames around it and in one line."""
    return " ".join(re.sub("[│╭╮╰╯─]", " ", done.stdout).split())


def test_help_lists_the_commands() -> None:
    done = run("--help")
    assert done.returncode == 0
    for command in ("serve", "train", "chat", "ask", "explain", "evaluate", "knowledge", "db"):
        assert f"  {command} " in done.stdout


@pytest.mark.parametrize(
    "command", ["serve", "train", "chat", "ask", "explain", "evaluate", "knowledge", "db"]
)
def test_every_command_explains_itself_in_vietnamese(command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert any("ạ" <= letter <= "ỹ" for letter in done.stdout)


@pytest.mark.slow
class TestAsk:
    def test_it_prints_the_answer_for_people(self, model: Path) -> None:
        done = run("ask", "dang ky ket hon can giay to gi")
        assert done.returncode == 0
        assert "Đăng ký kết hôn" in done.stdout
        assert "Mã thủ tục 1.000894" in said(done)

    def test_it_prints_the_answer_for_programs(self, model: Path) -> None:
        done = run("ask", "--json", "đăng ký kết hôn lệ phí bao nhiêu")
        answer = answer_of(json.loads(done.stdout))
        assert (answer.kind, answer.aspect) == (Kind.PROCEDURE, "fee")


@pytest.mark.slow
class TestExplain:
    def test_each_step_is_shown(self, model: Path) -> None:
        done = run("explain", "mat bang lai xe lam lai o mo")
        shown = said(done)

        assert done.returncode == 0
        assert "Chuẩn hóa:" in shown
        assert "3.000348" in shown
        assert "Quyết định:" in shown

    def test_programs_get_it_as_data(self, model: Path) -> None:
        steps = json.loads(run("explain", "nhà ở Thạch Thang", "--json").stdout)

        assert steps["steps"]["Phường, xã"] == "Phường Thạch Thang"
        assert steps["parsed"]["link"]["decision"] in ("answer", "choose", "unknown")


def test_a_conversation_in_the_terminal_keeps_its_topic(model: Path) -> None:
    done = run("chat", typed="đăng ký kết hôn\nlệ phí bao nhiêu\nthoát\n")
    assert done.returncode == 0
    assert "em chào anh/chị" in done.stdout
    assert said(done).count("Mã thủ tục 1.000894") == 2


class TestEvaluate:
    @pytest.mark.slow
    def test_it_prints_a_table_and_what_went_wrong(self, model: Path, tmp_path: Path) -> None:
        questions = tmp_path / "questions.tsv"
        questions.write_text(
            "đăng ký kết hôn cần gì\t1.000894\nkết hôn [/b] ở đâu\t9.999999\nhôm nay ăn gì\t\n",
            encoding="utf-8",
        )
        done = run("evaluate", str(questions), "--show-wrong")
        assert done.returncode == 0, done.stderr
        assert "1/2" in done.stdout
        assert "50.0%" in done.stdout
        assert "✗ kết hôn [/b] ở đâu" in done.stdout

    def test_an_absent_or_empty_file_is_refused(self, tmp_path: Path) -> None:
        absent = run("evaluate", str(tmp_path / "absent.tsv"))
        assert (absent.returncode, absent.stdout) == (1, "")
        assert "Không đọc được" in absent.stderr
        (tmp_path / "empty.tsv").touch()
        assert "không có câu hỏi nào" in run("evaluate", str(tmp_path / "empty.tsv")).stderr


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        ({"PORT": "99999"}, "port"),
        ({"DATABASE_URL": "no-such-database://x"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:////proc/nowhere/a.db"}, "DATABASE_URL"),
    ],
)
def test_a_wrong_setting_is_named_without_a_traceback(
    environment: dict[str, str], reason: str
) -> None:
    done = run("db", "upgrade", **environment)
    assert done.returncode == 1
    assert done.stderr.startswith("Lỗi:")
    assert reason in done.stderr
    assert "Traceback" not in done.stderr


def test_old_conversations_are_deleted_and_counted(tmp_path: Path) -> None:
    database = {"DATABASE_URL": f"sqlite:///{tmp_path}/assistant.db"}
    assert run("db", "upgrade", **database).returncode == 0
    with sqlite3.connect(tmp_path / "assistant.db") as connection:
        connection.execute("CREATE TABLE events (sender_id TEXT, timestamp REAL)")
        moments = [("old", 40), ("young", 20)]
        connection.executemany(
            "INSERT INTO events VALUES (?, ?)",
            [(sender, time.time() - days * 24 * 60 * 60) for sender, days in moments],
        )
    assert "Đã xóa 0 cuộc" in run("db", "clean", **database).stdout
    done = run("db", "clean", RETENTION_DAYS="30", **database)
    assert done.returncode == 0, done.stderr
    assert "Đã xóa 1 cuộc trò chuyện không có tin nhắn nào trong 30 ngày qua" in done.stdout
    with sqlite3.connect(tmp_path / "assistant.db") as connection:
        assert connection.execute("SELECT sender_id FROM events").fetchall() == [("young",)]


def test_an_unknown_command_is_a_mistake_of_usage() -> None:
    assert run("khong-co").returncode == 2
