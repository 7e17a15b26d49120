"""The form that asks for the code of a dossier and for the proof, and shows the dossier.

Rasa's form keeps asking until both its slots are set. The proof is never put into one: the dossier
is looked up while the slots are validated, and then `ANSWERED` closes the form.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import FormValidationAction

from actions import dossier_answer
from actions.answer import Answer
from knowledge.dossiers.codes import DossierCode, parse_code
from knowledge.dossiers.desk import DossierDesk, NotShown, Shown
from knowledge.dossiers.opening import open_desk
from knowledge.dossiers.records import VIETNAM
from knowledge.dossiers.said_proofs import UNCLEAR, said_digits
from knowledge.errors import DossierRejected, KnowledgeError
from settings import Settings, get_settings
from vietnamese.text import strip_diacritics, syllables

log = structlog.get_logger()

CODE_SLOT, PROOF_SLOT, REQUESTED_SLOT = "dossier_code", "dossier_proof", "requested_slot"
CODE_ENTITY = "dossier_code"
# The key of a message's metadata under which a channel says who is asking.
CALLER = "caller"
ANSWERED = "answered"

# What is no other question, but no code or proof either: it is asked for again.
NO_OTHER_QUESTION = frozenset({"ask_dossier_status", "affirm", "nlu_fallback", "repeat", None})

# What stops the form by itself. The many other ways to say no are told by their intent, `deny`.
STOP_WORDS = frozenset(
    {
        "thoi",
        "khoi",
        "dung",
        "dung lai",
        "ngung",
        "huy",
        "khong tra nua",
        "khong can nua",
        "thoi khong can nua",
        "stop",
    }
)

Slots = dict[str, Any]


class ValidateDossierForm(FormValidationAction):
    """Reads the code and the proof out of each message, and looks the dossier up."""

    def name(self) -> str:
        return "validate_dossier_form"

    async def extract_dossier_code(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Slots
    ) -> Slots:
        """`UNCLEAR` where a code was asked for and the message holds nothing else either."""
        # A code in the message is in the slot already, for the slot is mapped to the entity.
        if not _is_set_up(get_settings()):
            _say(dispatcher, dossier_answer.NOT_SET_UP)
            return {CODE_SLOT: ANSWERED, PROOF_SLOT: ANSWERED}
        if tracker.get_slot(REQUESTED_SLOT) and _wants_to_stop(tracker):
            _say(dispatcher, dossier_answer.CANCELLED)
            return {CODE_SLOT: ANSWERED, PROOF_SLOT: ANSWERED}
        if tracker.get_slot(REQUESTED_SLOT) != CODE_SLOT or _said_codes(tracker):
            return {}
        asked_again = _intent(tracker) in NO_OTHER_QUESTION
        return {CODE_SLOT: UNCLEAR} if asked_again else {}

    def validate_dossier_code(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Slots
    ) -> Slots:
        """Keeps a code, the first one where there are several."""
        if value == ANSWERED:
            return {CODE_SLOT: ANSWERED}
        code = _code(value[0] if isinstance(value, list) and value else value)
        if code is None and value is not None:
            _say(dispatcher, dossier_answer.ask_code_again())
        return {CODE_SLOT: str(code) if code else None}

    async def extract_dossier_proof(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Slots
    ) -> Slots:
        """The digits that the message gives, for `validate_dossier_proof` and nobody else."""
        if tracker.get_slot(CODE_SLOT) in (ANSWERED, UNCLEAR):
            return {}
        asked = tracker.get_slot(REQUESTED_SLOT) == PROOF_SLOT
        digits = said_digits(_text(tracker), asked)
        if digits is None and asked and not _said_codes(tracker):
            digits = UNCLEAR if _intent(tracker) in NO_OTHER_QUESTION else None
        return {} if digits is None else {PROOF_SLOT: digits}

    async def validate_dossier_proof(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Slots
    ) -> Slots:
        """Looks the dossier up. Leaves no digits behind: the slot is empty or `ANSWERED`."""
        if value == ANSWERED:
            return {PROOF_SLOT: ANSWERED}
        code = _code(tracker.get_slot(CODE_SLOT))
        if code is None or value is None:
            return {PROOF_SLOT: None}
        if value == UNCLEAR:
            _say(dispatcher, dossier_answer.ask_proof_again())
            return {PROOF_SLOT: None}
        answer, closes = await _looked_up(code, str(value), _caller(tracker))
        _say(dispatcher, answer)
        return {PROOF_SLOT: ANSWERED if closes else None}


class ActionAskDossierCode(Action):
    """Asks for the code, unless that was just done in other words."""

    def name(self) -> str:
        return "action_ask_dossier_code"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Slots) -> list[Any]:
        said = _said_in_this_turn(tracker)
        if not any(_asks(custom) for custom in said):
            _say(dispatcher, dossier_answer.ask_code(resumed=bool(said)))
        return []


class ActionAskDossierProof(Action):
    """Asks for the proof, unless that was just done in other words."""

    def name(self) -> str:
        return "action_ask_dossier_proof"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Slots) -> list[Any]:
        said = _said_in_this_turn(tracker)
        code = _code(tracker.get_slot(CODE_SLOT))
        if code is not None and not any(_asks(custom) for custom in said):
            _say(dispatcher, dossier_answer.ask_proof(code, resumed=bool(said)))
        return []


class ActionCancelDossier(Action):
    """Says that the dossier is not looked up after all."""

    def name(self) -> str:
        return "action_cancel_dossier"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Slots) -> list[Any]:
        _say(dispatcher, dossier_answer.CANCELLED)
        return []


class ActionForgetDossier(Action):
    """Empties the form's slots, so that the next dossier is asked for anew."""

    def name(self) -> str:
        return "action_forget_dossier"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Slots) -> list[Any]:
        return [SlotSet(CODE_SLOT, None), SlotSet(PROOF_SLOT, None)]


