"""Search over all live records, in memory, kept current one record at a time.

Every name a record goes by (its official name, its aliases, an FAQ's phrasings) is a document of
its own, so that a short alias is not drowned by a long official name; what else the record says
is one more document. Names and questions are normalised alike. Words are indexed with
diacritics, without them, and as pairs of neighbouring syllables without them: a question typed
"lam giay khai sinh" finds what a question typed "làm giấy khai sinh" finds. Tantivy retrieves
candidates by BM25; they are then ordered by how much of the question a name covers and how much
of the name the question covers.
"""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import tantivy

from knowledge.records import Concern, Faq, Level, Procedure, Record
from knowledge.store import Published, key_of, kind_of
from vietnamese.normaliser import normalise
from vietnamese.text import strip_diacritics, syllables

# Candidates that BM25 hands over for ordering. Beyond this no right one was seen to hide.
RETRIEVED_NAMES = 40
RETRIEVED_BODIES = 20

# Weights of the fields while retrieving.
TONED, PLAIN, PAIRS, BODY = 1.0, 0.7, 1.0, 0.35

# Weights of the parts of a score; they add up to one.
NAME_COVERED, QUESTION_COVERED, PAIRS_COVERED, TONES_AGREE, BODY_COVERED = (
    0.34,
    0.32,
    0.18,
    0.06,
    0.10,
)
# An alias says the same as the official name, a little less surely.
ALIAS_FACTOR = 0.98
# Of twins that differ only in who handles them, a citizen wants the nearer office.
CENTRAL_FACTOR, OTHER_PROVINCE_FACTOR, OVER_FACTOR = 0.96, 0.90, 0.80

# Of a document's name only so much is indexed: what follows is conditions, not the name.
BODY_CHARACTERS = 160

# Words that say nothing of the procedure.
FILLER = frozenset(
    """
    ạ à ai anh ấy bạn bác bao biết bị bây các cái cần chị cho chú cháu chứ có cô còn của cũng dạ
    đang đã đây để đến đi dùm do dùng được em gì giờ giúp giùm hả hãy hay hỏi hiện hồi khi không
    kiểu là làm lắm lên lúc mà mấy mình mới một muốn nào này nay nên nếu ngay nghe nhé nhỉ nhiêu như
    nhưng những nữa ơi ở phải qua ra rằng rất rồi sao sẽ sau ta tại thế thì thủ thưa tôi tới trong
    từ tục tui và vào vâng vẫn về vì việc với vậy xin xong
    """.split()  # noqa: SIM905 - a list literal of a hundred words would hide them
)
# A word typed without diacritics is taken for a filler only where no word of weight looks like it:
# «so» is more often «sổ» than «số», «do» more often «đỏ».
WEIGHTY_WITHOUT_MARKS = frozenset(
    """
    can chu con da dang day de di do ho hoi ma may moi nghe so tai the thi thu thua trong tu van ve
    """.split()  # noqa: SIM905 - as above
)
FILLER_WITHOUT_MARKS = FILLER | {strip_diacritics(word) for word in FILLER} - WEIGHTY_WITHOUT_MARKS


@dataclass(frozen=True)
class Fit:
    """How well a name and its record fit a question; each share lies in 0..1.

    `name`: how much of the name the question covers, `question`: how much of the question the
    name covers, both by the weight of their words; `pairs`: neighbouring syllables of the name
    that the question has too; `tones`: shared syllables written with the same tones; `body`: how
    much of the question stands anywhere in the record. `matched` counts the shared words.
    """

    name: float
    question: float
    pairs: float
    tones: float
    body: float
    matched: int

    @property
    def score(self) -> float:
        """The parts as one figure."""
        return (
            NAME_COVERED * self.name
            + QUESTION_COVERED * self.question
            + PAIRS_COVERED * self.pairs
            + TONES_AGREE * self.tones
            + BODY_COVERED * self.body
        )


EXACT = Fit(name=1.0, question=1.0, pairs=1.0, tones=1.0, body=1.0, matched=1)


@dataclass(frozen=True)
class Hit:
    """A found record: its score in 0..1, the name that spoke for it, and how well it fits."""

    record: Record
    version: int
    score: float
    matched: str
    fit: Fit

    @property
    def kind(self) -> str:
        return kind_of(self.record)

    @property
    def key(self) -> str:
        return key_of(self.record)


@dataclass(frozen=True)
class _Terms:
    """A text as the index sees it."""

    toned: tuple[str, ...]
    plain: tuple[str, ...]
    pairs: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> _Terms:
        toned = tuple(syllables(text))
        plain = tuple(strip_diacritics(syllable) for syllable in toned)
        return cls(toned, plain, tuple(f"{a}_{b}" for a, b in pairwise(plain)))


@dataclass(frozen=True)
class _Name:
    """One name of a record, as scoring needs it. `content` and `toned` hold syllables."""

    text: str
    terms: _Terms
    content: frozenset[str]
    toned: frozenset[str]
    pairs: frozenset[str]
    factor: float

    @classmethod
    def of(cls, text: str, factor: float) -> _Name:
        terms = _Terms.of(text)
        return cls(
            text,
            terms,
            frozenset(_content(terms)),
            frozenset(terms.toned),
            frozenset(terms.pairs),
            factor,
        )


