from __future__ import annotations

import re

import pytest
from pydantic import ValidationError

from settings import ROOT, Settings

PAGE = ROOT / "docs" / "settings.md"


def test_every_setting_is_documented_with_what_it_does() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        assert field.description
        row = rf"^\| `{name.upper()}` \| .+ \| {re.escape(field.description)} \|$"
        assert re.search(row, page, re.MULTILINE), name


def test_only_settings_that_exist_are_documented() -> None:
    documented = re.findall(r"^\| `([A-Z_]+)`", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(documented) == sorted(name.upper() for name in Settings.model_fields)


def test_an_environment_variable_sets_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8123")
    assert Settings().port == 8123


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "99999"), ("PORT", "tám"), ("LOG_LEVEL", "DEBUG")]
)
def test_a_value_that_cannot_be_right_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match=name.lower()):
        Settings()
