"""What speaks for each record that a message may be about, as numbers.

Four witnesses are heard: search over all records by their names and contents, search once more
with everyday words put into official ones, what was learnt from the training utterances, and the
training utterance that is most like the message. Beside them stand the traits that tell near
twins apart, and, where one is configured, a transformer encoder that compares the message with
the names of all records. A record that is new or renamed is found by search at once, without
training.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.nlu.encoded_names import EncodedNames
from bot.nlu.topic_classifier import TopicClassifier
from bot.nlu.utterance_index import Nearness, UtteranceIndex
from knowledge.library import Library
from knowledge.search import Fit, Hit
from knowledge.traits import traits_of_name, traits_said

NO_FIT = Fit(name=0.0, question=0.0, pairs=0.0, tones=0.0, body=0.0, matched=0)

# How many search hits and how many learnt records are weighed.
SEARCHED = 20
LEARNT = 8
# One matched word is little evidence; beyond this many, more of them add nothing.
MANY_MATCHED = 4

FEATURES = (
    "search",
    "search_lead",
    "search_best",
    "name",
    "question",
    "pairs",
    "body",
    "matched",
    "everyday",
    "everyday_lead",
    "learnt",
    "learnt_lead",
    "learnt_best",
    "nearest",
    "nearest_lead",
    "nearest_mean",
    "search_learnt",
    "taught",
    "encoded",
    "encoded_lead",
    "traits_agree",
    "traits_extra",
    "traits_missed",
    "faq",
)
# What is told of a candidate, beside its confidence.
REASONS = ("search", "everyday", "learnt", "nearest", "traits_agree", "traits_extra")
# Before any training search alone decides; weights by the names above, 0 for the others.
UNTRAINED = {"search": 8.0, "search_lead": 4.0, "name": 3.0, "pairs": 2.0, "question": 2.0}
UNTRAINED_BIAS = -6.0


@dataclass(frozen=True)
class Evidence:
    """One record, as "kind:key", and what speaks for it in the order of FEATURES.

    `utterance` is the one it was taught with that is most like the message.
    """

    identity: str
    name: str
    features: list[float]
    utterance: str

    @property
    def reasons(self) -> dict[str, float]:
        """What counts most of it, by name."""
        named = dict(zip(FEATURES, self.features, strict=True))
        return {name: round(named[name], 2) for name in REASONS if named[name]}


class EvidenceCollector:
    """Asks all witnesses."""

    def __init__(
        self,
        library: Library,
        index: UtteranceIndex,
        classifier: TopicClassifier,
        encoded: EncodedNames | None = None,
    ) -> None:
        """`encoded` is the optional encoder's index of names."""
        self._library = library
        self._encoded = encoded
        self._index = index
        self._classifier = classifier
        self._taught = frozenset(classifier.keys)

    def collect(self, text: str, found: Sequence[Hit] | None = None) -> list[Evidence]:
        """The evidence of a message; `found` are its search hits, where they are known."""
        return self.weigh(text, self._index.nearest(text), self._classifier.scores(text), found)

    def weigh(
        self,
        text: str,
        nearness: Mapping[str, Nearness],
        learnt: Mapping[str, float],
        found: Sequence[Hit] | None = None,
    ) -> list[Evidence]:
        """The evidence where the training utterances say `nearness` and `learnt`, by key."""
        if found is None:
            found = self._library.search(text, SEARCHED)
        hits = {_identity(hit): hit for hit in found}
        everyday = {
            _identity(hit): hit.score for hit in self._library.search_everyday(text, SEARCHED)
        }
        scores = {f"procedure:{key}": score for key, score in learnt.items()}
        near = {f"procedure:{key}": found for key, found in nearness.items()}
        encoded = self._encoded.nearest(text, SEARCHED) if self._encoded else {}
        candidates = (
            hits.keys()
            | everyday.keys()
            | set(list(scores)[:LEARNT])
            | near.keys()
            | set(list(encoded)[:LEARNT])
        )
        encoded_best = _best_two(encoded.values())
        # A frequent question and a procedure do not compete: each is compared with its like.
        found_best = _best_of_kinds({identity: hit.score for identity, hit in hits.items()})
        everyday_best = _best_of_kinds(everyday)
        learnt_best = _best_two(scores.values())
        near_best = _best_two(found.best for found in near.values())
        said = traits_said(text)
        evidence = []
        # In an order, so that two trainings on the same data are the same.
        for identity in sorted(candidates):
            name = self._name(identity)
            if name is None:
                continue
            kind = identity.partition(":")[0]
            hit, nearest = hits.get(identity), near.get(identity)
            search, fit = (hit.score, hit.fit) if hit else (0.0, NO_FIT)
            rewritten = everyday.get(identity, 0.0)
            score = scores.get(identity, 0.0)
            cosine, mean = (nearest.best, nearest.mean) if nearest else (0.0, 0.0)
            own = traits_of_name(name)
            alike = encoded.get(identity, 0.0)
            features = [
                search,
                _lead(search, found_best[kind]),
                found_best[kind][0],
                fit.name,
                fit.question,
                fit.pairs,
                fit.body,
                min(fit.matched, MANY_MATCHED) / MANY_MATCHED,
                rewritten,
                _lead(rewritten, everyday_best[kind]),
                score,
                _lead(score, learnt_best),
                learnt_best[0],
                cosine,
                _lead(cosine, near_best),
                mean,
                search * score,
                float(identity.partition(":")[2] in self._taught),
                alike,
                _lead(alike, encoded_best) if encoded else 0.0,
                float(len(own & said)),
                float(len(own - said)),
                float(len(said - own)),
                float(identity.startswith("faq:")),
            ]
            evidence.append(
                Evidence(identity, name, features, nearest.utterance if nearest else "")
            )
        return evidence

    def _name(self, identity: str) -> str | None:
        """What the record is called; None where it is no longer live."""
        kind, _, key = identity.partition(":")
        if kind == "faq":
            entry = self._library.faq(key)
            return entry[0].question if entry else None
        procedure = self._library.procedure(key)
        return procedure[0].name if procedure else None


def _identity(hit: Hit) -> str:
    return f"{hit.kind}:{hit.key}"


def _best_of_kinds(scores: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """The highest score and the one after it of each kind of record; 0 where there is none."""
    return {
        kind: _best_two(
            score for identity, score in scores.items() if identity.startswith(f"{kind}:")
        )
        for kind in ("procedure", "faq")
    }


def _best_two(values: Iterable[float]) -> tuple[float, float]:
    """The highest value and the one after it; 0 where there is none."""
    first, second = [*sorted(values, reverse=True)[:2], 0.0, 0.0][:2]
    return first, second


def _lead(value: float, best_two: tuple[float, float]) -> float:
    """How far a value is ahead of the best other one; negative when behind."""
    first, second = best_two
    return value - (second if value == first else first)
