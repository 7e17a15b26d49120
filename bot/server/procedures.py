"""Search in the procedures, and one procedure as a record."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel

from bot.server.dependencies import CurrentLibrary
from knowledge.records import Procedure

router = APIRouter(prefix="/api/procedures", tags=["Thủ tục"])


class SearchResult(BaseModel):
    """A found procedure; `level` lists the levels of government that handle it."""

    code: str
    name: str
    score: float
    level: str
    domain: str


class SearchResults(BaseModel):
    """Found procedures, best first."""

    results: list[SearchResult]


class ProcedureRecord(BaseModel):
    """A live procedure and the number of its version."""

    version: int
    procedure: Procedure


@router.get("/search", summary="Tìm thủ tục")
async def search(
    library: CurrentLibrary,
    q: Annotated[str, Query(max_length=300, description="Câu hỏi, có dấu hay không dấu")] = "",
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> SearchResults:
    """Procedures that fit the question, best first; none for an empty question."""
    hits = await run_in_threadpool(library.search, q, limit, "procedure")
    return SearchResults(
        results=[
            _result(hit.record, hit.score) for hit in hits if isinstance(hit.record, Procedure)
        ]
    )


@router.get("/{code}", summary="Một thủ tục")
async def procedure(code: str, library: CurrentLibrary) -> ProcedureRecord:
    """The live record of a procedure with its version."""
    found = await run_in_threadpool(library.procedure, code)
    if found is None:
        raise HTTPException(404, f"Không có thủ tục mang mã «{code}».")
    return ProcedureRecord(procedure=found[0], version=found[1])


def _result(item: Procedure, score: float) -> Any:
    return SearchResult(
        code=item.code,
        name=item.name,
        score=score,
        level=", ".join(level.value for level in item.levels),
        domain=item.domain,
    )
