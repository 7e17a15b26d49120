"""The key of this installation, from which every key that the bot needs is derived.

It is SECRET_KEY or, where that is empty, made on first use and kept in a file beside the database.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import tempfile
from functools import lru_cache
from pathlib import Path

from bot.errors import SecretKeyUnavailable
from settings import ROOT, Settings

KEY_FILE = ROOT / "var" / "secret.key"

_LETTERS = str.maketrans("0123456789", "ghijklmnop")


class InstallationKey:
    """Derives keys from one secret; each purpose has its own."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def pseudonym(self, purpose: str, name: str) -> str:
        """A name that stands for `name`, always the same, and tells nothing without the key.

        32 letters: digits of a hash may look like a number of somebody, and would be masked.
        """
        named = name.encode("utf-8", "surrogatepass")
        return (
            hmac.new(self._of(purpose), named, hashlib.sha256).hexdigest()[:32].translate(_LETTERS)
        )

    def fernet(self, purpose: str) -> bytes:
        """A key for `cryptography.fernet.Fernet`."""
        return base64.urlsafe_b64encode(self._of(purpose))

    def _of(self, purpose: str) -> bytes:
        return hmac.new(self._secret, purpose.encode(), hashlib.sha256).digest()


def installation_key(settings: Settings, file: Path = KEY_FILE) -> InstallationKey:
    """The key of the settings, or else of the file. Raises `SecretKeyUnavailable`."""
    if secret := settings.secret_key.get_secret_value():
        return InstallationKey(secret.encode())
    return InstallationKey(_kept_in(file))


@lru_cache(maxsize=1)
def _kept_in(file: Path) -> bytes:
    try:
        if not file.exists():
            _make(file)
        secret = file.read_bytes().strip()
    except OSError as error:
        raise SecretKeyUnavailable(
            f"Không đọc hoặc không tạo được khóa ở {file} ({type(error).__name__}). Hãy đặt "
            "SECRET_KEY."
        ) from error
    if len(secret) < 16:
        raise SecretKeyUnavailable(f"Khóa ở {file} quá ngắn. Hãy xóa tệp ấy, hoặc đặt SECRET_KEY.")
    return secret


def _make(file: Path) -> None:
    """Write a new secret that only this user may read; of several processes the first one wins."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent) as draft:  # mode 0600
        draft.write(secrets.token_hex(32).encode())
        draft.flush()
        os.fsync(draft.fileno())
        try:
            os.link(draft.name, file)
        except FileExistsError:
            return