@dataclass(frozen=True)
class _Entry:
    published: Published
    names: tuple[_Name, ...]
    body: frozenset[str]
    factor: float


# By segment and number of a document: its record and which of the record's names it is.
Places = dict[tuple[int, int], tuple[str, str]]


class SearchIndex:
    """An index over live records. Searching is safe while another thread updates."""

    def __init__(self, records: Iterable[Published] = ()) -> None:
        builder = tantivy.SchemaBuilder()
        for field in ("record", "name"):
            builder.add_text_field(field, stored=True, tokenizer_name="raw", index_option="basic")
        for field in ("toned", "plain", "pairs", "body"):
            builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        self._entries: dict[str, _Entry] = {}
        self._weights = _Weights()
        # A view of the index, and which record and which of its names each document of it is.
        # Reading that from Tantivy takes longer than all the rest of a search. Both change at
        # once, with each update.
        self._snapshot: tuple[tantivy.Searcher, Places] = (self._index.searcher(), {})
        self._lock = threading.Lock()
        self.update(records)

    def __len__(self) -> int:
        return len(self._entries)

    def update(self, records: Iterable[Published], removed: Iterable[tuple[str, str]] = ()) -> None:
        """Take in new or changed records, and drop the `removed` ones, given as (kind, key)."""
        with self._lock:
            writer = self._index.writer(heap_size=15_000_000, num_threads=1)
            for kind, key in removed:
                self._leave_out(f"{kind}:{key}", writer)
                self._entries.pop(f"{kind}:{key}", None)
            for published in records:
                identity = f"{published.kind}:{published.key}"
                entry = _entry(published)
                self._leave_out(identity, writer)
                for document in _documents(identity, entry):
                    writer.add_document(document)
                self._weights.add(entry.names)
                self._entries[identity] = entry
            writer.commit()
            writer.wait_merging_threads()
            self._index.reload()
            self._snapshot = (self._index.searcher(), {})

    def search(self, text: str, limit: int = 10, kind: str | None = None) -> list[Hit]:
        """The records that fit the question `text` best, best first. An empty one finds nothing."""
        exact = self._entries.get(f"procedure:{text.strip().upper()}")
        if exact is not None and kind in (None, "procedure"):
            published = exact.published
            return [Hit(published.record, published.version, 1.0, published.key, EXACT)]
        asked = _Terms.of(normalise(text).text)
        content = _content(asked)
        if not content:
            return []
        names, bodies = self._retrieve(asked, content)
        question = _Question.of(asked, content, self._weights)
        hits = []
        for identity in names.keys() | bodies:
            entry = self._entries.get(identity)
            if entry is None or (kind is not None and entry.published.kind != kind):
                continue
            # The entry may be newer than what was retrieved, and have fewer names.
            retrieved = [i for i in names.get(identity, ()) if i < len(entry.names)]
            candidates = [entry.names[i] for i in retrieved] or entry.names[:1]
            fits = [(_fit(question, name, entry, self._weights), name) for name in candidates]
            fit, name = max(fits, key=lambda found: found[0].score * found[1].factor)
            score = round(fit.score * name.factor * entry.factor, 4)
            published = entry.published
            hits.append(Hit(published.record, published.version, score, name.text, fit))
        hits.sort(key=lambda hit: (-hit.score, len(hit.matched), hit.key))
        return hits[:limit]

    def _leave_out(self, identity: str, writer: tantivy.IndexWriter) -> None:
        # The entry itself stays until it is replaced: a search that runs now still needs it.
        entry = self._entries.get(identity)
        if entry is not None:
            self._weights.remove(entry.names)
            writer.delete_documents_by_term("record", identity)

    def _retrieve(self, asked: _Terms, content: set[str]) -> tuple[dict[str, list[int]], set[str]]:
        """The names, by record, and the records whose body may fit."""
        searcher, places = self._snapshot
        name_query = self._any_of(
            [("plain", term, PLAIN) for term in content]
            + [("toned", term, TONED) for term in asked.toned if strip_diacritics(term) in content]
            + [("pairs", pair, PAIRS) for pair in set(asked.pairs)]
        )
        names: dict[str, list[int]] = {}
        for _, address in searcher.search(name_query, RETRIEVED_NAMES, count=False).hits:
            record, name = _place(searcher, address, places)
            names.setdefault(record, []).append(int(name))
        body_query = self._any_of([("body", term, BODY) for term in content])
        bodies = {
            _place(searcher, address, places)[0]
            for _, address in searcher.search(body_query, RETRIEVED_BODIES, count=False).hits
        }
        return names, bodies

    def _any_of(self, terms: Sequence[tuple[str, str, float]]) -> tantivy.Query:
        return tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.boost_query(
                        tantivy.Query.term_query(self._schema, field, term, index_option="freq"),
                        boost,
                    ),
                )
                for field, term, boost in terms
            ]
        )


