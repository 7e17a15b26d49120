"""What proves that a dossier is somebody's: four last digits, kept only sealed.

A seal is an HMAC-SHA256 over the code of the dossier and the digits. The code is the salt, for no
two dossiers share one; the key is a secret of the settings, without which four digits are found by
trying all ten thousand.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable

from knowledge.dossiers.records import SentDossier
from knowledge.errors import DossierRejected

PROOF_DIGITS = 4
# A telephone number and a citizen number.
MOST_PROOFS = 2
# What no proof is sealed to: compared with where there is no dossier.
_NOBODY = "0" * 64


def seal(secret: str, code: str, digits: str) -> str:
    """The seal of a proof: 64 hexadecimal digits."""
    return hmac.new(secret.encode(), f"{code}\n{digits}".encode(), hashlib.sha256).hexdigest()


def seals_of(secret: str, sent: SentDossier) -> frozenset[str]:
    """The seals of the numbers that a dossier came with.

    Raises `DossierRejected` where there is none, or one that has fewer than four digits.
    """
    numbers = [number for number in (sent.phone, sent.citizen_number) if number]
    if not numbers:
        raise DossierRejected(
            "thiếu số điện thoại (phone) hoặc số căn cước (citizen_number) để người dân chứng minh"
        )
    return frozenset(seal(secret, sent.code, last_digits(number)) for number in numbers)


def last_digits(number: str) -> str:
    """The four last digits of a number. Raises `DossierRejected` where there are fewer."""
    digits = re.sub(r"[\s.\-()+]", "", number)
    if len(digits) < PROOF_DIGITS or not (digits.isascii() and digits.isdigit()):
        raise DossierRejected("số điện thoại hoặc số căn cước phải có ít nhất bốn chữ số")
    return digits[-PROOF_DIGITS:]


def is_proven(secret: str, code: str, digits: str, seals: Iterable[str]) -> bool:
    """Whether the digits fit one of the seals. Takes as long whether they do or not."""
    given = seal(secret, code, digits)
    kept = [*seals, *[_NOBODY] * MOST_PROOFS][:MOST_PROOFS]
    return sum(hmac.compare_digest(given, one) for one in kept) > 0
