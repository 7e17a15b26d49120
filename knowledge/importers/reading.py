"""Reading corpus files: any of the shapes, plain or gzipped, one record at a time.

Whatever is wrong with one record refuses that record; the rest goes in.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import IO, Any, cast

from knowledge.importers import danang, life_events, national, seed_files
from knowledge.importers.model import (
    DANANG,
    LIFE_EVENTS,
    NATIONAL,
    SEED,
    Parsed,
    RecordRefused,
    Refusal,
)

MAX_LINE_BYTES = 5_000_000
MAX_DOCUMENT_BYTES = 100_000_000

_SHAPES: dict[str, ModuleType] = {NATIONAL: national, LIFE_EVENTS: life_events, DANANG: danang}
_JSON_SUFFIXES = (".jsonl", ".jsonl.gz", ".json", ".json.gz")
_YAML_SUFFIXES = (".yml", ".yaml")
_GZIP = b"\x1f\x8b"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_UTF8_MARK = b"\xef\xbb\xbf"
_BROKEN_ARCHIVE = (EOFError, gzip.BadGzipFile, zlib.error)

_NOT_UTF8 = (
    "Chữ trong bản ghi không phải mã UTF-8 (có thể là UTF-16 hoặc mã cũ). "
    "Hãy lưu lại tệp bằng mã UTF-8 rồi nạp lại."
)
_NOT_FACTS = "Bản ghi phải là một nhóm trường và giá trị {…}. Hãy xem lại tệp xuất."
_UNKNOWN_SHAPE = (
    "Không nhận ra bản ghi này thuộc bộ dữ liệu nào: không có các trường của Cổng quốc gia, "
    "của bộ sự kiện cuộc đời hay của Cổng Đà Nẵng. Hãy kiểm tra tệp."
)
_CUT_ARCHIVE = (
    "Tệp nén bị cắt hoặc hỏng từ đây; các bản ghi trước đó đã được đọc. "
    "Hãy tải lại tệp rồi nạp lại."
)
_TOO_LONG = (
    f"Bản ghi dài quá {MAX_LINE_BYTES // 1_000_000} MB. Có lẽ tệp xuất bị hỏng; hãy xuất lại."
)
_TOO_BIG = (
    f"Tệp lớn quá {MAX_DOCUMENT_BYTES // 1_000_000} MB. Hãy tách nhỏ hoặc dùng định dạng .jsonl."
)


def read(path: Path) -> Iterator[Parsed | Refusal]:
    """Read a file, or all the files of a folder, record by record.

    The corpus is told by the shape of each record, not by the name of the file. Files are
    `.jsonl`, `.json` (an array), both also as `.gz`, and the seed files `.yml` and `.yaml`.
    """
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.is_file() and file.name.lower().endswith(_JSON_SUFFIXES + _YAML_SUFFIXES):
                yield from read(file)
        return
    name = path.name.lower()
    try:
        if name.endswith(_YAML_SUFFIXES):
            yield from _read_seeds(path)
        elif name.endswith((".jsonl", ".jsonl.gz")):
            yield from _read_lines(path)
        elif name.endswith(_JSON_SUFFIXES):
            yield from _read_document(path)
        else:
            yield Refusal(
                None,
                path,
                0,
                "Chỉ đọc được tệp .jsonl, .json (kể cả nén .gz), .yml và .yaml. Hãy đổi định dạng.",
            )
    except OSError as error:
        yield Refusal(
            None, path, 0, f"Không mở được tệp ({error.strerror or error}). Hãy kiểm tra đường dẫn."
        )


def _read_seeds(path: Path) -> Iterator[Parsed | Refusal]:
    for line, item in seed_files.read_items(path):
        if isinstance(item, RecordRefused):
            yield Refusal(SEED, path, line, str(item))
        else:
            record, raw = item
            yield Parsed(SEED, line, record, (), _hash(raw))


def _read_lines(path: Path) -> Iterator[Parsed | Refusal]:
    with _opened(path) as stream:
        number = 0
        while True:
            number += 1
            try:
                line = stream.readline(MAX_LINE_BYTES + 1)
                too_long = len(line) > MAX_LINE_BYTES
                while too_long and line and not line.endswith(b"\n"):
                    line = stream.readline(MAX_LINE_BYTES)
            except _BROKEN_ARCHIVE:
                yield Refusal(None, path, number, _CUT_ARCHIVE)
                return
            if too_long:
                yield Refusal(None, path, number, _TOO_LONG)
                continue
            if not line:
                return
            if number == 1 and line.startswith(_UTF16):
                yield Refusal(None, path, number, _NOT_UTF8)
                return
            if line.strip():
                yield _from_line(path, number, line.removeprefix(_UTF8_MARK))


def _from_line(path: Path, number: int, line: bytes) -> Parsed | Refusal:
    try:
        raw = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return Refusal(None, path, number, _NOT_UTF8)
    except (ValueError, RecursionError) as error:
        if b"\x00" in line:
            return Refusal(None, path, number, _NOT_UTF8)
        return Refusal(None, path, number, _broken_json(error))
    return _from_raw(path, number, raw)


def _read_document(path: Path) -> Iterator[Parsed | Refusal]:
    """Read a JSON array element by element; a break in it ends the reading."""
    content, cut = _whole(path)
    if len(content) > MAX_DOCUMENT_BYTES:
        yield Refusal(None, path, 0, _TOO_BIG)
        return
    if content.startswith(_UTF16) or b"\x00" in content[:4]:
        yield Refusal(None, path, 0, _NOT_UTF8)
        return
    try:
        text = content.removeprefix(_UTF8_MARK).decode("utf-8", "ignore" if cut else "strict")
    except UnicodeDecodeError:
        yield Refusal(None, path, 0, _NOT_UTF8)
        return
    yield from _from_array(path, text, cut)


def _from_array(path: Path, text: str, cut: bool) -> Iterator[Parsed | Refusal]:
    decoder, position, number = json.JSONDecoder(), _skip(text, 0), 0
    is_array = text[position : position + 1] == "["
    position = _skip(text, position + 1) if is_array else position
    while not (is_array and text[position : position + 1] == "]"):
        number += 1
        try:
            raw, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            yield Refusal(None, path, number, _CUT_ARCHIVE if cut else _broken_json(error))
            return
        yield _from_raw(path, number, raw)
        position = _skip(text, position)
        if not is_array:
            return
        if text[position : position + 1] == ",":
            position = _skip(text, position + 1)


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _whole(path: Path) -> tuple[bytes, bool]:
    """Return at most one byte more than may be read, and whether the archive was cut."""
    content = bytearray()
    with _opened(path) as stream:
        try:
            while chunk := stream.read(1 << 16):
                content += chunk
                if len(content) > MAX_DOCUMENT_BYTES:
                    break
        except _BROKEN_ARCHIVE:
            return bytes(content), True
    return bytes(content), False


def _opened(path: Path) -> IO[bytes]:
    """Open a file, unpacking it when its first bytes say it is gzipped, whatever its name."""
    with path.open("rb") as stream:
        packed = stream.read(2) == _GZIP
    if packed:
        return cast(IO[bytes], gzip.open(path, "rb"))
    return path.open("rb")


def _from_raw(path: Path, number: int, raw: Any) -> Parsed | Refusal:
    if not isinstance(raw, Mapping):
        return Refusal(None, path, number, _NOT_FACTS)
    corpus = next((name for name, shape in _SHAPES.items() if shape.matches(raw)), None)
    if corpus is None:
        return Refusal(None, path, number, _UNKNOWN_SHAPE)
    try:
        record, repairs = _SHAPES[corpus].parse(raw)
    except RecordRefused as error:
        return Refusal(corpus, path, number, str(error))
    return Parsed(corpus, number, record, repairs, _hash(raw))


def _hash(raw: Any) -> str:
    canonical = json.dumps(raw, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _broken_json(error: Exception) -> str:
    where = f" (ở ký tự {error.pos + 1})" if isinstance(error, json.JSONDecodeError) else ""
    return f"Bản ghi không phải JSON hợp lệ{where}. Hãy xem lại dòng này hoặc xuất lại tệp."
