"""Makes a folder with a tiny real encoder: an ONNX graph that looks words up, and a tokenizer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast

# Words of marriage, birth and land lie on an axis each. The vector of padding must never count.
WORDS: dict[str, Sequence[float]] = {
    "[PAD]": (9, 9, 9, 9),
    "[UNK]": (0, 0, 0, 1),
    "cưới": (1, 0, 0, 0),
    "kết": (1, 0, 0, 0.1),
    "hôn": (1, 0, 0, 0),
    "sinh": (0, 1, 0, 0),
    "đẻ": (0, 1, 0, 0.1),
    "đất": (0, 0, 1, 0),
    "nhà": (0.2, 0, 1, 0),
}
TWO_INPUTS = ("input_ids", "attention_mask")
THREE_INPUTS = (*TWO_INPUTS, "token_type_ids")


def make_encoder(
    folder: Path,
    words: Mapping[str, Sequence[float]] = WORDS,
    *,
    model: str = "model.onnx",
    inputs: Sequence[str] = TWO_INPUTS,
    output: str = "tokens",
) -> Path:
    """A folder as an export leaves it.

    `words` gives each word its vector; `inputs` are what the graph declares; `output` is
    "tokens" for (batch, tokens, size), "sentence" for (batch, size), "odd" for a fourth axis.
    """
    folder.mkdir(parents=True, exist_ok=True)
    make_tokenizer(folder, list(words))
    (folder / model).parent.mkdir(exist_ok=True)
    vectors = np.array(list(words.values()), np.float32)
    onnx.save(_graph(vectors, inputs, output), folder / model)
    return folder


def make_tokenizer(folder: Path, words: Sequence[str]) -> None:
    """A tokenizer of whole words, numbered in their order."""
    tokenizer = Tokenizer(
        models.WordLevel({word: number for number, word in enumerate(words)}, unk_token="[UNK]")
    )
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]"
    ).save_pretrained(folder)


def _graph(vectors: np.ndarray, inputs: Sequence[str], output: str) -> onnx.ModelProto:
    size = vectors.shape[1]
    constants = {"vectors": vectors, "weights": 2 * np.eye(size, dtype=np.float32)}
    nodes = [
        helper.make_node("Gather", ["vectors", "input_ids"], ["looked_up"]),
        helper.make_node("MatMul", ["looked_up", "weights"], ["tokens"]),
    ]
    result = "tokens"
    if "token_type_ids" in inputs:
        # The second type would turn everything over.
        constants["types"] = np.array([[0.0], [-100.0]], np.float32)
        nodes += [
            helper.make_node("Gather", ["types", "token_type_ids"], ["type"]),
            helper.make_node("Add", [result, "type"], ["typed"]),
        ]
        result = "typed"
    if output == "sentence":
        nodes.append(helper.make_node("ReduceMax", [result], ["sentence"], axes=[1], keepdims=0))
        result = "sentence"
    if output == "odd":
        constants["axis"] = np.array([0], np.int64)
        nodes.append(helper.make_node("Unsqueeze", [result, "axis"], ["odd"]))
        result = "odd"
    nodes.append(helper.make_node("Identity", [result], ["last_hidden_state"]))
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["b", "t"]) for name in inputs],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
