"""Dossiers in an outside system, asked over HTTP for one at a time."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import httpx
from pydantic import ValidationError

from knowledge.dossiers.circuit_breaker import CircuitBreaker
from knowledge.dossiers.codes import DossierCode
from knowledge.dossiers.field_mapping import FieldMapping
from knowledge.dossiers.gateway import SealedDossier
from knowledge.dossiers.proofs import last_digits, seal
from knowledge.dossiers.records import Dossier
from knowledge.errors import DossierRejected, DossiersUnavailable

NOT_FOUND = 404
TOO_MANY, SERVER_ERROR = 429, 500

_SILENT = "Hệ thống một cửa chưa trả lời. Hãy thử lại sau ít phút."
_UNREADABLE = (
    "Hệ thống một cửa trả lời khác với tệp DOSSIER_SYSTEM. Hãy đối chiếu tên trường, trạng thái và "
    "cách ghi ngày trong tệp ấy."
)


class OutsideSystem:
    """A system that knows dossiers by their whole code. Safe to share between threads.

    It is asked again after a time-out, a broken connection, a 429 or a 5xx, with growing pauses,
    and left alone for a while when it keeps failing. The numbers of the person in its answers are
    sealed at once and kept nowhere.
    """

    def __init__(
        self,
        mapping: FieldMapping,
        secret: str,
        token: str = "",
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """`secret` is the key of the seals; `token`, if given, is sent as a bearer token."""
        self._mapping = mapping
        self._secret = secret
        self._pause = pause
        self._breaker = CircuitBreaker(mapping.breaker_failures, mapping.breaker_rest_seconds)
        bearer = {"Authorization": f"Bearer {token}"} if token else {}
        self._client = httpx.Client(
            headers={"Accept": "application/json", **mapping.headers, **bearer},
            timeout=mapping.timeout_seconds,
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def find(self, code: DossierCode) -> SealedDossier | None:
        """The dossier with a whole code; None for a part of a code, which this cannot look up.

        Raises `DossiersUnavailable` when the system is silent, or answers other than agreed.
        """
        if not code.complete:
            return None
        answer = self._ask(str(code))
        if answer is None:
            return None
        try:
            seals = frozenset(
                seal(self._secret, str(code), last_digits(number))
                for number in self._mapping.numbers(answer)
            )
        except DossierRejected as error:
            raise DossiersUnavailable(_UNREADABLE) from error
        return SealedDossier(str(code), seals, lambda: self._open(str(code), answer))

    def _open(self, code: str, answer: Any) -> Dossier:
        try:
            dossier = Dossier.model_validate(self._mapping.dossier(answer))
        except (ValidationError, ValueError, TypeError):
            # Without what it came from: that holds what the system said of a person.
            raise DossiersUnavailable(_UNREADABLE) from None
        if dossier.code != code:
            raise DossiersUnavailable(_UNREADABLE)
        return dossier

    def _ask(self, code: str) -> Any:
        """The answer of the system; None when it knows no such dossier."""
        url = self._mapping.url.replace("{code}", quote(code, safe=""))
        for attempt in range(self._mapping.attempts):
            if not self._breaker.closed():
                break
            if attempt:
                # Not all at once, when many had to wait for the same reason.
                self._pause(
                    self._mapping.backoff_seconds * 2 ** (attempt - 1) * random.uniform(0.5, 1.5)
                )
            try:
                response = self._client.get(url)
            except httpx.RequestError:
                self._breaker.failed()
                continue
            if response.status_code == TOO_MANY or response.status_code >= SERVER_ERROR:
                self._breaker.failed()
                continue
            self._breaker.succeeded()
            return _content(response)
        raise DossiersUnavailable(_SILENT)


def _content(response: httpx.Response) -> Any:
    if response.status_code == NOT_FOUND:
        return None
    if not response.is_success:
        raise DossiersUnavailable(
            f"Hệ thống một cửa từ chối yêu cầu (HTTP {response.status_code}). Hãy kiểm tra "
            "DOSSIER_SYSTEM và DOSSIER_SYSTEM_TOKEN."
        )
    try:
        return response.json()
    except ValueError as error:
        raise DossiersUnavailable(_UNREADABLE) from error
