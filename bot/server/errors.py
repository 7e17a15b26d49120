"""Refusals of the HTTP layer, in Vietnamese and without echoing what was sent."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import OperationalError

from bot.conversations.errors import (
    CodeRefused,
    ConversationNotFound,
    FeedbackRefused,
    HandoverRefused,
    TooManyTries,
)
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
    "int_type": "phải là số nguyên",
    "float_parsing": "phải là một số",
    "uuid_parsing": "phải là một UUID",
    "uuid_type": "phải là một UUID",
    "enum": "không phải một giá trị cho phép",
    "list_type": "phải là một danh sách",
    "too_short": "không được để trống",
    "too_long": "nhiều mục quá",
    "feedback_incomplete": "cần cursor và thumb, hoặc chỉ rating",
}

# Errors whose message is for the client, and the status that they are told with.
REFUSALS = {
    ConversationNotFound: 404,
    CodeRefused: 404,
    HandoverRefused: 409,
    FeedbackRefused: 422,
    TooManyTries: 429,
}


def install(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(DatabaseUnavailable, _database_unavailable)
    app.add_exception_handler(OperationalError, _database_unavailable)
    for refusal in REFUSALS:
        app.add_exception_handler(refusal, _refused)


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


async def _refused(_request: Request, error: Exception) -> JSONResponse:
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooManyTries) else None
    return JSONResponse({"detail": str(error)}, status_code=REFUSALS[type(error)], headers=headers)
