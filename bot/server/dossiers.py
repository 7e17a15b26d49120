"""Where the city's one-stop system sends each new state of a dossier, signed.

The signature is an HMAC-SHA256, with DOSSIER_PUSH_SECRET as key, over the time in seconds since
1970, a full stop, and the body as it is sent.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Header, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel

from bot.server.dependencies import CurrentSettings
from knowledge.dossiers.importing import sent_dossier
from knowledge.dossiers.opening import open_store
from knowledge.dossiers.records import SentDossier
from knowledge.dossiers.store import Taken
from knowledge.errors import DossierRejected, DossiersUnavailable

log = structlog.get_logger()

router = APIRouter(prefix="/api/dossiers", tags=["Hồ sơ đang xử lý"])

# A request that was signed longer ago, or lies further ahead, is somebody else's.
REPLAY_WINDOW_SECONDS = 300

UNSIGNED = "Chữ ký hoặc thời điểm ký không đúng."


def _schema() -> dict[str, Any]:
    """The schema of a dossier in one piece, for the page of the API."""
    schema = SentDossier.model_json_schema()
    parts = schema.pop("$defs", {})

    def whole(node: Any) -> Any:
        if isinstance(node, list):
            return [whole(item) for item in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            return whole(parts[node["$ref"].rpartition("/")[2]])
        return {name: whole(value) for name, value in node.items()}

    return dict(whole(schema))


class TakenIn(BaseModel):
    """What became of the dossier. Sent again, or after a later state, it changes nothing."""

    outcome: Taken


@router.post(
    "",
    summary="Nhận trạng thái mới của một hồ sơ từ hệ thống một cửa",
    responses={
        401: {"description": "The signature is wrong, or older than five minutes."},
        404: {"description": "DOSSIER_PUSH_SECRET is not set."},
        422: {"description": "What is sent is no usable dossier; `detail` says what to correct."},
        503: {"description": "DOSSIER_SECRET is not set, or the database does not answer."},
    },
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": _schema()}},
        }
    },
)
async def push(
    request: Request,
    settings: CurrentSettings,
    x_dossier_timestamp: Annotated[
        str, Header(description="Seconds since 1970 at which it was signed")
    ] = "",
    x_dossier_signature: Annotated[
        str, Header(description="sha256= and the signature in hexadecimal digits")
    ] = "",
) -> TakenIn:
    """Keep the state, unless the same or a later one is kept: `updated_at` tells."""
    secret = settings.dossier_push_secret.get_secret_value()
    if not secret:
        raise HTTPException(404)
    body = await request.body()
    if not _is_signed(secret, x_dossier_timestamp, x_dossier_signature, body):
        log.warning("dossiers.push_refused")
        raise HTTPException(401, UNSIGNED)
    try:
        dossier = sent_dossier(json.loads(body))
        store = open_store(settings.database_url, settings.dossier_secret.get_secret_value())
        outcome = await run_in_threadpool(store.put, dossier)
    except (ValueError, RecursionError) as error:
        raise HTTPException(422, "Nội dung không phải JSON hợp lệ.") from error
    except DossierRejected as error:
        raise HTTPException(422, str(error)) from error
    except DossiersUnavailable as error:
        raise HTTPException(503, str(error)) from error
    log.info("dossiers.pushed", outcome=outcome.value)
    return TakenIn(outcome=outcome)


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The signature of a push, as its header carries it."""
    signed = timestamp.encode() + b"." + body
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def _is_signed(secret: str, timestamp: str, given: str, body: bytes) -> bool:
    right = hmac.compare_digest(
        signature(secret, timestamp, body).encode(), given.encode(errors="replace")
    )
    # Digits only: what else `int` takes was signed by nobody.
    known = timestamp.isascii() and timestamp.isdigit() and len(timestamp) < len(str(10**12))
    return right and known and abs(time.time() - int(timestamp)) <= REPLAY_WINDOW_SECONDS
