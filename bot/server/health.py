"""Whether the process is up, whether it can answer, and its figures."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from bot.server.dependencies import CurrentLibrary, CurrentRuntime
from knowledge.errors import KnowledgeError

router = APIRouter(tags=["Vận hành"])


class Health(BaseModel):
    """The process is up."""

    status: str = "ok"


class Readiness(BaseModel):
    """What is in and what is not; `reason` says what an operator can do."""

    ready: bool
    model: bool
    database: bool
    records: int
    reason: str = ""


@router.get("/health", summary="Tiến trình còn sống")
async def health() -> Health:
    return Health()


@router.get("/ready", summary="Đã trả lời được", responses={503: {"model": Readiness}})
async def ready(response: Response, runtime: CurrentRuntime, library: CurrentLibrary) -> Readiness:
    """200 when model, index and database are in, else 503 with the reason."""
    reason = str(runtime.error or "")
    database = True
    try:
        await run_in_threadpool(library.refresh)
    except KnowledgeError as error:
        database, reason = False, str(error)
    records = len(library)
    if database and not records:
        reason = "Chưa có hồ sơ nào. Hãy chạy `bot knowledge import`."
    is_ready = runtime.ready and database and records > 0
    if not is_ready:
        response.status_code = 503
    return Readiness(
        ready=is_ready, model=runtime.ready, database=database, records=records, reason=reason
    )


@router.get("/metrics", summary="Số liệu cho Prometheus")
async def metrics() -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
