"""Models of recognisers and voices: what there is, where it comes from, and fetching it.

A download goes on where an earlier one stopped, is checked, and appears in its place as a whole or
not at all.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import httpx

from speech.errors import DownloadFailed

TRIES = 6
_WAIT_SECONDS = 1.0
_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_MANIFEST = "pulled.json"
# No model here unpacks to more; a hostile archive would.
_LARGEST_UNPACKED = 2 * 2**30

# Told the bytes that are here and the bytes of the whole.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class RemoteFile:
    """A file to fetch, its size in bytes and the SHA-256 it must have."""

    url: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        return self.url.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class Model:
    """Something to fetch: `files` come to lie in `folder`; a ZIP archive is unpacked there.

    `key` is what it is called on the command line; `title` and `licence` are for people.
    """

    key: str
    title: str
    licence: str
    folder: str
    files: tuple[RemoteFile, ...]

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


# The publisher gives the MD5 b31b474a1ef75488c5fa575f8e2a1269 and the same size; the SHA-256 is
# what three projects that ship this archive measured, each for itself.
VOSK_VI = Model(
    key="vosk-vi",
    title="Nhận dạng tiếng nói tiếng Việt (Vosk, bản nhỏ)",
    licence="Apache-2.0",
    folder="vosk-model-small-vn-0.4",
    files=(
        RemoteFile(
            "https://alphacephei.com/vosk/models/vosk-model-small-vn-0.4.zip",
            33_656_337,
            "efe5c8494212110471a79befc48c79da679e5b1fc52a4ffb500222ff86d622e5",
        ),
    ),
)

_PIPER_VI = (
    "https://huggingface.co/rhasspy/piper-voices/resolve/v1.0.0/vi/vi_VN/vais1000/medium/"
    "vi_VN-vais1000-medium.onnx"
)
PIPER_VI = Model(
    key="piper-vi",
    title="Giọng đọc tiếng Việt (Piper, vais1000)",
    licence="CC BY 4.0",
    folder="vi_VN-vais1000-medium",
    files=(
        RemoteFile(
            _PIPER_VI,
            63_201_294,
            "ec7c89e2c85f4d1edc24b6120c18aaf1bda614f06b511567eb9c7c0de15e2dab",
        ),
        RemoteFile(
            f"{_PIPER_VI}.json",
            4_860,
            "fafb9da1354ed4b77c31af228ed41fb41cd825c14cffa105454b25e6ae751ee0",
        ),
    ),
)

CATALOGUE = {model.key: model for model in (VOSK_VI, PIPER_VI)}


def place_of(model: Model, models: Path) -> Path:
    """The folder of a model among all `models`; it need not exist."""
    return models / model.folder


def is_complete(folder: Path) -> bool:
    """Whether all that was fetched into a model's folder is still there in full length.

    A folder that was put there by hand has no list of its files; it is complete if it exists.
    """
    if not folder.is_dir():
        return False
    manifest = folder / _MANIFEST
    if not manifest.is_file():
        return True
    try:
        sizes: dict[str, int] = json.loads(manifest.read_text(encoding="utf-8"))["files"]
        return all((folder / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError, KeyError):
        return False


def pull(model: Model, models: Path, progress: Progress = lambda here, whole: None) -> Path:
    """Fetch a model into its place below `models`, in place of one that is there, and return it.

    What was fetched before an interruption is kept and used by the next call.
    Raises `DownloadFailed`.
    """
    place = place_of(model, models)
    try:
        models.mkdir(parents=True, exist_ok=True)
        with _alone(models / f".{model.folder}.lock", model):
            fetched = 0
            archives = []
            for file in model.files:
                archives.append(_fetch(file, models, _shifted(progress, fetched, model.size)))
                fetched += file.size
            _put_in_place(archives, model, place)
            for archive in archives:
                archive.unlink()
    except OSError as error:
        raise DownloadFailed(
            f"Không ghi được vào {models}: {error.strerror or error}. "
            "Kiểm tra chỗ trống và quyền ghi, rồi chạy lại; phần đã tải được giữ lại."
        ) from error
    return place


def _shifted(progress: Progress, before: int, whole: int) -> Progress:
    return lambda here, _: progress(before + here, whole)


@contextmanager
def _alone(lock: Path, model: Model) -> Iterator[None]:
    """Only one process fetches a model at a time; the lock goes with its process."""
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DownloadFailed(f"«{model.key}» đang được tải bởi một tiến trình khác.") from None
        yield


def _fetch(file: RemoteFile, models: Path, progress: Progress) -> Path:
    """The file, checked, under a name that no model has."""
    part = models / f"{file.name}.part"
    began_empty = not part.exists()
    _download(file, part, progress)
    if _sha256(part) == file.sha256:
        return part
    part.unlink()
    if not began_empty:
        # What an earlier call left may be of another file; start anew, once.
        return _fetch(file, models, progress)
    raise DownloadFailed(
        f"{file.url} không đúng mã kiểm SHA-256 ({file.sha256}). Tệp đã bị thay đổi hoặc hỏng trên "
        "đường truyền, nên không dùng. Thử lại; nếu vẫn vậy, báo cho nhóm phát triển."
    )


def _download(file: RemoteFile, part: Path, progress: Progress) -> None:
    """Append to `part` until it is as long as the file, over as many connections as it takes.

    Gives up after some tries in a row that brought nothing.
    """
    if part.exists() and part.stat().st_size > file.size:
        part.unlink()
    tries = 0
    while (here := part.stat().st_size if part.exists() else 0) < file.size:
        try:
            _append(file, part, here, progress)
            reason = "máy chủ đóng kết nối giữa chừng"
        except httpx.HTTPStatusError as error:
            status = error.response.status_code
            if status < 500 and status != 429:
                raise DownloadFailed(f"{file.url}: máy chủ trả lời {status}.") from error
            reason = f"máy chủ trả lời {status}"
        except httpx.TransportError as error:
            reason = str(error) or type(error).__name__
        if part.exists() and part.stat().st_size > here:
            tries = 0
            continue
        tries += 1
        if tries == TRIES:
            raise DownloadFailed(
                f"Không tải được {file.url}: {reason}. Kiểm tra mạng rồi chạy lại; "
                "phần đã tải được giữ lại."
            )
        time.sleep(_WAIT_SECONDS * tries)
    if part.stat().st_size > file.size:
        part.unlink()
        raise DownloadFailed(f"{file.url} dài hơn {file.size} byte đã công bố, nên không dùng.")


def _append(file: RemoteFile, part: Path, here: int, progress: Progress) -> None:
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={here}-"} if here else {})
    with httpx.stream(
        "GET", file.url, headers=headers, timeout=_TIMEOUT, follow_redirects=True
    ) as response:
        response.raise_for_status()
        # A server that knows no ranges sends everything again.
        goes_on = response.status_code == httpx.codes.PARTIAL_CONTENT
        with part.open("ab" if goes_on else "wb") as sink:
            for chunk in response.iter_raw():
                sink.write(chunk)
                progress(sink.tell(), file.size)
                if sink.tell() > file.size:
                    return


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _put_in_place(files: list[Path], model: Model, place: Path) -> None:
    """Make the model's folder beside its place, then exchange the two."""
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=f".{model.folder}-") as workplace:
        fresh, old = Path(workplace, "new"), Path(workplace, "old")
        fresh.mkdir()
        for path in files:
            name = path.name.removesuffix(".part")
            if name.endswith(".zip"):
                _unpack(path, fresh)
            else:
                shutil.copyfile(path, fresh / name)
        _write_manifest(fresh, model)
        if place.exists():
            place.rename(old)
        fresh.rename(place)


