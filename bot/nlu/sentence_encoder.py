"""Sentences as vectors, by a transformer that is kept as an ONNX file. Optional.

Two sentences that say the same in other words have vectors that point the same way. The model is
named by the setting ENCODER; without it nothing here is loaded. transformers reads the tokenizer,
onnxruntime runs the model, and both are imported only when an encoder is configured: they belong
to the extra `encoder`. docs/decisions/0007 says how to export a model.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.errors import EncoderUnavailable
from settings import Settings
from vietnamese.segmentation import segment

# Of a longer text only the start is read; what a citizen asks is shorter.
MAX_TOKENS = 128
BATCH = 32
# The server answers other messages beside.
THREADS = 2

# Where the model stands in a folder: as it is exported, or as repositories of the hub have it.
MODEL_FILES = ("model.onnx", "onnx/model.onnx")
# All that is fetched from the hub, and all that decides what a vector is. The star covers the
# weights of a large model, which stand beside it.
WANTED_FILES = (
    *(f"{name}*" for name in MODEL_FILES),
    "config.json",
    "tokenizer*",
    "special_tokens_map.json",
    "added_tokens.json",
    "vocab.*",
    "merges.txt",
    "bpe.codes",
    "sentencepiece.bpe.model",
)
INPUTS = frozenset({"input_ids", "attention_mask", "token_type_ids"})

MEBIBYTE = 1 << 20


class SentenceEncoder:
    """A loaded model with its tokenizer. Encoding is safe from several threads at once."""

    def __init__(self, folder: Path, query_prefix: str = "", segmented: bool = False) -> None:
        """Load the model in `folder`.

        `query_prefix` is set before every text; `segmented` joins the syllables of a word with
        "_" before. Raises `EncoderUnavailable`.
        """
        model = _model_file(folder)
        self._prefix = query_prefix
        self._segmented = segmented
        self._tokenizer, self._session = _load(folder, model)
        # A tokenizer remembers how it last padded, and so is not safe for two threads at once.
        self._tokenizer_lock = threading.Lock()
        declared = {item.name for item in self._session.get_inputs()}
        if not {"input_ids"} <= declared <= INPUTS:
            raise EncoderUnavailable(
                f"Mô hình {model} có đầu vào {', '.join(sorted(declared))}. Bộ mã hóa câu chỉ nhận "
                f"{', '.join(sorted(INPUTS))}. Hãy xuất lại mô hình với tác vụ feature-extraction."
            )
        self._inputs = declared
        self.fingerprint = _fingerprint(folder, query_prefix, segmented)
        # Two texts of unlike length: a model or a tokenizer that does not fit shows now.
        self.size = self.encode(["giấy khai sinh", "đăng ký"]).shape[1]

    @classmethod
    def load(cls, settings: Settings) -> SentenceEncoder | None:
        """The encoder that the settings name; None where they name none.

        A name that is no folder is fetched from the Hugging Face hub, once. Raises
        `EncoderUnavailable`.
        """
        if not settings.encoder:
            return None
        return cls(
            _folder(settings.encoder), settings.encoder_query_prefix, settings.encoder_segmented
        )

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One row of float32 for each text, of length one, so that a product is a cosine.

        A text of which the tokenizer leaves nothing is a row of zeros. Raises
        `EncoderUnavailable` where model and tokenizer do not fit together.
        """
        if not texts:
            return np.zeros((0, self.size), np.float32)
        # Texts of like length share a batch: padding costs as much time as words.
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        rows = np.concatenate(
            [
                self._encode_batch([texts[number] for number in order[start : start + BATCH]])
                for start in range(0, len(order), BATCH)
            ]
        )
        encoded = np.empty_like(rows)
        encoded[order] = rows
        return encoded

    def _encode_batch(self, texts: list[str]) -> np.ndarray:
        try:
            inputs = self._tokens(texts)
            output = self._session.run(
                None, {name: inputs[name] for name in self._inputs if name in inputs}
            )[0]
        # Neither library has one type for what can go wrong in it.
        except Exception as error:
            raise EncoderUnavailable(
                "Bộ mã hóa câu không chạy được: tệp của bộ tách từ và model.onnx phải thuộc cùng "
                f"một mô hình. {_first_line(error)}"
            ) from error
        return _of_length_one(_pooled(np.asarray(output, np.float32), inputs["attention_mask"]))

    def _tokens(self, texts: list[str]) -> dict[str, np.ndarray]:
        prepared = [self._prefix + (_joined(text) if self._segmented else text) for text in texts]
        with self._tokenizer_lock:
            tokens = self._tokenizer(
                prepared, padding=True, truncation=True, max_length=MAX_TOKENS, return_tensors="np"
            )
        inputs = {name: np.asarray(tokens[name], np.int64) for name in INPUTS & tokens.keys()}
        # Some tokenizers leave out what their model still declares: all is of the first sentence.
        inputs.setdefault("token_type_ids", np.zeros_like(inputs["input_ids"]))
        return inputs


