"""Links a message to the records it is about, with a calibrated confidence.

What speaks for each record (`bot.nlu.link_evidence`) is turned into the probability that it is
the right one (`bot.nlu.confidence`). This is fitted on the training data, with each utterance
asked as if it had not been taught, on official names as people shorten them, and on messages
that are about no record or too vague to tell.

Leaves on the message, under `link`:

    {"decision": "answer" | "choose" | "unknown",
     "candidates": [{"kind", "key", "name", "confidence", "reasons", "utterance"}, …],
     "family": whether it only names what several procedures are about, as «tạm trú» does,
     "bare": whether the message asks without naming anything, as «thế bao nhiêu tiền» does,
     "naming": the words that name something, without diacritics,
     "only_traits": whether it names only what sets twins apart, as «nếu chồng là người Hàn» does}
"""

from __future__ import annotations

import json
import math
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.candidate import Candidate
from bot.nlu.clause_splitter import is_long
from bot.nlu.confidence import Confidence
from bot.nlu.encoded_names import EncodedNames
from bot.nlu.intent_names import ASPECTS
from bot.nlu.link_evidence import (
    FEATURES,
    SEARCHED,
    UNTRAINED,
    UNTRAINED_BIAS,
    Evidence,
    EvidenceCollector,
)
from bot.nlu.message_keys import AUGMENTED, LINK, NO_PROCEDURE, PROCEDURE_METADATA
from bot.nlu.message_normaliser import topic_text
from bot.nlu.near_twins import told_apart
from bot.nlu.topic_classifier import TopicClassifier
from bot.nlu.utterance_index import UtteranceIndex
from knowledge.library import Library, open_library
from knowledge.records import Faq
from knowledge.search import FILLER_WITHOUT_MARKS, Hit
from knowledge.traits import (
    ages_said,
    traits_said,
    without_denied,
    without_said_traits,
)
from settings import get_settings
from vietnamese.text import strip_diacritics, syllables

T = TypeVar("T")

_CODE = re.compile(r"(?<![\d.])\d\.\d{6}(?!\d)")

# Words of a follow-up beside what sets twins apart, without marks: people, and small words.
SMALL_WORDS = frozenset(
    """
    anh ba bac be bo chau chi chong co con dang dua em gia giay la lon luon ma me minh nguoi nha neu
    nho nhung nua o ong sao the thi thoi to toi truong hop tui u ua vay vi vo y
    """.split()  # noqa: SIM905 - a word list reads better as text
)

# So few words may say too little, if all of them stand in the names of several records.
FEW_WORDS, SEVERAL, ALL = 4, 3, 0.99
# A frequent question is asked when so much of it is said, so much of what is said stands in it, so
# many of its words follow each other, and no procedure is named nearly as well.
AS_LISTED, IN_ORDER, BETTER_NAMED = 0.9, 0.5, 0.1
# A record that is named, and that nothing was taught for, is at least this likely: it is offered.
NAMED_ANEW = 0.5
# So much of what is said stands in the name; the rest asks something of it.
MOSTLY = 0.4

