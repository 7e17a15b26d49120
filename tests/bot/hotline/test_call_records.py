from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path

from bot.hotline.call_records import CallRecords, daily_cleaning, delete_old, today


def test_a_line_a_call_in_a_file_a_day_for_this_user_alone(tmp_path: Path) -> None:
    records = CallRecords(tmp_path / "calls")
    records.add({"call": "a", "turns": [{"heard": "đăng ký kết hôn"}]})
    records.add({"call": "b"})
    (path,) = (tmp_path / "calls").iterdir()
    assert path.name == f"{today()}.jsonl"
    assert path.stat().st_mode & 0o777 == 0o600
    text = path.read_text(encoding="utf-8")
    assert "đăng ký kết hôn" in text
    assert [json.loads(line)["call"] for line in text.splitlines()] == ["a", "b"]


def test_what_is_older_than_the_retention_is_deleted(tmp_path: Path) -> None:
    old, young = today() - timedelta(days=31), today() - timedelta(days=30)
    kept = {f"{young}.jsonl", f"{young}-call.wav", "2020-13-01.jsonl", "notes.txt", "2020-01-01"}
    for name in {f"{old}.jsonl", f"{old}-call.wav"} | kept:
        (tmp_path / name).touch()
    assert delete_old(tmp_path, days=30) == 2
    assert {path.name for path in tmp_path.iterdir()} == kept
    assert delete_old(tmp_path / "absent", days=30) == 0


async def test_the_running_hotline_deletes_by_itself(tmp_path: Path) -> None:
    old = tmp_path / f"{today() - timedelta(days=8)}.jsonl"
    async with daily_cleaning([tmp_path / "absent", tmp_path], days=7, seconds_between=0.05):
        for _ in range(2):
            old.touch()
            async with asyncio.timeout(5):
                while old.exists():
                    await asyncio.sleep(0.01)