def _pooled(output: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """One vector for each text: the mean over its tokens, unless the model gives it itself."""
    if output.ndim == 2:
        return output
    if output.ndim != 3:
        raise EncoderUnavailable(
            f"Đầu ra đầu tiên của mô hình có {output.ndim} chiều; cần 3 chiều (câu, từ, số) hoặc "
            "2 chiều (câu, số). Hãy xuất lại mô hình với tác vụ feature-extraction."
        )
    weights = mask[:, :, None].astype(np.float32)
    return np.asarray((output * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1.0))


def _of_length_one(rows: np.ndarray) -> np.ndarray:
    if not np.isfinite(rows).all():
        raise EncoderUnavailable("Mô hình cho ra số không hợp lệ (NaN). Hãy xuất hoặc tải lại.")
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1.0), dtype=np.float32)


def _joined(text: str) -> str:
    """The words of a text as PhoBERT was taught them: «thủ tục» is «thủ_tục»."""
    return " ".join("_".join(word.text.split()) for word in segment(text))


def _load(folder: Path, model: Path) -> tuple[Any, Any]:
    """The tokenizer in `folder` and a session of `model`. Raises `EncoderUnavailable`."""
    # It would advise to install PyTorch, which is not needed to read a tokenizer.
    os.environ.setdefault("TRANSFORMERS_NO_ADVISORY_WARNINGS", "1")
    try:
        import onnxruntime
        from transformers import AutoTokenizer
    except ImportError as error:
        raise _libraries_missing(error) from error
    try:
        tokenizer = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
    except Exception as error:
        raise EncoderUnavailable(
            f"Không đọc được bộ tách từ trong {folder}: tệp thiếu hoặc hỏng. Hãy chép hoặc tải lại "
            f"thư mục này. {_first_line(error)}"
        ) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.log_severity_level = 3  # errors; they are also raised
    try:
        session = onnxruntime.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:
        raise EncoderUnavailable(
            f"Không đọc được mô hình {model}: tệp hỏng, hoặc thiếu tệp trọng số đi kèm. Hãy chép "
            f"hoặc tải lại. {_first_line(error)}"
        ) from error
    return tokenizer, session


def _folder(name: str) -> Path:
    """The folder of that name, or that of the repository of that name, fetched from the hub."""
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    try:
        from huggingface_hub import snapshot_download
    except ImportError as error:
        raise _libraries_missing(error) from error
    try:
        return Path(snapshot_download(name, allow_patterns=list(WANTED_FILES)))
    except Exception as error:
        raise EncoderUnavailable(
            f"ENCODER là «{name}»: trên máy không có thư mục này, và không tải được kho cùng tên "
            f"từ Hugging Face. Hãy kiểm tra tên và kết nối mạng. {_first_line(error)}"
        ) from error


def _model_file(folder: Path) -> Path:
    for name in MODEL_FILES:
        if (folder / name).is_file():
            return folder / name
    raise EncoderUnavailable(
        f"Không thấy model.onnx trong {folder}. Cách xuất một mô hình ra ONNX có trong "
        "docs/decisions/0007-an-optional-sentence-encoder.md."
    )


def _fingerprint(folder: Path, query_prefix: str, segmented: bool) -> str:
    """What vectors depend on, in 64 hexadecimal digits."""
    digest = hashlib.sha256(json.dumps([query_prefix, segmented, MAX_TOKENS]).encode())
    for path in sorted(_files(folder)):
        size = path.stat().st_size
        digest.update(json.dumps([path.relative_to(folder).as_posix(), size]).encode())
        # The ends of a file tell models apart; all of a gigabyte would be read at each start.
        with path.open("rb") as file:
            digest.update(file.read(MEBIBYTE))
            file.seek(max(size - MEBIBYTE, 0))
            digest.update(file.read(MEBIBYTE))
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    return (path for pattern in WANTED_FILES for path in folder.glob(pattern) if path.is_file())


def _libraries_missing(error: ImportError) -> EncoderUnavailable:
    return EncoderUnavailable(
        f"ENCODER cần thư viện chưa được cài ({error.name}). Hãy chạy `uv sync --extra encoder`, "
        "hoặc bỏ trống ENCODER."
    )


def _first_line(error: Exception) -> str:
    """What a library says of an error, without the pages of advice that follow."""
    said = str(error).strip().splitlines()
    return f"({type(error).__name__}: {said[0]})" if said else f"({type(error).__name__})"