def _place(
    searcher: tantivy.Searcher,
    address: tantivy.DocAddress,
    places: Places,
) -> tuple[str, str]:
    """The record that a document belongs to and which of its names it is."""
    key = (address.segment_ord, address.doc)
    place = places.get(key)
    if place is None:
        document = searcher.doc(address)
        place = places[key] = (str(document.get_first("record")), str(document.get_first("name")))
    return place


class _Weights:
    """Inverse document frequency of a syllable over all names."""

    def __init__(self) -> None:
        self._names = 0
        self._frequency: Counter[str] = Counter()
        self._known: dict[str, float] = {}

    def add(self, names: Iterable[_Name]) -> None:
        for name in names:
            self._names += 1
            self._frequency.update(name.content)
        self._known = {}

    def remove(self, names: Iterable[_Name]) -> None:
        for name in names:
            self._names -= 1
            self._frequency.subtract(name.content)
        self._known = {}

    def of(self, term: str) -> float:
        known = self._known
        weight = known.get(term)
        if weight is None:
            weight = known[term] = self._computed(term)
        return weight

    def _computed(self, term: str) -> float:
        frequency = self._frequency.get(term, 0)
        if frequency <= 0:
            # A word that stands in no name says little of which name is meant.
            return 1.0
        return math.log(1 + (self._names - frequency + 0.5) / (frequency + 0.5))

    def sum(self, terms: Iterable[str]) -> float:
        return sum(map(self.of, terms))


@dataclass(frozen=True)
class _Question:
    """A question, with the weights that do not depend on the name it is compared with."""

    content: set[str]
    toned: frozenset[str]
    pairs: frozenset[str]
    total: float

    @classmethod
    def of(cls, asked: _Terms, content: set[str], weights: _Weights) -> _Question:
        toned = frozenset(asked.toned)
        return cls(content, toned, frozenset(asked.pairs), weights.sum(content) or 1.0)


def _fit(question: _Question, name: _Name, entry: _Entry, weights: _Weights) -> Fit:
    shared = question.content & name.content
    shared_weight = weights.sum(shared)
    name_covered = shared_weight / (weights.sum(name.content) or 1.0)
    in_body = weights.sum((question.content & entry.body) - shared) + shared_weight
    return Fit(
        name=name_covered,
        question=shared_weight / question.total,
        pairs=len(name.pairs & question.pairs) / len(name.pairs) if name.pairs else name_covered,
        tones=min(len(question.toned & name.toned) / len(shared), 1.0) if shared else 0.0,
        body=in_body / question.total,
        matched=len(shared),
    )


def _content(terms: _Terms) -> set[str]:
    """The syllables that say something of the procedure; all words, where there is no such one."""
    content = {
        plain
        for toned, plain in zip(terms.toned, terms.plain, strict=True)
        if toned not in (FILLER if toned != plain else FILLER_WITHOUT_MARKS) and len(plain) > 1
    }
    return content or {plain for plain in terms.plain if len(plain) > 1}


def _entry(published: Published) -> _Entry:
    item = published.record
    if isinstance(item, Procedure):
        names = [(item.name, 1.0)] + [(alias, ALIAS_FACTOR) for alias in item.aliases]
        body = " ".join(
            [
                item.domain,
                item.summary,
                *item.keywords,
                *item.agencies,
                *item.results,
                *(document.name[:BODY_CHARACTERS] for document in item.documents),
            ]
        )
    else:
        assert isinstance(item, Faq), "wards are found by `knowledge.wards`"
        names = [(item.question, 1.0)] + [(other, ALIAS_FACTOR) for other in item.phrasings]
        body = item.answer
    return _Entry(
        published=published,
        names=tuple(_Name.of(form, factor) for text, factor in names for form in _forms(text)),
        body=frozenset(syllables(strip_diacritics(body))),
        factor=_standing(item),
    )


def _forms(text: str) -> list[str]:
    """A name as it is written and as it is normalised: «bằng lái» is also «giấy phép lái xe»."""
    normalised = normalise(text).text
    return [text] if normalised.lower() == text.lower() else [text, normalised]


def _standing(item: Record) -> float:
    """How near a record is to a citizen of this city: near offices first, ended records last."""
    factor = 1.0
    if isinstance(item, Procedure):
        if item.levels and set(item.levels) <= {Level.CENTRAL, Level.OTHER}:
            factor *= CENTRAL_FACTOR
        if Concern.OTHER_PROVINCE in item.concerns:
            factor *= OTHER_PROVINCE_FACTOR
    if item.effective_to is not None and item.effective_to < date.today():
        factor *= OVER_FACTOR
    return factor


def _documents(identity: str, entry: _Entry) -> Iterable[tantivy.Document]:
    for number, name in enumerate(entry.names):
        yield tantivy.Document(
            record=identity,
            name=str(number),
            toned=" ".join(name.terms.toned),
            plain=" ".join(name.terms.plain),
            pairs=" ".join(name.terms.pairs),
        )
    yield tantivy.Document(record=identity, name="body", body=" ".join(sorted(entry.body)))
