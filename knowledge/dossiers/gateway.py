"""What a system that keeps dossiers must be able to do, whichever it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from knowledge.dossiers.codes import DossierCode
from knowledge.dossiers.records import Dossier


@dataclass(frozen=True)
class SealedDossier:
    """A dossier that nobody has proven to be theirs yet: only its code and its seals are known.

    `open` gives the dossier itself; call it after the proof, and not before.
    """

    code: str
    seals: frozenset[str]
    open: Callable[[], Dossier]


class DossierGateway(Protocol):
    """A system that keeps dossiers: `DossierStore` or `OutsideSystem`."""

    def find(self, code: DossierCode) -> SealedDossier | None:
        """The one dossier whose code is `code` or ends in it; None for none and for several.

        Raises `DossiersUnavailable`, or `DatabaseUnavailable`.
        """
