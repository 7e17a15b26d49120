"""All that the hotline and the portal read aloud and that is published.

A voice may render it ahead of time. Nothing of it comes from a citizen: which texts there are
follows from the records alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from actions.answer import Answer, Aspect
from actions.faq_answer import faq_answer
from actions.office_answer import office_answer
from actions.procedure_answer import procedure_answer
from bot.hotline.answer_script import opening, script_of
from knowledge.library import Library
from knowledge.records import Faq, Procedure, Record, Ward
from speech.call import wording
from speech.call.assistant import Script


def published_texts(library: Library, keys: Collection[str] = ()) -> Iterator[str]:
    """The texts of all records, or of those with these codes and keys, in plain words.

    First comes what every call says, then the records that an officer has verified.
    """
    if not keys:
        yield from _of_every_call()
    published = sorted(library.store.published(), key=lambda item: item.record.verified_on is None)
    for item in published:
        if keys and item.key not in keys:
            continue
        for answer in _answers(item.record, item.version, library):
            by_phone = script_of(answer.payload())
            yield from _said(by_phone)
            # The portal reads aloud too; most of what it says is the same.
            on_screen = script_of(answer.payload(), by_phone=False)
            yield from (part for part in on_screen.parts if part not in by_phone.parts)


def _of_every_call() -> Iterator[str]:
    yield from _said(opening())
    for name, said in vars(wording).items():
        if name.isupper() and not name.startswith("_"):
            yield from (said,) if isinstance(said, str) else said


def _answers(record: Record, version: int, library: Library) -> Iterator[Answer]:
    match record:
        case Procedure():
            for aspect in (None, *Aspect):
                yield procedure_answer(record, version, aspect)
        case Faq():
            yield faq_answer(record, version, library)
        case Ward():
            yield office_answer(record, version)


def _said(script: Script) -> Iterator[str]:
    yield from script.parts
    yield from wording.menu(script.choices) if script.choices else ()