# How many utterances, official names and messages about no record teach the confidence, and at most
# which part of them: what asks is not taught, and most has to be.
UTTERANCES_FOR_CONFIDENCE = 3000
NAMES_FOR_CONFIDENCE = 1100
OTHERS_TAUGHT = 2000
OTHERS_FOR_CONFIDENCE = 1000
ASKING = 0.5
# A training question without a procedure that covers so much of a name does name one after all.
NAMES_A_RECORD = 0.6
# A word that names nothing stands so often in questions that name nothing, or is at least this much
# as common in them as in those that name a procedure.
OFTEN, COMMONER = 15, 0.15


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ProcedureLinker(GraphComponent):
    """See the module's docstring."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # Answer outright from this confidence on, if the runner-up is this far behind.
            "answer_from": 0.65,
            "answer_lead": 0.2,
            # Offer records from this confidence on, at most so many of them.
            "offer_from": 0.1,
            # If none is as likely as this, nothing is offered.
            "offer_best_from": 0.15,
            "offered": 4,
            # A message that speaks so clearly for a record names it, whatever its words are.
            "bare_below": 0.935,
            # A citizen's question is clearer than an utterance left out: on the `dev` half of the
            # questions of benchmarks/understanding the network was right more often than it said.
            # This much is added to its log odds.
            "confidence_shift": 0.6,
            "seed": 42,
        }

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        library: Library,
        index: UtteranceIndex,
        classifier: TopicClassifier,
        confidence: Confidence,
        bare_words: Iterable[str] = (),
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._library = library
        self._encoded = EncodedNames.configured(library, get_settings())
        self._learn(index, classifier)
        self._confidence = confidence
        self._name_nothing(bare_words)

    def _name_nothing(self, words: Iterable[str]) -> None:
        """Keep the words that name nothing, and how they look without their marks."""
        self._bare_words = frozenset(words)
        self._bare_without_marks = frozenset(map(strip_diacritics, self._bare_words))

    def _learn(self, index: UtteranceIndex, classifier: TopicClassifier) -> None:
        self._index = index
        self._classifier = classifier
        self._evidence = EvidenceCollector(self._library, index, classifier, self._encoded)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ProcedureLinker:
        library = open_library(get_settings().database_url)
        untrained = Confidence.linear(
            [UNTRAINED.get(feature, 0.0) for feature in FEATURES], UNTRAINED_BIAS
        )
        index, classifier = UtteranceIndex([]), TopicClassifier.untaught()
        return cls(config, model_storage, resource, library, index, classifier, untrained)

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
            classifier = TopicClassifier.load(directory)
        return cls(
            config,
            model_storage,
            resource,
            open_library(get_settings().database_url),
            UtteranceIndex([(text, key) for text, key in kept["utterances"]]),
            classifier,
            Confidence(kept["confidence"]),
            kept["bare_words"],
        )

    def train(self, training_data: TrainingData) -> Resource:
        written = [
            message
            for message in training_data.intent_examples
            if not message.get("metadata", {}).get("example", {}).get(AUGMENTED)
        ]
        taught = [(topic_text(message), key) for message in written if (key := _taught(message))]
        # A training question without a procedure may name one all the same: it teaches neither
        # what a bare question is made of nor that nothing is meant.
        about_none = [
            message
            for message in written
            if not _taught(message)
            and (_is_vague(message) or not self._names_a_record(topic_text(message)))
        ]
        self._name_nothing(
            _commoner_words(
                [
                    topic_text(message)
                    for message in about_none
                    if message.get(INTENT) in ASPECTS and not _is_vague(message)
                ],
                # In a story stands every word.
                [text for text, _ in taught if not is_long(text)],
            )
        )
        self.fit(taught, [topic_text(message) for message in about_none])
        with self._model_storage.write_to(self._resource) as directory:
            kept = {
                "utterances": self._index.utterances,
                "confidence": self._confidence.as_json(),
                "bare_words": sorted(self._bare_words),
            }
            (directory / "linker.json").write_text(
                json.dumps(kept, ensure_ascii=False), encoding="utf-8"
            )
            self._classifier.save(directory)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            message.set(LINK, self.link(topic_text(message)), add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def link(self, text: str) -> dict[str, Any]:
        """The records that `text` is about, as described in the module's docstring."""
        by_key = self._named_by_key(text)
        hits = self._library.search(text, SEARCHED)
        certain = by_key or self._asked_as_listed(hits)
        ranked = certain or self._ranked(text, hits)
        offered = [
            candidate
            for candidate in ranked[: self._config["offered"]]
            if candidate.confidence >= self._config["offer_from"]
        ]
        if offered and offered[0].confidence < self._config["offer_best_from"]:
            offered = []
        offered = told_apart(offered, text)
        decision = self._decide(offered)
        naming = self._naming(text)
        # In a talk about a procedure a frequent question such as «nộp qua mạng được không» is about
        # the procedure.
        surely_names = bool(by_key) or bool(
            not certain and offered and offered[0].confidence >= self._config["bare_below"]
        )
        only_traits = not surely_names and self._states_only_traits(text)
        family = _family(text, hits) if naming and not only_traits and not certain else set()
        if family:
            decision = "choose"
            offered = [found for found in ranked if (found.kind, found.key) in family]
            offered = offered[: self._config["offered"]]
        return {
            "decision": decision,
            "candidates": [asdict(candidate) for candidate in offered],
            "family": bool(family),
            "bare": not surely_names and not naming,
            "only_traits": only_traits,
            "naming": sorted(naming),
        }

    def _states_only_traits(self, text: str) -> bool:
        left = without_said_traits(without_denied(text))
        said = traits_said(text) | ages_said(text)
        return bool(said) and self._naming(left) <= SMALL_WORDS

    def _naming(self, text: str) -> frozenset[str]:
        """The words of a text that name something, without diacritics.

        A word is looked up as it is written: «từ» names nothing, the «tử» of «khai tử» does.
        """
        return frozenset(
            plain
            for word in syllables(text)
            if (plain := strip_diacritics(word)) not in FILLER_WITHOUT_MARKS
            and word not in self._bare_words
            and not (word == plain and plain in self._bare_without_marks)
        )

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
                candidates.append(Candidate("procedure", code, found[0].name, 1.0, {}, ""))
        entry = self._library.faq(text.strip())
        if entry is not None:
            candidates.append(Candidate("faq", entry[0].key, entry[0].question, 1.0, {}, ""))
        return candidates

    def _asked_as_listed(self, hits: Sequence[Hit]) -> list[Candidate]:
        """The frequent question that is asked in the words that are listed with it.

        The confidence is fitted on questions about procedures, which such a one always resembles.
        """
        named = max((hit.score for hit in hits if hit.kind == "procedure"), default=0.0)
        for hit in hits:
            if (
                isinstance(hit.record, Faq)
                and min(hit.fit.name, hit.fit.question) >= AS_LISTED
                and hit.fit.pairs >= IN_ORDER
                and hit.score >= named + BETTER_NAMED
            ):
                return [Candidate("faq", hit.key, hit.record.question, 1.0, {}, "")]
        return []

    def _ranked(self, text: str, hits: Sequence[Hit]) -> list[Candidate]:
        affirmed = without_denied(text)
        evidence = self._evidence.collect(affirmed, hits if affirmed == text else None)
        if not evidence:
            return []
        confidences = self._confidence.of(
            np.array([found.features for found in evidence]), self._config["confidence_shift"]
        )
        named_anew = np.array([_is_named_anew(found) for found in evidence])
        confidences = np.where(named_anew, np.maximum(confidences, NAMED_ANEW), confidences)
        best = np.argsort(-confidences, kind="stable")
        return [self._candidate(evidence[number], confidences[number]) for number in best]

    def _candidate(self, found: Evidence, confidence: float) -> Candidate:
        kind, _, key = found.identity.partition(":")
        return Candidate(
            kind, key, found.name, round(float(confidence), 4), found.reasons, found.utterance
        )

    def fit(self, taught: Sequence[tuple[str, str]], about_none: Sequence[str]) -> None:
        """Learn `taught`, texts with the code of their procedure, and texts about none."""
        rng = random.Random(self._config["seed"])
        about_none = _sample(list(about_none), OTHERS_TAUGHT, rng)
        # Utterances about records that are not here yet are learnt too, but cannot be right.
        live = [number for number, (_, key) in enumerate(taught) if self._library.procedure(key)]
        tried = _asking(live, UTTERANCES_FOR_CONFIDENCE, rng)
        others = _asking(range(len(about_none)), OTHERS_FOR_CONFIDENCE, rng)
        classifier, left_out = TopicClassifier.fit(
            [*(text for text, _ in taught), *about_none],
            [*(key for _, key in taught), *("" for _ in about_none)],
            [*tried, *(len(taught) + number for number in others)],
        )
        self._learn(UtteranceIndex(taught), classifier)
        asked = [
            (text, f"procedure:{key}", self._index.nearest(text, without=number), learnt)
            for number, learnt in zip(tried, left_out, strict=False)
            for text, key in [taught[number]]
        ]
        asked += [
            (about_none[number], "", self._index.nearest(about_none[number]), learnt)
            for number, learnt in zip(others, left_out[len(tried) :], strict=True)
        ]
        asked += [
            (text, f"procedure:{key}", self._index.nearest(text), classifier.scores(text))
            for text, key in self._shortened_names(rng)
        ]
        rows, right = [], []
        for text, expected, nearness, learnt in asked:
            for found in self._evidence.weigh(text, nearness, learnt):
                rows.append(found.features)
                right.append(found.identity == expected)
        if any(right):
            self._confidence = Confidence.fit(np.array(rows), np.array(right))

    def _names_a_record(self, text: str) -> bool:
        """Whether a training question names a procedure although none is given with it."""
        return any(hit.fit.name >= NAMES_A_RECORD for hit in self._library.search(text, 3))

    def _shortened_names(self, rng: random.Random) -> list[tuple[str, str]]:
        """Official names as people remember them: some words are missing."""
        procedures = sorted(self._library.procedures(), key=lambda procedure: procedure.code)
        names = []
        for procedure in _sample(procedures, NAMES_FOR_CONFIDENCE, rng):
            words = procedure.name.split()
            kept = [word for word in words if rng.random() > 0.2] or words
            names.append((" ".join(kept), procedure.code))
        return names


