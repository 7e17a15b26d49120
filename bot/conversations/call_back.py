"""The telephone number at which a citizen wants to be called back: sealed where it is kept.

In texts every number is masked. This one is kept beside them, encrypted with a key that is not in
the database, until the officer's work is done.
"""

from __future__ import annotations

import structlog
from cryptography.fernet import Fernet, InvalidToken

from bot.conversations.errors import HandoverRefused
from bot.installation_key import InstallationKey
from vietnamese.personal_data import Kind, find

log = structlog.get_logger()

# Somebody may give two: their own and a neighbour's.
MOST_NUMBERS = 3


class CallBackSeal:
    """Seals numbers and opens them again."""

    def __init__(self, key: InstallationKey) -> None:
        self._fernet = Fernet(key.fernet("call back"))

    def numbers_in(self, text: str) -> str | None:
        """The telephone numbers of what a citizen typed, sealed; None if there is none."""
        numbers = [
            text[found.start : found.end] for found in find(text) if found.kind is Kind.PHONE
        ]
        if not numbers:
            return None
        return self._fernet.encrypt(", ".join(numbers[:MOST_NUMBERS]).encode()).decode()

    def opened(self, sealed: str) -> str:
        """What was sealed. Raises `HandoverRefused` if that was with another key."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            log.warning("call_back.sealed_with_another_key", setting="SECRET_KEY")
            raise HandoverRefused(
                "Người dân có để lại số điện thoại, nhưng khóa SECRET_KEY đã đổi nên không đọc "
                "được nữa. Hãy hỏi lại người dân."
            ) from error