def _unpack(archive: Path, folder: Path) -> None:
    """Unpack a ZIP archive; the one folder that everything in it is in is left out."""
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = [entry for entry in opened.infolist() if not entry.is_dir()]
            _refuse_unsafe(entries, archive)
            for entry in entries:
                target = folder.joinpath(*PurePosixPath(entry.filename).parts[1:])
                target.parent.mkdir(parents=True, exist_ok=True)
                with opened.open(entry) as source, target.open("wb") as sink:
                    shutil.copyfileobj(source, sink)
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise DownloadFailed(f"{archive.name} không phải tệp ZIP đọc được: {error}.") from error


def _refuse_unsafe(entries: list[zipfile.ZipInfo], archive: Path) -> None:
    """Nothing outside the folder, no links, no bomb, and one folder around it all."""
    paths = [PurePosixPath(entry.filename) for entry in entries]
    outside = any(path.is_absolute() or ".." in path.parts for path in paths)
    links = any((entry.external_attr >> 16) & 0o170000 == 0o120000 for entry in entries)
    large = sum(entry.file_size for entry in entries) > _LARGEST_UNPACKED
    one_folder = len({path.parts[0] for path in paths if len(path.parts) > 1}) == 1 and all(
        len(path.parts) > 1 for path in paths
    )
    if outside or links or large or not one_folder:
        raise DownloadFailed(f"{archive.name} không có dạng của một mô hình, nên không giải nén.")


def _write_manifest(folder: Path, model: Model) -> None:
    sizes = {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    manifest = {
        "sources": [{"url": file.url, "sha256": file.sha256} for file in model.files],
        "files": sizes,
    }
    (folder / _MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
