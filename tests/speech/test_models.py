"""Fetching models: over cut connections, checked, unpacked as a whole or not at all."""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import speech.models
from speech.errors import DownloadFailed
from speech.models import CATALOGUE, Model, RemoteFile, is_complete, place_of, pull
from tests.speech.file_server import FileServer, serving

CONTENT = {
    "a-model/am/final.mdl": os.urandom(200_000),
    "a-model/conf/model.conf": b"--beam=10\n",
}


def zipped(files: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return sink.getvalue()


ARCHIVE = zipped(CONTENT)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech.models, "_WAIT_SECONDS", 0.01)


@pytest.fixture
def server() -> Iterator[FileServer]:
    with serving(FileServer({"/a-model.zip": ARCHIVE})) as running:
        yield running


def a_model(server: FileServer, archive: bytes = ARCHIVE) -> Model:
    digest = hashlib.sha256(archive).hexdigest()
    file = RemoteFile(f"{server.url}/a-model.zip", len(archive), digest)
    return Model("a-model", "A model", "Apache-2.0", "a-model", (file,))


def visible(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if not path.name.startswith(".")]


def content_of(folder: Path) -> dict[str, bytes]:
    return {
        f"a-model/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "pulled.json"
    }


def test_a_model_is_fetched_checked_and_unpacked(server: FileServer, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    place = pull(a_model(server), tmp_path, lambda here, whole: seen.append((here, whole)))
    assert place == tmp_path / "a-model"
    assert content_of(place) == CONTENT
    assert is_complete(place)
    assert seen[-1] == (len(ARCHIVE), len(ARCHIVE))
    assert visible(tmp_path) == ["a-model"]


def test_a_cut_connection_is_continued_where_it_ended(server: FileServer, tmp_path: Path) -> None:
    server.cut_after = [70_000, 50_000]
    assert content_of(pull(a_model(server), tmp_path)) == CONTENT
    assert server.asked == ["", "bytes=70000-", "bytes=120000-"]


def test_what_an_earlier_call_fetched_is_not_fetched_again(
    server: FileServer, tmp_path: Path
) -> None:
    (tmp_path / "a-model.zip.part").write_bytes(ARCHIVE[:90_000])
    assert content_of(pull(a_model(server), tmp_path)) == CONTENT
    assert server.asked == ["bytes=90000-"]


def test_a_server_without_ranges_sends_everything_again(server: FileServer, tmp_path: Path) -> None:
    server.ranges = False
    server.cut_after = [70_000]
    assert content_of(pull(a_model(server), tmp_path)) == CONTENT


def test_a_server_that_is_busy_for_a_moment_is_asked_again(
    server: FileServer, tmp_path: Path
) -> None:
    server.failing = 2
    assert content_of(pull(a_model(server), tmp_path)) == CONTENT


def test_a_server_that_stays_down_is_given_up_and_what_came_is_kept(
    server: FileServer, tmp_path: Path
) -> None:
    model = a_model(server)
    server.cut_after = [70_000] + [0] * speech.models.TRIES
    with pytest.raises(DownloadFailed, match="chạy lại"):
        pull(model, tmp_path)
    assert (tmp_path / "a-model.zip.part").stat().st_size == 70_000
    assert not (tmp_path / "a-model").exists()
    assert content_of(pull(model, tmp_path)) == CONTENT


def test_nobody_listening_is_said(tmp_path: Path) -> None:
    with serving(FileServer({})) as gone:
        model = a_model(gone)
    with pytest.raises(DownloadFailed, match="Kiểm tra mạng"):
        pull(model, tmp_path)


def test_an_address_that_is_gone_is_said_at_once(server: FileServer, tmp_path: Path) -> None:
    model = a_model(server)
    server.files = {}
    with pytest.raises(DownloadFailed, match="404"):
        pull(model, tmp_path)
    assert len(server.asked) == 1


def test_a_changed_archive_is_never_unpacked(server: FileServer, tmp_path: Path) -> None:
    server.files["/a-model.zip"] = bytes(len(ARCHIVE))
    with pytest.raises(DownloadFailed, match="SHA-256"):
        pull(a_model(server), tmp_path)
    assert visible(tmp_path) == []


def test_a_half_download_of_something_else_is_thrown_away(
    server: FileServer, tmp_path: Path
) -> None:
    (tmp_path / "a-model.zip.part").write_bytes(bytes(5000))
    assert content_of(pull(a_model(server), tmp_path)) == CONTENT


def test_a_longer_file_than_published_is_refused(server: FileServer, tmp_path: Path) -> None:
    server.files["/a-model.zip"] = ARCHIVE + bytes(1_000_000)
    with pytest.raises(DownloadFailed):
        pull(a_model(server), tmp_path)
    assert not (tmp_path / "a-model").exists()


@pytest.mark.parametrize(
    "name",
    ["../outside.txt", "/outside.txt", "a-model/../../outside.txt", "no-folder.txt", "b/c/d"],
)
def test_an_archive_of_another_shape_writes_nothing(
    server: FileServer, tmp_path: Path, name: str
) -> None:
    archive = zipped({"a-model/README": b"", name: b"bad"})
    server.files["/a-model.zip"] = archive
    with pytest.raises(DownloadFailed, match="không có dạng"):
        pull(a_model(server, archive), tmp_path / "models")
    assert not (tmp_path / "outside.txt").exists()
    assert not (tmp_path / "models" / "a-model").exists()


def test_a_link_in_an_archive_is_refused(server: FileServer, tmp_path: Path) -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as opened:
        link = zipfile.ZipInfo("a-model/link")
        link.external_attr = 0o120777 << 16
        opened.writestr(link, "/etc/passwd")
    archive = sink.getvalue()
    server.files["/a-model.zip"] = archive
    with pytest.raises(DownloadFailed, match="không có dạng"):
        pull(a_model(server, archive), tmp_path)


def test_a_failed_pull_leaves_the_model_that_is_there(server: FileServer, tmp_path: Path) -> None:
    model = a_model(server)
    pull(model, tmp_path)
    broken = zipped({"a-model/am/final.mdl": b"new"})[:-30]
    server.files["/a-model.zip"] = broken
    with pytest.raises(DownloadFailed, match="ZIP"):
        pull(a_model(server, broken), tmp_path)
    assert content_of(place_of(model, tmp_path)) == CONTENT


def test_a_new_pull_replaces_a_damaged_model(server: FileServer, tmp_path: Path) -> None:
    model = a_model(server)
    place = pull(model, tmp_path)
    with (place / "am/final.mdl").open("r+b") as file:
        file.truncate(1000)
    assert not is_complete(place)
    assert content_of(pull(model, tmp_path)) == CONTENT


def test_two_at_once_do_not_disturb_each_other(server: FileServer, tmp_path: Path) -> None:
    with (tmp_path / ".a-model.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(DownloadFailed, match="tiến trình khác"):
            pull(a_model(server), tmp_path)
    assert content_of(pull(a_model(server), tmp_path)) == CONTENT


def test_files_that_are_no_archive_lie_side_by_side(server: FileServer, tmp_path: Path) -> None:
    server.files |= {"/voice.onnx": b"1" * 70_000, "/voice.onnx.json": b"{}"}
    files = tuple(
        RemoteFile(f"{server.url}{path}", len(content), hashlib.sha256(content).hexdigest())
        for path, content in server.files.items()
        if path.startswith("/voice")
    )
    place = pull(replace(a_model(server), files=files), tmp_path)
    assert (place / "voice.onnx").read_bytes() == b"1" * 70_000
    assert (place / "voice.onnx.json").read_bytes() == b"{}"


def test_a_folder_that_cannot_be_written_is_said(server: FileServer, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file, not a folder")
    with pytest.raises(DownloadFailed, match="Không ghi được"):
        pull(a_model(server), tmp_path / "models")


def test_every_model_of_the_catalogue_can_be_checked() -> None:
    for key, model in CATALOGUE.items():
        assert model.key == key
        for file in model.files:
            assert file.url.startswith("https://")
            assert len(bytes.fromhex(file.sha256)) == 32
            assert file.size > 0
