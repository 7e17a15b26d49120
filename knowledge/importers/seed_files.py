"""Seed files: records in YAML with Vietnamese keys, as described in `knowledge/seeds/README.md`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from knowledge.importers.durations import read_duration
from knowledge.importers.model import SEED, RecordRefused
from knowledge.records import (
    Channel,
    Concern,
    Duration,
    Faq,
    Fee,
    FilingMethod,
    Form,
    FormerUnit,
    LegalDocument,
    Level,
    Procedure,
    Record,
    RequiredDocument,
    Source,
    TimeUnit,
    Ward,
)
from vietnamese.text import nfc

_LEVELS = {
    Level.CENTRAL: "trung ương",
    Level.PROVINCE: "tỉnh",
    Level.COMMUNE: "xã",
    Level.OTHER: "khác",
    Level.DISTRICT: "huyện",
}
_CHANNELS = {
    Channel.IN_PERSON: "trực tiếp",
    Channel.ONLINE: "trực tuyến",
    Channel.POST: "bưu chính",
}
_UNITS = {
    TimeUnit.HOUR: "giờ",
    TimeUnit.DAY: "ngày",
    TimeUnit.WORKING_DAY: "ngày làm việc",
    TimeUnit.MONTH: "tháng",
    TimeUnit.YEAR: "năm",
}
_CONCERNS = {
    Concern.OTHER_PROVINCE: "trái tỉnh",
    Concern.ABOLISHED_DISTRICT: "cấp huyện đã bỏ",
    Concern.FEE_CONTRADICTS_NOTE: "phí mâu thuẫn",
    Concern.TIME_WITHOUT_UNIT: "thời hạn thiếu đơn vị",
    Concern.TABLE_NOT_READ: "bảng chưa đọc được",
    Concern.OUTDATED_SOURCE: "nguồn cũ",
    Concern.UNVERIFIED_FACT: "chưa xác minh",
}

# The Vietnamese key of each field, in the order in which a file shows them.
_KEYS: dict[type[BaseModel], dict[str, str]] = {
    Procedure: {
        "code": "mã",
        "name": "tên",
        "aliases": "tên gọi khác",
        "domain": "lĩnh vực",
        "levels": "cấp thực hiện",
        "summary": "tóm tắt",
        "agencies": "cơ quan thực hiện",
        "deciding_agency": "cơ quan quyết định",
        "place": "nơi nộp",
        "applicants": "người được làm",
        "steps": "các bước",
        "filing": "cách nộp",
        "documents": "giấy tờ",
        "conditions": "điều kiện",
        "results": "kết quả",
        "legal_basis": "căn cứ pháp lý",
        "notes": "lưu ý",
        "keywords": "từ khóa",
        "online_url": "nộp trực tuyến",
        "sources": "nguồn",
        "effective_from": "hiệu lực từ",
        "effective_to": "hiệu lực đến",
        "verified_on": "xác minh ngày",
        "concerns": "cần xác minh",
    },
    Faq: {
        "key": "khóa",
        "question": "câu hỏi",
        "phrasings": "cách hỏi khác",
        "answer": "trả lời",
        "procedures": "thủ tục liên quan",
        "sources": "nguồn",
        "effective_from": "hiệu lực từ",
        "effective_to": "hiệu lực đến",
        "verified_on": "xác minh ngày",
        "concerns": "cần xác minh",
    },
    Ward: {
        "code": "mã đơn vị",
        "name": "tên",
        "formerly": "gồm",
        "counter": "nơi tiếp nhận",
        "hours": "giờ làm việc",
        "phone": "điện thoại",
        "sources": "nguồn",
        "effective_from": "hiệu lực từ",
        "effective_to": "hiệu lực đến",
        "verified_on": "xác minh ngày",
        "concerns": "cần xác minh",
    },
    FormerUnit: {
        "name": "tên",
        "district": "thuộc",
        "province": "tỉnh",
        "office": "trụ sở cũ",
    },
    FilingMethod: {
        "channel": "hình thức",
        "duration": "thời hạn",
        "fees": "lệ phí",
        "note": "ghi chú",
    },
    Duration: {"text": "diễn giải", "value": "số", "unit": "đơn vị", "immediate": "trong ngày"},
    Fee: {
        "amount": "số tiền",
        "currency": "đơn vị tiền",
        "per": "tính theo",
        "condition": "điều kiện",
        "text": "diễn giải",
    },
    RequiredDocument: {
        "name": "tên",
        "originals": "bản chính",
        "copies": "bản sao",
        "form": "mẫu",
        "case": "trường hợp",
    },
    Form: {"name": "tên", "url": "liên kết"},
    LegalDocument: {"number": "số", "title": "tên", "issued_on": "ngày", "issuer": "cơ quan"},
    Source: {
        "title": "tên",
        "url": "liên kết",
        "decision": "quyết định",
        "corpus": "bộ dữ liệu",
        "checked_on": "ngày kiểm tra",
    },
}
_NESTED: dict[str, type[BaseModel]] = {
    "filing": FilingMethod,
    "fees": Fee,
    "documents": RequiredDocument,
    "form": Form,
    "legal_basis": LegalDocument,
    "sources": Source,
    "formerly": FormerUnit,
}
_WORDS: dict[str, Mapping[Any, str]] = {
    "levels": _LEVELS,
    "channel": _CHANNELS,
    "unit": _UNITS,
    "concerns": _CONCERNS,
}
_LISTS = {
    "aliases",
    "levels",
    "agencies",
    "applicants",
    "steps",
    "conditions",
    "results",
    "notes",
    "keywords",
    "concerns",
    "phrasings",
    "procedures",
    *(_NESTED.keys() - {"form"}),
}
_NUMBERS = {"amount", "originals", "copies", "value", "immediate"}
_DATES = {"issued_on", "checked_on", "effective_from", "effective_to", "verified_on"}

Item = tuple[int, tuple[Record, Any] | RecordRefused]


def load(path: Path) -> list[Record]:
    """Return the records of a seed file. Raises RecordRefused at the first that is wrong."""
    records = []
    for line, item in read_items(path):
        if isinstance(item, RecordRefused):
            raise RecordRefused(f"{path.name}, dòng {line}: {item}") from item
        records.append(item[0])
    return records


def read_items(path: Path) -> Iterator[Item]:
    """Read a seed file record by record: each with its line, as a record or as what is wrong."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        yield 1, RecordRefused("Tệp không phải mã UTF-8. Hãy lưu lại tệp bằng mã UTF-8.")
        return
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        yield (
            line,
            RecordRefused(
                "Tệp YAML viết sai ở dòng này: kiểm tra dấu hai chấm, thụt lề và dấu ngoặc."
            ),
        )
        return
    if root is None:
        return
    nodes = root.value if isinstance(root, yaml.SequenceNode) else [root]
    for node in nodes:
        yield node.start_mark.line + 1, _read_node(node)


