from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import EncoderUnavailable
from bot.nlu.sentence_encoder import BATCH, MAX_TOKENS, SentenceEncoder
from settings import ROOT, Settings
from tests.bot.nlu.tiny_encoder import THREE_INPUTS, WORDS, make_encoder, make_tokenizer

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_encoder(tmp_path_factory.mktemp("encoder"))


@pytest.fixture(scope="module")
def encoder(folder: Path) -> SentenceEncoder:
    return SentenceEncoder(folder)


def direction(*words: str) -> np.ndarray:
    """What the tiny model says of a text of these words: the mean, at length one."""
    mean = np.mean([WORDS[word] for word in words], axis=0)
    return np.asarray(mean / np.linalg.norm(mean))


def test_texts_of_one_meaning_point_the_same_way(encoder: SentenceEncoder) -> None:
    wedding, marriage, land = encoder.encode(["cưới", "kết hôn", "nhà đất"])
    assert wedding @ marriage > 0.99
    assert wedding @ land < 0.2


def test_a_text_is_the_mean_of_its_words_and_never_of_padding(encoder: SentenceEncoder) -> None:
    rows = encoder.encode(["sinh", "nhà đất sinh hôn"])
    np.testing.assert_allclose(rows[0], direction("sinh"), atol=1e-6)
    np.testing.assert_allclose(rows[1], direction("nhà", "đất", "sinh", "hôn"), atol=1e-6)


@given(st.lists(st.lists(st.sampled_from(sorted(WORDS)), max_size=9).map(" ".join), max_size=80))
def test_a_text_has_the_same_vector_alone_and_among_others(
    encoder: SentenceEncoder, texts: list[str]
) -> None:
    rows = encoder.encode(texts)
    assert rows.shape == (len(texts), encoder.size)
    assert rows.dtype == np.float32
    for text, row in zip(texts, rows, strict=True):
        np.testing.assert_allclose(encoder.encode([text])[0], row, atol=1e-6)
        assert np.linalg.norm(row) == pytest.approx(1 if text else 0, abs=1e-6)


def test_more_texts_than_a_batch_holds_come_back_in_their_order(encoder: SentenceEncoder) -> None:
    texts = ["cưới cưới cưới", "đất", "sinh đẻ"] * BATCH
    rows = encoder.encode(texts)
    assert [int(np.argmax(row)) for row in rows] == [0, 2, 1] * BATCH


@given(st.text())
def test_any_text_can_be_encoded(encoder: SentenceEncoder, text: str) -> None:
    assert np.isfinite(encoder.encode([text])).all()


def test_only_the_start_of_a_long_text_counts(encoder: SentenceEncoder) -> None:
    row = encoder.encode(["cưới " * MAX_TOKENS + "đất " * 500])[0]
    np.testing.assert_allclose(row, direction("cưới"), atol=1e-6)


def test_threads_may_encode_at_once(encoder: SentenceEncoder) -> None:
    texts = ["cưới", "sinh đẻ", "nhà đất hôn", "kết hôn sinh đất"] * 3
    expected = encoder.encode(texts)
    with ThreadPoolExecutor(4) as pool:
        for rows in pool.map(lambda _: encoder.encode(texts), range(40)):
            np.testing.assert_allclose(rows, expected, atol=1e-6)


def test_the_prefix_is_set_before_every_text(folder: Path) -> None:
    row = SentenceEncoder(folder, query_prefix="đất ").encode(["cưới"])[0]
    np.testing.assert_allclose(row, direction("đất", "cưới"), atol=1e-6)


def test_words_are_joined_for_a_model_that_was_taught_so(tmp_path: Path) -> None:
    words = {**WORDS, "thủ_tục": (1, 0, 0, 0), "đăng_ký": (0, 1, 0, 0)}
    joining = SentenceEncoder(make_encoder(tmp_path, words), segmented=True)
    procedure, registration = joining.encode(["thủ tục", "đăng ký"])
    np.testing.assert_allclose(procedure, (1, 0, 0, 0), atol=1e-6)
    np.testing.assert_allclose(registration, (0, 1, 0, 0), atol=1e-6)


