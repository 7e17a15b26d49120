"""A one-stop system on the loopback interface that answers, and misbehaves, as it is told."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from knowledge.dossiers.field_mapping import FieldMapping
from tests.knowledge.dossiers.examples import CODE

RECORD: dict[str, Any] = {
    "data": {
        "maHoSo": CODE,
        "thuTuc": {"ma": "1.001193", "ten": "Đăng ký khai sinh"},
        "trangThai": 2,
        "donVi": "Ủy ban nhân dân phường Hải Châu",
        "buoc": "Thẩm định hồ sơ",
        "tuLuc": "17/08/2026 09:00",
        "quaTrinh": [
            {
                "noi": "Trung tâm Phục vụ hành chính công phường Hải Châu",
                "viec": "Tiếp nhận",
                "luc": "14/08/2026 08:30",
            }
        ],
        "thieu": None,
        "ngayNhan": "14/08/2026",
        "henTra": "28/08/2026",
        "noiTra": "Trung tâm Phục vụ hành chính công phường Hải Châu",
        "cachTra": "Mang giấy hẹn và căn cước",
        "capNhat": "17/08/2026 09:00",
        "nguoiNop": {"ten": "Trần Văn Thử", "dienThoai": "0905123456", "soDinhDanh": 48095001234},
    }
}


class ContractServer:
    """Serves `RECORD` at `/ho-so/{code}`. `failures` requests fail first, each in the way told.

    A failure is a status to answer with, "drop" for a cut connection, or seconds to wait.
    """

    def __init__(self) -> None:
        self.record: Any = RECORD
        self.failures: list[int | float | str] = []
        self.requests: list[tuple[str, str | None]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.requests.append((self.path, self.headers["Authorization"]))
                failure = outer.failures.pop(0) if outer.failures else None
                if failure == "drop":
                    self.connection.close()
                    return
                if isinstance(failure, float):
                    time.sleep(failure)
                if isinstance(failure, int):
                    self._answer(failure, {})
                elif self.path == f"/ho-so/{CODE}":
                    self._answer(200, outer.record)
                else:
                    self._answer(404, {"loi": "không có"})

            def _answer(self, status: int, content: Any) -> None:
                body = content if isinstance(content, bytes) else json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_arguments: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def mapping(self, **changes: Any) -> FieldMapping:
        """How this server's answers are read."""
        return FieldMapping.model_validate({**self.mapping_data(), **changes})

    def mapping_data(self) -> dict[str, Any]:
        return {
            "url": f"http://127.0.0.1:{self._server.server_address[1]}/ho-so/{{code}}",
            "record": "data",
            "fields": {
                "code": "maHoSo",
                "procedure_code": "thuTuc.ma",
                "procedure_name": "thuTuc.ten",
                "state": "trangThai",
                "unit": "donVi",
                "stage": "buoc",
                "since": "tuLuc",
                "missing": "thieu",
                "received_on": "ngayNhan",
                "due_on": "henTra",
                "collect_at": "noiTra",
                "collect_how": "cachTra",
                "updated_at": "capNhat",
            },
            "history": {
                "at": "quaTrinh",
                "fields": {"unit": "noi", "stage": "viec", "since": "luc"},
            },
            "states": {"1": "received", "2": "in_process"},
            "dates": "%d/%m/%Y",
            "times": "%d/%m/%Y %H:%M",
            "proofs": ["nguoiNop.dienThoai", "nguoiNop.soDinhDanh"],
            "timeout_seconds": 0.4,
            "backoff_seconds": 0.01,
        }