def dump(record: Record) -> str:
    """Return a record as YAML with Vietnamese keys; a FAQ or a ward as a list of one."""
    plain = _dumped(record)
    content = plain if isinstance(record, Procedure) else [plain]
    return yaml.dump(
        content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100, indent=2
    )


def _read_node(node: yaml.Node) -> tuple[Record, Any] | RecordRefused:
    try:
        raw = _construct(node)
        model = _model(raw)
        return model(**_fields(raw, model)), raw
    except RecordRefused as error:
        return error
    except yaml.YAMLError:
        return RecordRefused("Giá trị ở đây viết sai kiểu YAML. Hãy đặt chữ trong dấu nháy kép.")
    except ValidationError as error:
        first = error.errors()[0]
        return RecordRefused(f"{_place(first['loc'])}: {_explained(first)}")


def _model(raw: Any) -> type[Procedure] | type[Faq] | type[Ward]:
    """Which kind of record it is, by the keys that only this kind has."""
    keys = raw.keys() if isinstance(raw, Mapping) else set()
    if keys & {"khóa", "câu hỏi"}:
        return Faq
    return Ward if "mã đơn vị" in keys else Procedure


def _construct(node: yaml.Node) -> Any:
    loader = _Loader("")
    try:
        return loader.construct_document(node)
    finally:
        loader.dispose()


def _fields(raw: Any, model: type[BaseModel]) -> dict[str, Any]:
    """Turn the Vietnamese keys of one group into the fields of a model."""
    if not isinstance(raw, Mapping):
        raise RecordRefused(
            f"Chỗ này phải là các dòng “khóa: giá trị”, không phải “{str(raw)[:60]}”."
        )
    by_key = {key: field for field, key in _KEYS[model].items()}
    fields = {}
    for key, value in raw.items():
        if key not in by_key:
            raise RecordRefused(_unknown(str(key), list(by_key)))
        if value is not None and value != "":
            fields[by_key[key]] = _value(by_key[key], key, value)
    if model is Source:
        fields.setdefault("corpus", SEED)
    if model is Fee:
        fields["text"] = fields.get("text") or _fee_text(fields)
    return fields


def _unknown(key: str, known: list[str]) -> str:
    close = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    hint = (
        f"Có phải là “{close[0]}” không?" if close else f"Các khóa có thể dùng: {', '.join(known)}."
    )
    return f"Không biết khóa “{key}”. {hint}"


def _value(field: str, key: str, value: Any) -> Any:
    if field in _LISTS:
        values = value if isinstance(value, list) else [value]
        return tuple(_single(field, key, one) for one in values)
    return _single(field, key, value)


def _single(field: str, key: str, value: Any) -> Any:
    if field == "duration":
        return _duration(value)
    if field in _NESTED:
        return _NESTED[field](**_fields(value, _NESTED[field]))
    if isinstance(value, (Mapping, list)):
        raise RecordRefused(f"“{key}” phải là một giá trị, không phải một nhóm hay danh sách.")
    if field in _WORDS:
        return _word(field, key, str(value))
    if field in _DATES:
        if not isinstance(value, date):
            raise RecordRefused(f"“{key}” phải là ngày viết kiểu 2026-01-31, không phải “{value}”.")
        return value
    if field in _NUMBERS:
        return value
    return str(value)


