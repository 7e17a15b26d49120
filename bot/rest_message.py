"""The message of Rasa's REST contract: `{"recipient_id", "text", "buttons"?, "custom"}`."""

from __future__ import annotations

from typing import Any

from actions.answer import Answer, Kind, Suggestion


def message_of(recipient_id: str, answer: Answer) -> dict[str, Any]:
    """The message that carries `answer`; its suggestions are Rasa's buttons."""
    message: dict[str, Any] = {
        "recipient_id": recipient_id,
        "text": answer.text,
        "custom": answer.payload(),
    }
    if answer.suggestions:
        message["buttons"] = [
            {"title": suggestion.title, "payload": suggestion.message}
            for suggestion in answer.suggestions
        ]
    return message


def message_from_rasa(recipient_id: str, said: dict[str, Any]) -> dict[str, Any]:
    """The message for one utterance of Rasa.

    An action utters a whole Answer. A response of the domain names only its kind; its text and
    buttons make the rest of the Answer.
    """
    custom = said.get("custom") or {}
    if "text" in custom:
        whole = {"recipient_id": recipient_id, "text": custom["text"], "custom": custom}
        return {**whole, "buttons": said["buttons"]} if said.get("buttons") else whole
    suggestions = [
        Suggestion(title=button["title"], message=button["payload"])
        for button in said.get("buttons") or []
    ]
    kind = Kind(custom.get("kind", Kind.SMALLTALK))
    return message_of(
        recipient_id, Answer(kind=kind, text=said.get("text") or "", suggestions=suggestions)
    )
