"""Takes the proof of a dossier out of a conversation, before anything of it is stored."""

from __future__ import annotations

from collections.abc import Sequence

from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from actions.answer import Kind
from actions.dossier_answer import ASKS, CODE
from knowledge.dossiers.said_proofs import MASK, said_digits


def mask_proofs(tracker: DialogueStateTracker) -> None:
    """Replace each message that holds a proof, and what was understood of it, by `MASK`."""
    events = list(tracker.events)
    # What was stored before was masked before; the last turn is what is new.
    for place in range(len(events) - 1, -1, -1):
        event = events[place]
        if isinstance(event, UserUttered) and event.text:
            if said_digits(event.text, _proof_was_asked(events[:place])) is not None:
                _mask(event)
            return


def _mask(event: UserUttered) -> None:
    event.text = MASK
    event.entities = []
    event.parse_data = {
        "text": MASK,
        "intent": event.intent,
        "entities": [],
        "message_id": event.message_id,
        "metadata": event.metadata,
    }


def _proof_was_asked(before: Sequence[Event]) -> bool:
    """Whether what was said last asks for a proof, or refuses one, so that another may follow."""
    for event in reversed(before):
        if isinstance(event, UserUttered):
            return False
        if isinstance(event, BotUttered):
            said = (event.data or {}).get("custom") or {}
            asks = (said.get("facts") or {}).get(ASKS)
            if said.get("kind") == Kind.DOSSIER_VERIFY and asks != CODE:
                return True
    return False
