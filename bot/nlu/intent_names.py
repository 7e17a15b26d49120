"""The intents that the components must know by name; `domain.yml` has them all."""

from __future__ import annotations

# A question about a procedure in general, and about one side of it.
GENERAL = "ask_procedure"
DOCUMENTS = "ask_documents"
FEE = "ask_fee"
ASPECTS = frozenset(
    {
        DOCUMENTS,
        FEE,
        "ask_duration",
        "ask_place",
        "ask_steps",
        "ask_online",
        "ask_form",
        "ask_conditions",
        "ask_legal_basis",
        "ask_result",
        "ask_agency",
    }
)
ABOUT_A_RECORD = ASPECTS | {GENERAL}

DOSSIER_STATUS = "ask_dossier_status"
EMERGENCY = "emergency"
OFFICE = "ask_office"
OUT_OF_SCOPE = "out_of_scope"
LEGAL_DISPUTE = "legal_dispute"

# Acts of a conversation that a word such as «cấp lại» does not change.
TALK = frozenset(
    {"affirm", "deny", "choose_option", "correct", "repeat", DOSSIER_STATUS, "ask_person"}
)
# With a ward and no procedure these ask for the ward's counter.
WHERE = frozenset({"ask_place", "ask_agency"})