async def _looked_up(code: DossierCode, digits: str, caller: str) -> tuple[Answer, bool]:
    """What to say about a proof, and whether the form is done with it."""
    try:
        result = await asyncio.to_thread(_look_up, code, digits, caller)
    except KnowledgeError as error:
        log.error("dossiers.unavailable", error=str(error))
        return dossier_answer.UNAVAILABLE, True
    if isinstance(result, Shown):
        return dossier_answer.dossier_answer(result.dossier, datetime.now(VIETNAM).date()), True
    again = isinstance(result, NotShown) and result.tries_left > 0
    return dossier_answer.refusal(code, result), not again


def _look_up(code: DossierCode, digits: str, caller: str) -> Any:
    return _desk(get_settings()).look_up(code, digits, caller)


def _desk(settings: Settings) -> DossierDesk:
    return open_desk(
        settings.database_url,
        settings.dossier_secret.get_secret_value(),
        settings.dossier_system,
        settings.dossier_system_token.get_secret_value(),
    )


def _is_set_up(settings: Settings) -> bool:
    return bool(settings.dossier_secret.get_secret_value())


def _code(value: Any) -> DossierCode | None:
    try:
        return parse_code(value) if isinstance(value, str) else None
    except DossierRejected:
        return None


def _caller(tracker: Tracker) -> str:
    """Who asks: whom the channel names, else the conversation."""
    metadata = (tracker.latest_message or {}).get("metadata") or {}
    return str(metadata.get(CALLER) or tracker.sender_id)


def _text(tracker: Tracker) -> str:
    return str((tracker.latest_message or {}).get("text") or "")


def _intent(tracker: Tracker) -> str | None:
    return ((tracker.latest_message or {}).get("intent") or {}).get("name")


def _wants_to_stop(tracker: Tracker) -> bool:
    words = " ".join(strip_diacritics(word) for word in syllables(_text(tracker)))
    return _intent(tracker) != "deny" and words in STOP_WORDS


def _said_codes(tracker: Tracker) -> list[Any]:
    return list(tracker.get_latest_entity_values(CODE_ENTITY))


def _said_in_this_turn(tracker: Tracker) -> list[dict[str, Any]]:
    """The Answers given since the last message of the person."""
    said: list[dict[str, Any]] = []
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            break
        if event.get("event") == "bot":
            said.append((event.get("data") or {}).get("custom") or {})
    return said


def _asks(custom: dict[str, Any]) -> bool:
    return bool((custom.get("facts") or {}).get(dossier_answer.ASKS))


def _say(dispatcher: CollectingDispatcher, answer: Answer) -> None:
    dispatcher.utter_message(
        text=answer.text,
        buttons=[
            {"title": suggestion.title, "payload": suggestion.message}
            for suggestion in answer.suggestions
        ],
        json_message=answer.payload(),
    )
