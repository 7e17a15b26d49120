"""With GOOGLE_VOICE, published texts are rendered in the background, and by a command."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from typer.testing import CliRunner

from bot.cli.main import app
from bot.hotline.answer_script import opening
from bot.server.rendering import rendering_ahead
from knowledge.errors import RecordNotFound
from knowledge.library import Library
from knowledge.store import Published
from settings import Settings, get_settings
from speech.errors import EngineUnavailable
from speech.voices import google, rendering
from speech.voices.cache import SoundCache
from speech.voices.google import NAME, TRIES
from speech.voices.sentences import pieces
from tests.speech.voices.google_server import GoogleServer
from tests.support import bot_command

FIRST = pieces(opening().parts[0])[0]
BIRTH = "1.001193"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[GoogleServer]:
    with GoogleServer() as started:
        monkeypatch.setattr(google, "ADDRESS", started.address)
        # People wait between two requests; a test does not.
        monkeypatch.setattr(rendering, "PAUSE_BETWEEN", 0.0)
        monkeypatch.setattr(google, "PAUSE_BETWEEN", 0.0)
        monkeypatch.setattr(google, "FIRST_PAUSE", 0.0)
        yield started


def with_google(settings: Settings, folder: Path) -> Settings:
    return settings.model_copy(update={"google_voice": True, "spoken_cache": folder})


def until(count: int, server: GoogleServer) -> None:
    deadline = time.monotonic() + 20
    while len(server.asked) < count:
        assert time.monotonic() < deadline, "not rendered in time"
        time.sleep(0.02)


class TestInTheServer:
    async def test_it_renders_until_the_server_stops(
        self, server: GoogleServer, library: Library, settings: Settings, tmp_path: Path
    ) -> None:
        async with rendering_ahead(library, with_google(settings, tmp_path)):
            until(5, server)
        rendered = len(server.asked)
        time.sleep(0.1)
        assert len(server.asked) == rendered
        assert SoundCache(tmp_path).has(NAME, FIRST)

    async def test_without_the_setting_nothing_leaves_the_house(
        self, server: GoogleServer, library: Library, settings: Settings, tmp_path: Path
    ) -> None:
        off = settings.model_copy(update={"spoken_cache": tmp_path})
        async with rendering_ahead(library, off):
            time.sleep(0.2)
        assert server.asked == []

    async def test_after_an_outage_it_tries_again(
        self, server: GoogleServer, library: Library, settings: Settings, tmp_path: Path
    ) -> None:
        server.statuses = [503] * TRIES
        async with rendering_ahead(library, with_google(settings, tmp_path), seconds_between=0.05):
            until(TRIES + 3, server)
        assert SoundCache(tmp_path).has(NAME, FIRST)

    async def test_after_the_database_was_away_it_tries_again(
        self,
        server: GoogleServer,
        library: Library,
        settings: Settings,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        away: list[Exception] = [OperationalError("SELECT", {}, OSError("connection refused"))]
        published = library.store.published

        def sometimes() -> Iterator[Published]:
            if away:
                raise away.pop()
            return published()

        monkeypatch.setattr(library.store, "published", sometimes)
        of_every_call = 60
        async with rendering_ahead(library, with_google(settings, tmp_path), seconds_between=0.05):
            until(2 * of_every_call, server)

    async def test_stopping_does_not_wait_for_a_pause(
        self,
        server: GoogleServer,
        library: Library,
        settings: Settings,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(google, "FIRST_PAUSE", 60.0)
        server.statuses = [429] * TRIES
        async with rendering_ahead(library, with_google(settings, tmp_path)):
            until(1, server)
            stopping = time.monotonic()
        assert time.monotonic() - stopping < 5


class TestCommand:
    @pytest.fixture(autouse=True)
    def _settings(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        monkeypatch.setenv("SPOKEN_CACHE", str(tmp_path))
        get_settings.cache_clear()
        yield
        get_settings.cache_clear()

    def test_it_renders_a_record_and_goes_on_the_next_time(
        self, server: GoogleServer, tmp_path: Path, library: Library
    ) -> None:
        first = CliRunner().invoke(app, ["voices", "render", BIRTH, "--limit", "3"])
        assert first.exit_code == 0, first.output
        assert "Đã đọc 3 câu" in first.output
        assert "GOOGLE_VOICE đang tắt" in first.output
        rest = CliRunner().invoke(app, ["voices", "render", BIRTH])
        assert "có sẵn" in rest.output
        assert server.asked.count(server.asked[0]) == 1
        again = CliRunner().invoke(app, ["voices", "render", BIRTH])
        assert "Đã đọc 0 câu" in again.output

    def test_a_record_that_is_not_there(self, server: GoogleServer, library: Library) -> None:
        wrong = CliRunner().invoke(app, ["voices", "render", "9.999999"])
        assert isinstance(wrong.exception, RecordNotFound)
        assert server.asked == []

    def test_what_was_made_before_an_outage_is_told(
        self, server: GoogleServer, library: Library
    ) -> None:
        server.statuses = [200, *[429] * TRIES]
        ended = CliRunner().invoke(app, ["voices", "render", BIRTH])
        assert isinstance(ended.exception, EngineUnavailable)
        assert "Đã đọc 1 câu" in ended.output

    def test_the_command_explains_itself(self) -> None:
        told = subprocess.run(
            bot_command("voices", "render", "--help"), capture_output=True, text=True, check=True
        )
        assert "SPOKEN_CACHE" in told.stdout