def test_a_folder_with_the_tokenizer_of_phobert_is_read(tmp_path: Path) -> None:
    # Its tokenizer is of another kind: two lists, and no file of its own name.
    special = {name: (0, 0, 0, 0) for name in ("<s>", "<pad>", "</s>", "<unk>")}
    make_encoder(tmp_path, {**special, "thủ_tục": (1, 0, 0, 0), "đất": (0, 0, 1, 0)})
    for file in tmp_path.glob("token*"):
        file.unlink()
    (tmp_path / "config.json").write_text(
        json.dumps({"model_type": "roberta", "tokenizer_class": "PhobertTokenizer"})
    )
    (tmp_path / "vocab.txt").write_text("thủ_tục 9\nđất 5\n", encoding="utf-8")
    pairs = ["t h", "th ủ", "thủ _", "thủ_ t", "thủ_t ụ", "thủ_tụ c</w>", "đ ấ", "đấ t</w>"]
    (tmp_path / "bpe.codes").write_text("".join(f"{pair} 9\n" for pair in pairs), encoding="utf-8")
    rows = SentenceEncoder(tmp_path, segmented=True).encode(["thủ tục", "đất"])
    np.testing.assert_allclose(rows, [(1, 0, 0, 0), (0, 0, 1, 0)], atol=1e-6)


@pytest.mark.parametrize("inputs", [("input_ids",), THREE_INPUTS], ids=["one", "three"])
def test_the_model_is_given_the_inputs_that_it_declares(
    tmp_path: Path, inputs: tuple[str, ...]
) -> None:
    row = SentenceEncoder(make_encoder(tmp_path, inputs=inputs)).encode(["kết hôn", "đất"])[0]
    np.testing.assert_allclose(row, direction("kết", "hôn"), atol=1e-6)


def test_a_model_that_gives_sentences_is_taken_at_its_word(tmp_path: Path) -> None:
    row = SentenceEncoder(make_encoder(tmp_path, output="sentence")).encode(["cưới đất"])[0]
    np.testing.assert_allclose(row, np.array([1, 0, 1, 0]) / np.sqrt(2), atol=1e-6)


def test_the_layout_of_hub_repositories_is_known(tmp_path: Path) -> None:
    make_encoder(tmp_path, model="onnx/model.onnx")
    assert SentenceEncoder(tmp_path).size == 4


def test_the_settings_name_the_encoder(folder: Path) -> None:
    named = Settings(encoder=str(folder), encoder_query_prefix="đất ", encoder_segmented=False)
    loaded = SentenceEncoder.load(named)
    assert loaded is not None
    np.testing.assert_allclose(loaded.encode(["cưới"])[0], direction("đất", "cưới"), atol=1e-6)


def test_the_fingerprint_changes_with_all_that_a_vector_depends_on(
    tmp_path: Path, folder: Path
) -> None:
    copied = Path(shutil.copytree(folder, tmp_path / "copied"))
    longer = make_encoder(tmp_path / "longer", {**WORDS, "xe": (1, 1, 1, 1)})
    turned = make_encoder(tmp_path / "turned", {**WORDS, "đất": (0, 0, -1, 0)})
    swapped = Path(shutil.copytree(folder, tmp_path / "swapped"))
    make_tokenizer(swapped, [*list(WORDS)[:2], *reversed(list(WORDS)[2:])])
    fingerprint = SentenceEncoder(folder).fingerprint
    assert SentenceEncoder(copied).fingerprint == fingerprint
    others = [
        SentenceEncoder(longer),
        SentenceEncoder(turned),
        SentenceEncoder(swapped),
        SentenceEncoder(folder, query_prefix="query: "),
        SentenceEncoder(folder, segmented=True),
    ]
    assert len({fingerprint, *(other.fingerprint for other in others)}) == 6


