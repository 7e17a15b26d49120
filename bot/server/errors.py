"""Refusals of the HTTP layer, in Vietnamese and without echoing what was sent."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from knowledge.errors import DatabaseUnavailable

REASONS = {
    "json_invalid": "nội dung không phải JSON hợp lệ",
    "missing": "thiếu trường này",
    "string_type": "phải là chuỗi ký tự",
    "string_unicode": "có ký tự không đọc được",
    "string_too_short": "không được để trống",
    "string_too_long": "dài quá",
    "string_pattern_mismatch": "có ký tự không cho phép",
    "dict_type": "phải là một đối tượng JSON",
    "model_attributes_type": "phải là một đối tượng JSON",
    "int_parsing": "phải là số nguyên",
    "greater_than_equal": "nhỏ quá",
    "less_than_equal": "lớn quá",
}


def install(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(DatabaseUnavailable, _database_unavailable)


async def _invalid_request(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    problems = [
        {
            # A JSON error's place is a position in the text; any other's is a field.
            "field": ".".join(str(part) for part in problem["loc"][1:]),
            "problem": REASONS.get(problem["type"], problem["type"]),
        }
        for problem in error.errors()
    ]
    broken = any(problem["type"] == "json_invalid" for problem in error.errors())
    return JSONResponse(
        {"detail": "Yêu cầu chưa đúng. Hãy sửa các mục sau.", "problems": problems},
        status_code=400 if broken else 422,
    )


async def _database_unavailable(_request: Request, _error: Exception) -> JSONResponse:
    return JSONResponse(
        {"detail": "Chưa đọc được cơ sở dữ liệu, xin thử lại sau ít phút."}, status_code=503
    )
