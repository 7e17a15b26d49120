"""Opens the desk and the store that the settings of a process describe, once each."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from knowledge.database import connect
from knowledge.dossiers.desk import DossierDesk
from knowledge.dossiers.field_mapping import read_mapping
from knowledge.dossiers.gateway import DossierGateway
from knowledge.dossiers.outside_system import OutsideSystem
from knowledge.dossiers.store import DossierStore
from knowledge.dossiers.wrong_proofs import WrongProofs
from knowledge.errors import DossiersUnavailable

# A key that is tried out in no time is none.
SECRET_LENGTH = 16


@lru_cache(maxsize=4)
def open_desk(
    database_url: str, secret: str, system: Path | None = None, token: str = ""
) -> DossierDesk:
    """The desk over our database, or over the outside system that the file `system` describes.

    Raises `DossiersUnavailable` without a secret, or for an unusable file.
    """
    _check(secret)
    gateway: DossierGateway
    if system is None:
        gateway = open_store(database_url, secret)
    else:
        gateway = OutsideSystem(read_mapping(system), secret, token)
    return DossierDesk(gateway, WrongProofs(connect(database_url)), secret)


@lru_cache(maxsize=4)
def open_store(database_url: str, secret: str) -> DossierStore:
    """Our own dossiers. Raises `DossiersUnavailable` without a secret."""
    _check(secret)
    return DossierStore(connect(database_url), secret)


def _check(secret: str) -> None:
    if len(secret) < SECRET_LENGTH:
        raise DossiersUnavailable(
            f"Chưa bật tra cứu hồ sơ. Hãy đặt DOSSIER_SECRET dài ít nhất {SECRET_LENGTH} ký tự, "
            "rồi nạp hồ sơ bằng `bot dossiers import`."
        )
