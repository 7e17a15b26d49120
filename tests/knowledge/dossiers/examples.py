"""Dossiers for the tests, and a database with one of them."""

from __future__ import annotations

from typing import Any

from knowledge.dossiers.records import Dossier, SentDossier

SECRET = "bí mật chỉ để thử"
CODE = "000.00.19.H17-260814-0001"
PHONE_DIGITS, CITIZEN_DIGITS, WRONG_DIGITS = "3456", "1234", "9999"

# 14 August 2026 is a Friday, 28 August too.
IN_PROCESS: dict[str, Any] = {
    "code": CODE,
    "procedure_code": "1.001193",
    "procedure_name": "Đăng ký khai sinh",
    "state": "in_process",
    "unit": "Ủy ban nhân dân phường Hải Châu",
    "stage": "Thẩm định hồ sơ",
    "since": "2026-08-17T09:00:00+07:00",
    "history": [
        {
            "unit": "Trung tâm Phục vụ hành chính công phường Hải Châu",
            "stage": "Tiếp nhận",
            "since": "2026-08-14T08:30:00+07:00",
        }
    ],
    "received_on": "2026-08-14",
    "due_on": "2026-08-28",
    "collect_at": "Trung tâm Phục vụ hành chính công phường Hải Châu",
    "collect_how": "Mang giấy hẹn và căn cước",
    "updated_at": "2026-08-17T09:00:00+07:00",
    "phone": "0905 123 456",
    "citizen_number": "048095001234",
}


def sent(**changes: Any) -> SentDossier:
    """`IN_PROCESS` with changes, as the one-stop system sends it."""
    return SentDossier.model_validate({**IN_PROCESS, **changes})


def kept(**changes: Any) -> Dossier:
    """`IN_PROCESS` with changes, as it is kept and shown."""
    return sent(**changes).without_numbers()
