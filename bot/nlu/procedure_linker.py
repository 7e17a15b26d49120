"""Links a message to the records it is about, with a calibrated confidence.

Two witnesses are heard for every candidate record: search over all records by their names and
contents, and the training utterances that are most like the message. A logistic regression over
what they say, fitted on the training data with each utterance asked as if it had not been
taught, turns this into the probability that the record is the right one. A record that is new or
renamed is found by search at once, without training.

Leaves on the message, under `link`:

    {"decision": "answer" | "choose" | "unknown",
     "candidates": [{"kind", "key", "name", "confidence", "search", "utterance"}, …],
     "bare": whether the message asks without naming anything, as «thế bao nhiêu tiền» does}
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.linear_model import LogisticRegression

from bot.nlu.intent_names import ASPECTS
from bot.nlu.message_keys import AUGMENTED, LINK, PROCEDURE_METADATA
from bot.nlu.message_normaliser import normalised_text, topic_text
from bot.nlu.utterance_index import Nearness, UtteranceIndex
from knowledge.library import Library, open_library
from knowledge.search import Fit, Hit
from settings import get_settings
from vietnamese.text import strip_diacritics, syllables

NO_FIT = Fit(name=0.0, question=0.0, pairs=0.0, tones=0.0, body=0.0, matched=0)
_CODE = re.compile(r"(?<![\d.])\d\.\d{6}(?!\d)")

# How many search hits are weighed, and how many official names teach the calibration.
SEARCHED = 20
NAMES_FOR_CALIBRATION = 500
# A training question without a procedure that covers so much of a name does name one after all.
NAMES_A_RECORD = 0.6

# One matched word is little evidence; beyond this many, more of them add nothing.
MANY_MATCHED = 4
# Weights before any training, in the order of `_features`: search alone decides.
UNTRAINED = [8.0, 4.0, 6.0, 4.0, 2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
UNTRAINED_BIAS = -5.0


@dataclass(frozen=True)
class Candidate:
    """A record the message may be about; `search` and `utterance` are the reasons."""

    kind: str
    key: str
    name: str
    confidence: float
    search: float
    utterance: str


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ProcedureLinker(GraphComponent):
    """See the module's docstring."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # Answer outright from this confidence on, if the runner-up is this far behind.
            "answer_from": 0.6,
            "answer_lead": 0.25,
            # Offer records from this confidence on, at most so many of them.
            "offer_from": 0.08,
            "offered": 4,
            "seed": 42,
        }

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        library: Library,
        index: UtteranceIndex,
        weights: Sequence[float] = UNTRAINED,
        bias: float = UNTRAINED_BIAS,
        bare_words: Iterable[str] = (),
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._library = library
        self._index = index
        self._weights = np.array(weights)
        self._bias = bias
        self._bare_words = frozenset(bare_words)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ProcedureLinker:
        library = open_library(get_settings().database_url)
        return cls(config, model_storage, resource, library, UtteranceIndex([]))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ProcedureLinker:
        with model_storage.read_from(resource) as directory:
            kept = json.loads((directory / "linker.json").read_text(encoding="utf-8"))
        return cls(
            config,
            model_storage,
            resource,
            open_library(get_settings().database_url),
            UtteranceIndex([(text, key) for text, key in kept["utterances"]]),
            kept["weights"],
            kept["bias"],
            kept["bare_words"],
        )

    def train(self, training_data: TrainingData) -> Resource:
        written = [
            message
            for message in training_data.intent_examples
            if not message.get("metadata", {}).get("example", {}).get(AUGMENTED)
        ]
        self._index = UtteranceIndex(
            [(normalised_text(message), key) for message in written if (key := _taught(message))]
        )
        # A training question without a procedure may name one all the same: it teaches neither
        # what a bare question is made of nor that nothing is meant.
        naming_none = [
            (normalised_text(message), message.get(INTENT))
            for message in written
            if not _taught(message) and not self._names_a_record(normalised_text(message))
        ]
        self._bare_words = _words_of(text for text, intent in naming_none if intent in ASPECTS)
        self._calibrate([text for text, _ in naming_none])
        with self._model_storage.write_to(self._resource) as directory:
            kept = {
                "utterances": self._index.utterances,
                "weights": self._weights.tolist(),
                "bias": self._bias,
                "bare_words": sorted(self._bare_words),
            }
            (directory / "linker.json").write_text(
                json.dumps(kept, ensure_ascii=False), encoding="utf-8"
            )
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            message.set(LINK, self.link(topic_text(message)), add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def link(self, text: str) -> dict[str, Any]:
        """The records that `text` is about, as described in the module's docstring."""
        candidates = self._named_by_key(text) or self._ranked(text)
        offered = [
            candidate
            for candidate in candidates[: self._config["offered"]]
            if candidate.confidence >= self._config["offer_from"]
        ]
        return {
            "decision": self._decide(offered),
            "candidates": [asdict(candidate) for candidate in offered],
            "bare": _words_of([text]) <= self._bare_words,
        }

    def _decide(self, offered: Sequence[Candidate]) -> str:
        if not offered:
            return "unknown"
        best = offered[0].confidence
        runner_up = offered[1].confidence if len(offered) > 1 else 0.0
        if best >= self._config["answer_from"] and best - runner_up >= self._config["answer_lead"]:
            return "answer"
        return "choose"

    def _named_by_key(self, text: str) -> list[Candidate]:
        """The records whose code stands in the text, or whose key the text is."""
        candidates = []
        for code in dict.fromkeys([*_CODE.findall(text), text.strip().upper()]):
            found = self._library.procedure(code)
            if found is not None:
                candidates.append(Candidate("procedure", code, found[0].name, 1.0, 1.0, ""))
        entry = self._library.faq(text.strip())
        if entry is not None:
            candidates.append(Candidate("faq", entry[0].key, entry[0].question, 1.0, 1.0, ""))
        return candidates

    def _ranked(self, text: str) -> list[Candidate]:
        evidence = self._evidence(text, self._index.nearest(text))
        if not evidence:
            return []
        scores = np.array([features for _, _, features in evidence]) @ self._weights + self._bias
        confidences = 1 / (1 + np.exp(-scores))
        candidates = []
        for (identity, utterance, features), confidence in zip(evidence, confidences, strict=True):
            kind, _, key = identity.partition(":")
            name = self._name(kind, key)
            if name is not None:
                candidates.append(
                    Candidate(kind, key, name, round(float(confidence), 4), features[0], utterance)
                )
        return sorted(candidates, key=lambda candidate: -candidate.confidence)

    def _name(self, kind: str, key: str) -> str | None:
        if kind == "faq":
            entry = self._library.faq(key)
            return entry[0].question if entry else None
        procedure = self._library.procedure(key)
        return procedure[0].name if procedure else None

    def _evidence(
        self, text: str, nearness: dict[str, Nearness]
    ) -> list[tuple[str, str, list[float]]]:
        """For each candidate: "kind:key", its nearest utterance, and what both witnesses say."""
        hits = {_identity(hit): hit for hit in self._library.search(text, SEARCHED)}
        near = {f"procedure:{key}": nearest for key, nearest in nearness.items()}
        scores = _best_two(hit.score for hit in hits.values())
        cosines = _best_two(nearest.best for nearest in near.values())
        return [
            (
                identity,
                near[identity].utterance if identity in near else "",
                _features(
                    hits.get(identity),
                    near.get(identity),
                    scores,
                    cosines,
                    identity.partition(":")[2] in self._index.keys,
                ),
            )
            for identity in hits.keys() | near.keys()
        ]

    def _calibrate(self, not_about_a_record: Iterable[str]) -> None:
        """Fit the weights: each utterance is asked as if it had not been taught."""
        asked = [
            (text, f"procedure:{key}", self._index.nearest(text, without=number))
            for number, (text, key) in enumerate(self._index.utterances)
        ]
        asked += [
            (text, f"procedure:{key}", self._index.nearest(text))
            for text, key in self._shortened_names()
        ]
        asked += [(text, "", self._index.nearest(text)) for text in not_about_a_record]
        rows, right = [], []
        for text, expected, nearness in asked:
            for identity, _, features in self._evidence(text, nearness):
                rows.append(features)
                right.append(identity == expected)
        if any(right):
            model = LogisticRegression(C=10.0, max_iter=3000).fit(np.array(rows), np.array(right))
            self._weights, self._bias = model.coef_[0], float(model.intercept_[0])

    def _names_a_record(self, text: str) -> bool:
        """Whether a training question names a procedure although none is given with it."""
        return any(hit.fit.name >= NAMES_A_RECORD for hit in self._library.search(text, 3))

    def _shortened_names(self) -> list[tuple[str, str]]:
        """Official names as people remember them: some words are missing."""
        rng = random.Random(self._config["seed"])
        procedures = sorted(self._library.procedures(), key=lambda procedure: procedure.code)
        names = []
        for procedure in rng.sample(procedures, min(NAMES_FOR_CALIBRATION, len(procedures))):
            words = procedure.name.split()
            kept = [word for word in words if rng.random() > 0.2] or words
            names.append((" ".join(kept), procedure.code))
        return names


def _taught(message: Message) -> str | None:
    """The code of the procedure that a training message is about, if it is about one."""
    metadata = message.get("metadata", {}).get("intent") or {}
    code = metadata.get(PROCEDURE_METADATA)
    return str(code) if code else None


def _words_of(texts: Iterable[str]) -> frozenset[str]:
    """The words of texts, without diacritics; a word typed with and without them is the same."""
    return frozenset(strip_diacritics(word) for text in texts for word in syllables(text))


def _identity(hit: Hit) -> str:
    return f"{hit.kind}:{hit.key}"


def _best_two(values: Iterable[float]) -> tuple[float, float]:
    """The highest value and the one after it; 0 where there is none."""
    first, second = [*sorted(values, reverse=True)[:2], 0.0, 0.0][:2]
    return first, second


def _lead(value: float, best_two: tuple[float, float]) -> float:
    """How far a value is ahead of the best other one; negative when behind."""
    first, second = best_two
    return value - (second if value == first else first)


def _features(
    hit: Hit | None,
    nearest: Nearness | None,
    scores: tuple[float, float],
    cosines: tuple[float, float],
    taught: bool,
) -> list[float]:
    """What search and the utterances say of one candidate, beside the best of the others."""
    score = hit.score if hit else 0.0
    cosine, mean = (nearest.best, nearest.mean) if nearest else (0.0, 0.0)
    fit = hit.fit if hit else NO_FIT
    return [
        score,
        _lead(score, scores),
        cosine,
        _lead(cosine, cosines),
        mean,
        score * cosine,
        cosines[0],
        scores[0],
        fit.name,
        fit.question,
        fit.pairs,
        fit.body,
        float(taught),
        min(fit.matched, MANY_MATCHED) / MANY_MATCHED,
    ]
