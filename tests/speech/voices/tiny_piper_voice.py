"""A voice of Piper that a test makes: a real ONNX model that hums for as long as it is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SAMPLE_RATE = 16000
SAMPLES_PER_PHONEME = 400


def make_voice(folder: Path, language: str = "vi", **changes: Any) -> Path:
    """Write a voice and its description; the .onnx file. `changes`: of the description."""
    file = folder / "tiny.onnx"
    onnx.save(_model(), file)
    description = {
        "audio": {"sample_rate": SAMPLE_RATE},
        "espeak": {"voice": language},
        "phoneme_type": "espeak",
        "num_symbols": 256,
        "num_speakers": 1,
        "inference": {"noise_scale": 0.6, "length_scale": 1.0, "noise_w": 0.8},
        "phoneme_id_map": _phonemes(),
        **changes,
    }
    Path(f"{file}.json").write_text(json.dumps(description), encoding="utf-8")
    return file


def _phonemes() -> dict[str, list[int]]:
    from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

    return {phoneme: list(ids) for phoneme, ids in DEFAULT_PHONEME_ID_MAP.items()}


def _model() -> onnx.ModelProto:
    """sound[0, 0, :] = a sine, `SAMPLES_PER_PHONEME` × length of the input × length scale long."""
    initial = [
        numpy_helper.from_array(np.array(value, kind), name)
        for name, value, kind in (
            ("zero", 0.0, np.float32),
            ("one", 1.0, np.float32),
            ("per_phoneme", SAMPLES_PER_PHONEME, np.float32),
            ("step", 2 * np.pi * 150 / SAMPLE_RATE, np.float32),
            ("second", [1], np.int64),
            ("shape", [1, 1, -1], np.int64),
            ("scalar", [], np.int64),
        )
    ]
    nodes = [
        helper.make_node("Cast", ["input_lengths"], ["lengths"], to=TensorProto.FLOAT),
        helper.make_node("Gather", ["scales", "second"], ["scale"]),
        helper.make_node("Mul", ["lengths", "scale"], ["scaled"]),
        helper.make_node("Mul", ["scaled", "per_phoneme"], ["count"]),
        helper.make_node("Reshape", ["count", "scalar"], ["end"]),
        helper.make_node("Range", ["zero", "end", "one"], ["positions"]),
        helper.make_node("Mul", ["positions", "step"], ["angles"]),
        helper.make_node("Sin", ["angles"], ["sine"]),
        helper.make_node("Reshape", ["sine", "shape"], ["output"]),
    ]
    graph = helper.make_graph(
        nodes,
        "tiny voice",
        [
            helper.make_tensor_value_info("input", TensorProto.INT64, ["batch", "phonemes"]),
            helper.make_tensor_value_info("input_lengths", TensorProto.INT64, ["batch"]),
            helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
        ],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, "samples"])],
        initial,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    return model
