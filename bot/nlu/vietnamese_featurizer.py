"""Turns a message into one sparse vector of weighted features."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.clause_splitter import with_clauses
from bot.nlu.message_normaliser import normalised_text
from bot.nlu.text_features import intent_features
from bot.nlu.tfidf import Tfidf
from bot.nlu.training_messages import teaching_intents


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class VietnameseFeaturizer(SparseFeaturizer, GraphComponent):
    """TF-IDF over `intent_features`, with the vocabulary kept as JSON in the model."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        return ["sklearn"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            **SparseFeaturizer.get_default_config(),
            # A feature seen in fewer training messages than this is noise.
            "min_df": 2,
            # Without segmented words the features stand on syllables alone.
            "segmented_words": True,
        }

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        tfidf: Tfidf | None = None,
    ) -> None:
        super().__init__(execution_context.node_name, config)
        self._model_storage = model_storage
        self._resource = resource
        self._tfidf = tfidf

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> VietnameseFeaturizer:
        return cls(config, model_storage, resource, execution_context)

    def train(self, training_data: TrainingData) -> Resource:
        texts = [self._features(message) for message in teaching_intents(training_data)]
        vectorizer = TfidfVectorizer(
            analyzer=_as_given, min_df=self._config["min_df"], sublinear_tf=True
        )
        vectorizer.fit([features for features in texts if features])
        vocabulary = {feature: int(index) for feature, index in vectorizer.vocabulary_.items()}
        self._tfidf = Tfidf(vocabulary, vectorizer.idf_)
        with self._model_storage.write_to(self._resource) as directory:
            (directory / "vocabulary.json").write_text(
                json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8"
            )
            np.save(directory / "idf.npy", vectorizer.idf_)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> VietnameseFeaturizer:
        with model_storage.read_from(resource) as directory:
            vocabulary = json.loads((directory / "vocabulary.json").read_text(encoding="utf-8"))
            tfidf = Tfidf(vocabulary, np.load(directory / "idf.npy"))
        return cls(config, model_storage, resource, execution_context, tfidf)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(teaching_intents(training_data))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in with_clauses(messages):
            features = self._features(message)
            if features and self._tfidf is not None:
                vector = self._tfidf.vector(features)
                # Rasa's classifiers read the sentence vector and expect a sequence beside it;
                # ours has one row, since no component of the pipeline looks at single tokens.
                self.add_features_to_message(vector, vector, TEXT, message)
        return messages

    def _features(self, message: Message) -> list[str]:
        text = normalised_text(message)
        words = []
        if self._config["segmented_words"]:
            words = [token.lemma for token in message.get(TOKENS_NAMES[TEXT]) or ()]
        return intent_features(text, words)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        pass


def _as_given(features: list[str]) -> list[str]:
    return features