def _word(field: str, key: str, value: str) -> Any:
    for member, word in _WORDS[field].items():
        if word == value.strip().lower():
            return member
    known = list(_WORDS[field].values())
    raise RecordRefused(f"“{key}: {value}” không dùng được. " + _unknown(value, known))


def _duration(value: Any) -> Duration | None:
    if isinstance(value, Mapping):
        return Duration(**_fields(value, Duration))
    text = str(value)
    return read_duration(text).duration or Duration(text=text)


def _fee_text(fields: Mapping[str, Any]) -> str:
    amount = fields.get("amount")
    if amount is None:
        raise RecordRefused("Mỗi dòng lệ phí cần “số tiền” hoặc “diễn giải”.")
    if amount == 0:
        return "Miễn phí"
    unit = "USD" if fields.get("currency") == "USD" else "đồng"
    return f"{amount:,} {unit}".replace(",", ".") if isinstance(amount, int) else str(amount)


def _place(location: tuple[int | str, ...]) -> str:
    keys = {field: key for mapping in _KEYS.values() for field, key in mapping.items()}
    return "Trường “" + " → ".join(keys.get(str(part), str(part)) for part in location) + "”"


def _explained(error: Any) -> str:
    reasons: dict[str, str] = {
        "missing": "bắt buộc phải có, hãy bổ sung.",
        "string_too_short": "không được để trống.",
        "string_pattern_mismatch": "viết sai mẫu; mã thủ tục như 1.001193, khóa như ten-khong-dau.",
        "too_short": "cần ít nhất một mục.",
        "int_parsing": "phải là số nguyên.",
        "int_type": "phải là số nguyên.",
        "greater_than_equal": "không được nhỏ hơn 0.",
    }
    return reasons.get(error["type"], f"giá trị không hợp lệ ({error['msg']}).")


def _dumped(model: BaseModel) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for field, key in _KEYS[type(model)].items():
        value = getattr(model, field)
        if value is None or value == () or value == "" or _is_default(model, field, value):
            continue
        plain[key] = _plain(field, value)
    return plain


def _is_default(model: BaseModel, field: str, value: Any) -> bool:
    if isinstance(model, Source) and field == "corpus":
        return bool(value == SEED)
    if isinstance(model, Fee) and field == "text":
        known = {"amount": model.amount, "currency": model.currency}
        return model.amount is not None and value == _fee_text(known)
    default = type(model).model_fields[field].default
    return field in ("currency", "immediate") and value == default


def _plain(field: str, value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(field, one) for one in value]
    if isinstance(value, Duration):
        readable = read_duration(value.text).duration or Duration(text=value.text)
        return value.text if readable == value else _dumped(value)
    if isinstance(value, BaseModel):
        return _dumped(value)
    if field in _WORDS:
        return _WORDS[field][value]
    return value


class _Loader(yaml.SafeLoader):
    """YAML as officers mean it: a code is text, not a decimal number, and "no" is a word."""


class _Dumper(yaml.SafeDumper):
    """YAML that says the same when it is read again by `_Loader`."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


_PLAIN_TAGS = {
    "tag:yaml.org,2002:null",
    "tag:yaml.org,2002:timestamp",
    "tag:yaml.org,2002:merge",
}
_TRUE = {"true": True, "false": False, "có": True, "không": False}


def _resolvers(base: Mapping[str, list[tuple[str, Any]]]) -> dict[str, list[tuple[str, Any]]]:
    return {
        first: kept
        for first, resolvers in base.items()
        if (kept := [(tag, regexp) for tag, regexp in resolvers if tag in _PLAIN_TAGS])
    }


def _whole_number(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int:
    return int(loader.construct_scalar(node))


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[str, Any]:
    """Build a group of keys, in NFC. Raises RecordRefused when a key stands twice."""
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = nfc(str(loader.construct_object(key_node, deep=True))).strip()
        if key in mapping:
            raise RecordRefused(f"Khóa “{key}” ghi hai lần. Hãy gộp lại làm một.")
        value = loader.construct_object(value_node, deep=True)
        mapping[key] = _flag(key, value)
    return mapping


def _flag(key: str, value: Any) -> Any:
    is_flag = key == _KEYS[Duration]["immediate"] and isinstance(value, str)
    return _TRUE.get(value.lower(), value) if is_flag else value


def _string(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> str:
    return nfc(loader.construct_scalar(node))


_number: Callable[..., Any] = _whole_number
for _one in (_Loader, _Dumper):
    _one.yaml_implicit_resolvers = _resolvers(yaml.SafeLoader.yaml_implicit_resolvers)
    _one.add_implicit_resolver(
        "tag:yaml.org,2002:int", re.compile(r"^-?[0-9]+$"), list("-0123456789")
    )
_Loader.add_constructor("tag:yaml.org,2002:int", _number)
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:str", _string)
