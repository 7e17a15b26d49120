from __future__ import annotations

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.vietnamese_featurizer import VietnameseFeaturizer

CONFIG = {**VietnameseFeaturizer.get_default_config(), "min_df": 1}


@pytest.fixture
def trained(
    storage: LocalModelStorage,
    resource: Resource,
    context: ExecutionContext,
    examples: TrainingData,
) -> VietnameseFeaturizer:
    made = VietnameseFeaturizer.create(CONFIG, storage, resource, context)
    assert made.train(examples) == resource
    return made


def vector_of(featurizer: VietnameseFeaturizer, text: str) -> np.ndarray:
    [message] = featurizer.process([Message.build(text)])
    _, sentence = message.get_sparse_features(TEXT)
    return np.asarray(sentence.features.toarray()[0])


def test_loaded_from_the_model_it_gives_the_same_vectors(
    trained: VietnameseFeaturizer,
    storage: LocalModelStorage,
    resource: Resource,
    context: ExecutionContext,
) -> None:
    loaded = VietnameseFeaturizer.load(CONFIG, storage, resource, context)
    text = "hết bao nhiêu tiền em ơi"
    assert np.allclose(vector_of(loaded, text), vector_of(trained, text))


def test_a_text_is_nearer_to_its_like(trained: VietnameseFeaturizer) -> None:
    asked = vector_of(trained, "tốn hết bao nhiêu tiền vậy")
    assert asked @ vector_of(trained, "bao nhieu tien") > asked @ vector_of(trained, "xin chào")


def test_training_examples_get_the_features_of_messages(
    trained: VietnameseFeaturizer, examples: TrainingData
) -> None:
    data = trained.process_training_data(examples)
    assert all(message.features_present(TEXT) for message in data.intent_examples)