def test_nothing_is_loaded_where_no_encoder_is_named() -> None:
    code = """
import sys
from bot.nlu.encoded_index import EncodedIndex
from bot.nlu.sentence_encoder import SentenceEncoder
from settings import Settings
assert SentenceEncoder.load(Settings(encoder="")) is None
assert not {"transformers", "onnxruntime", "huggingface_hub"} & sys.modules.keys()
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


@pytest.mark.parametrize(
    ("library", "name"),
    [("transformers", "folder"), ("onnxruntime", "folder"), ("huggingface_hub", "some/model")],
)
def test_a_missing_library_is_named_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, folder: Path, library: str, name: str
) -> None:
    # None is how Python itself marks a module that cannot be imported.
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(EncoderUnavailable, match=rf"{library}.*uv sync --extra encoder"):
        SentenceEncoder.load(Settings(encoder=str(folder) if name == "folder" else name))


def half(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda folder: (folder / "model.onnx").unlink(), "Không thấy model.onnx"),
        (lambda folder: half(folder / "model.onnx"), "Không đọc được mô hình"),
        (lambda folder: (folder / "model.onnx").write_bytes(b""), "Không đọc được mô hình"),
        (lambda folder: (folder / "tokenizer.json").unlink(), "bộ tách từ"),
        (lambda folder: half(folder / "tokenizer.json"), "Không đọc được bộ tách từ"),
        (lambda folder: make_tokenizer(folder, [*WORDS, "giấy", "khai"]), "cùng một mô hình"),
    ],
    ids=["no model", "half a model", "empty model", "no tokenizer", "half", "of another model"],
)
def test_a_folder_that_is_not_whole_is_refused_with_what_is_wrong(
    tmp_path: Path, damage: Callable[[Path], None], said: str
) -> None:
    make_encoder(tmp_path)
    damage(tmp_path)
    with pytest.raises(EncoderUnavailable, match=said):
        SentenceEncoder(tmp_path)


def test_a_model_of_another_make_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match="pixel_values"):
        SentenceEncoder(make_encoder(tmp_path / "a", inputs=("input_ids", "pixel_values")))
    with pytest.raises(EncoderUnavailable, match="4 chiều"):
        SentenceEncoder(make_encoder(tmp_path / "b", output="odd"))
    broken = {word: [float("nan")] * 4 for word in WORDS}
    with pytest.raises(EncoderUnavailable, match="NaN"):
        SentenceEncoder(make_encoder(tmp_path / "c", broken))


class Hub(SimpleHTTPRequestHandler):
    """The hub's side of a download, over a folder with one repository."""

    fetched: list[str]

    def do_GET(self) -> None:
        if self.path == "/api/models/danang/tiny/revision/main":
            self._say({"id": "danang/tiny", "sha": COMMIT, "siblings": []})
        elif self.path.startswith(
            ("/api/models/danang/tiny/tree/main", f"/api/models/danang/tiny/tree/{COMMIT}")
        ):
            root = Path(self.directory)
            files = [path for path in root.rglob("*") if path.is_file()]
            self._say(
                [
                    {
                        "type": "file",
                        "path": path.relative_to(root).as_posix(),
                        "size": path.stat().st_size,
                        "oid": path.name,
                    }
                    for path in files
                ]
            )
        elif self.path.startswith(f"/danang/tiny/resolve/{COMMIT}/"):
            self._send_file(body=True)
        else:
            self.send_error(404)

    def do_HEAD(self) -> None:
        self._send_file(body=False)

    def _send_file(self, body: bool) -> None:
        name = self.path.partition(f"{COMMIT}/")[2]
        content = (Path(self.directory) / name).read_bytes()
        self.send_response(200)
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("ETag", f'"{Path(name).name}"')
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if body:
            self.fetched.append(name)
            self.wfile.write(content)

    def _say(self, answer: object) -> None:
        content = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        """Say nothing while tests run."""


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[str]:
    """The address of a hub on the loopback interface with the repository danang/tiny."""
    repository = make_encoder(tmp_path / "repository", model="onnx/model.onnx")
    for name in ("pytorch_model.bin", "model.safetensors", "onnx/model_int8.onnx", "README.md"):
        (repository / name).write_bytes(b"large")
    Hub.fetched = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Hub, directory=str(repository)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def load_from_hub(name: str, tmp_path: Path, **environment: str) -> str:
    """What a process of its own prints that loads an encoder by its name on the hub."""
    code = """
import sys
from bot.errors import EncoderUnavailable
from bot.nlu.sentence_encoder import SentenceEncoder
from settings import Settings
try:
    print(SentenceEncoder.load(Settings(encoder=sys.argv[1])).encode(["cưới"]).shape)
except EncoderUnavailable as error:
    print(error)
"""
    local = {"HF_HOME": str(tmp_path / "home"), "NO_PROXY": "127.0.0.1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code, name],
        cwd=ROOT,
        env={**os.environ, **local, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout.strip()


def test_a_repository_of_the_hub_is_fetched_once_and_no_more_of_it_than_needed(
    hub: str, tmp_path: Path
) -> None:
    assert load_from_hub("danang/tiny", tmp_path, HF_ENDPOINT=hub) == "(1, 4)"
    fetched = sorted(Hub.fetched)
    assert fetched == ["onnx/model.onnx", "tokenizer.json", "tokenizer_config.json"]
    assert load_from_hub("danang/tiny", tmp_path, HF_ENDPOINT=hub) == "(1, 4)"
    assert load_from_hub("danang/tiny", tmp_path, HF_HUB_OFFLINE="1") == "(1, 4)"
    assert sorted(Hub.fetched) == fetched


def test_a_name_that_is_neither_a_folder_nor_on_the_hub_is_refused(
    hub: str, tmp_path: Path
) -> None:
    said = load_from_hub("danang/absent", tmp_path, HF_ENDPOINT=hub)
    assert "«danang/absent»: trên máy không có thư mục này" in said
    assert "\n" not in said
    assert "không có thư mục này" in load_from_hub("/no/such/folder", tmp_path, HF_ENDPOINT=hub)
