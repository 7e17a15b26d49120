"""The desk at which somebody asks for a dossier: shows it to whoever proves that it is theirs."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from knowledge.dossiers.codes import DossierCode, parse_code
from knowledge.dossiers.gateway import DossierGateway
from knowledge.dossiers.proofs import is_proven
from knowledge.dossiers.records import Dossier
from knowledge.dossiers.wrong_proofs import WrongProofs


@dataclass(frozen=True)
class Shown:
    """The proof was right."""

    dossier: Dossier


@dataclass(frozen=True)
class NotShown:
    """There is no such dossier, or the proof is wrong: nobody can tell which.

    `tries_left` counts down the same way for a code that exists and for one that does not.
    """

    tries_left: int


@dataclass(frozen=True)
class LockedOut:
    """Too many wrong proofs were given, for this code or by this caller."""


class DossierDesk:
    """Looks dossiers up. Safe to share between threads."""

    def __init__(self, gateway: DossierGateway, wrong_proofs: WrongProofs, secret: str) -> None:
        """`secret` is the key of the seals and of the callers' names."""
        self._gateway = gateway
        self._wrong_proofs = wrong_proofs
        self._secret = secret

    def look_up(self, code: DossierCode, digits: str, caller: str) -> Shown | NotShown | LockedOut:
        """The dossier with the code, if the digits prove it to be the caller's.

        `caller` is whatever stays the same when somebody tries again: an address, a telephone
        number, a conversation. Only a keyed hash of it is kept. Raises `DossiersUnavailable` or
        `DatabaseUnavailable`; a proof that could not be looked at does not count as wrong.
        """
        attempt = self._wrong_proofs.begin(code, self._caller_key(caller))
        if attempt is None:
            return LockedOut()
        try:
            found = self._gateway.find(code)
        except Exception:
            self._wrong_proofs.withdraw(attempt)
            raise
        # All is done for an unknown code that is done for a known one, so that it takes as long.
        known = found.code if found else str(code)
        proven = is_proven(self._secret, known, digits, found.seals if found else ())
        locked = self._wrong_proofs.locked(parse_code(known))
        if found is None or not proven or locked:
            return NotShown(attempt.tries_left)
        self._wrong_proofs.withdraw(attempt)
        return Shown(found.open())

    def _caller_key(self, caller: str) -> str:
        message = f"caller\n{caller}".encode()
        return hmac.new(self._secret.encode(), message, hashlib.sha256).hexdigest()