def _family(text: str, hits: Iterable[Hit]) -> set[tuple[str, str]]:
    """The records that a message of a few words may be about, if it does not say which.

    All its words stand in the names of several procedures, and it is no name itself: «tạm trú» may
    be about registering it, prolonging it or ending it.
    """
    if len(set(_plain(text)) - FILLER_WITHOUT_MARKS) > FEW_WORDS:
        return set()
    named = [hit for hit in hits if hit.kind == "procedure" and hit.fit.question > ALL]
    said = _plain(text)
    if len(named) < SEVERAL or any(_plain(hit.matched) == said for hit in named):
        return set()
    return {(hit.kind, hit.key) for hit in named}


def _is_named_anew(found: Evidence) -> bool:
    """Whether the message says the name of a record that nothing was taught for.

    The confidence may have been fitted where all records were taught, and then doubts such a one.
    """
    features = dict(zip(FEATURES, found.features, strict=True))
    is_named = features["name"] >= AS_LISTED and features["pairs"] >= IN_ORDER
    return not features["taught"] and is_named and features["question"] >= MOSTLY


def _plain(text: str) -> list[str]:
    """The syllables of a text, without diacritics."""
    return [strip_diacritics(syllable) for syllable in syllables(text)]


def _commoner_words(texts: Sequence[str], others: Sequence[str]) -> frozenset[str]:
    """The words of `texts` that are not much commoner in `others`."""
    here = Counter(word for text in texts for word in set(syllables(text)))
    there = Counter(word for text in others for word in set(syllables(text)))
    return frozenset(
        word
        for word, count in here.items()
        if count >= OFTEN or count / len(texts) >= COMMONER * there[word] / max(len(others), 1)
    )


def _sample(items: list[T], count: int, rng: random.Random) -> list[T]:
    return rng.sample(items, min(count, len(items)))


def _asking(numbers: Sequence[int], count: int, rng: random.Random) -> list[int]:
    return _sample(list(numbers), min(count, math.ceil(ASKING * len(numbers))), rng)


def _is_vague(message: Message) -> bool:
    """Whether a training message says too little to know the procedure."""
    metadata = message.get("metadata", {}).get("intent") or {}
    return metadata.get(PROCEDURE_METADATA) == NO_PROCEDURE


def _taught(message: Message) -> str | None:
    """The code of the procedure that a training message is about, if it is about one."""
    metadata = message.get("metadata", {}).get("intent") or {}
    code = metadata.get(PROCEDURE_METADATA)
    return str(code) if code and code != NO_PROCEDURE else None
