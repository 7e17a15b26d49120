"""What names a person reaches neither the database nor the log, whichever way it comes in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from actions.answer import Answer, Kind
from tests.bot.asking import answer_of, kept_messages, new_sender
from tests.support import RunningServer
from vietnamese.personal_data import PLACEHOLDERS

# One message for each kind, as a citizen may write it. All made up.
PERSONAL = {
    "citizen_number": ("căn cước 048 199 012 345 làm khai sinh", "048 199 012 345"),
    "old_identity_number": ("cmnd cũ 201234567 đổi ở đâu", "201234567"),
    "phone": ("gọi lại cho tôi số 0905.123.456 nhé", "0905.123.456"),
    "plate": ("sang tên xe 43A-123.45 cần gì", "43A-123.45"),
    "email": ("gửi mẫu về hoa.nguyen99@example.com giúp tôi", "hoa.nguyen99@example.com"),
    "card": ("tôi trả lệ phí bằng thẻ 4111 1111 1111 1111 được không", "4111 1111 1111 1111"),
    "account": ("số tài khoản vietcombank 0041000123456 nhận trợ cấp", "0041000123456"),
    "passport": ("hộ chiếu B1234567 hết hạn", "B1234567"),
    "spoken_number": (
        "chứng minh số hai không một hai ba bốn năm sáu bảy",
        "hai không một hai ba bốn",
    ),
}


@dataclass
class Portal:
    """A running server, and the files in which it keeps what it keeps."""

    server: RunningServer
    folder: Path

    def ask(self, sender: str, message: str, **more: object) -> Answer:
        response = httpx.post(
            f"{self.server.url}/webhooks/rest/webhook",
            json={"sender": sender, "message": message, **more},
            timeout=60,
        )
        assert response.json()[0]["recipient_id"] == sender
        return answer_of(response.json())

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.folder}/assistant.db"

    def everything_written(self) -> str:
        """All rows of all tables that conversations are kept in, the log, and the figures."""
        with sqlite3.connect(self.folder / "assistant.db") as database:
            names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            rows = [
                str(row)
                for (name,) in names.fetchall()
                if not name.startswith(("record", "source_record"))
                for row in database.execute(f'SELECT * FROM "{name}"').fetchall()
            ]
        figures = httpx.get(f"{self.server.url}/metrics", timeout=60).text
        written = "\n".join([*rows, self.server.log(), figures])
        # Rasa's events are JSON, in which letters beyond ASCII are escaped.
        return written + written.encode().decode("unicode_escape", errors="replace")


@pytest.fixture(scope="module")
def portal(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    folder = tmp_path_factory.mktemp("portal")
    url = f"sqlite:///{folder}/assistant.db"
    with RunningServer(DATABASE_URL=url, LOG_LEVEL="INFO") as server:
        yield Portal(server, folder)


@pytest.mark.slow
def test_every_kind_has_its_example() -> None:
    assert set(PERSONAL) == {kind.value for kind in PLACEHOLDERS}


@pytest.mark.slow
@pytest.mark.parametrize("kind", PERSONAL)
def test_a_message_is_answered_and_kept_without_it(portal: Portal, kind: str) -> None:
    sender = new_sender()
    message, secret = PERSONAL[kind]
    assert portal.ask(sender, message).kind is not Kind.ERROR
    [kept] = kept_messages(portal.database_url, sender)
    assert any(placeholder in kept for placeholder in PLACEHOLDERS.values())
    written = portal.everything_written()
    assert sender in written
    for form in {secret, secret.replace(" ", ""), json.dumps(secret).strip('"')}:
        assert form not in written


@pytest.mark.slow
def test_metadata_and_the_senders_own_number_are_not_kept(portal: Portal) -> None:
    number, address = "0935654321", "lan@example.com"
    portal.ask(number, "làm giấy khai sinh cho con", metadata={"caller": {"mail": address}})
    follow_up = portal.ask(number, "lệ phí bao nhiêu")
    assert follow_up.procedure is not None
    assert follow_up.procedure.code == "1.001193"
    written = portal.everything_written()
    assert number not in written
    assert address not in written


@pytest.mark.slow
def test_the_portals_channel_keeps_none_either(portal: Portal) -> None:
    opened = httpx.post(f"{portal.server.url}/api/conversations", timeout=60).json()
    here = f"{portal.server.url}/api/conversations/{opened['id']}"
    headers = {"Authorization": f"Bearer {opened['secret']}"}
    httpx.post(
        f"{here}/messages",
        headers=headers,
        json={"client_id": "5f0c7f0e-1f5e-4b0e-9d8e-0d3a55f6c001", "text": "sđt 0987 650 123 ạ"},
        timeout=60,
    ).raise_for_status()
    events: list[dict[str, object]] = []
    while len(events) < 2:
        asked = httpx.get(f"{here}/events", headers=headers, params={"wait": 20}, timeout=60)
        events = asked.json()["events"]
    assert events[0]["text"] == "sđt [số điện thoại] ạ"
    assert "0987 650 123" not in portal.everything_written()


@pytest.mark.slow
def test_the_code_of_a_dossier_is_kept_for_it_is_looked_up_by_it(portal: Portal) -> None:
    sender = new_sender()
    message = "hồ sơ 000.00.19.H17-260814-0001 của tôi, sđt 0905123456, tới đâu rồi"
    portal.ask(sender, message)
    kept = message.replace("0905123456", "[số điện thoại]")
    assert kept_messages(portal.database_url, sender) == [kept]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("with_number", "without"),
    [
        ("tôi là Hoa, 048199012345, làm khai sinh cho con cần giấy tờ gì", "làm khai sinh cho con"),
        ("đăng ký kết hôn cần gì, gọi tôi 0905123456", "đăng ký kết hôn cần gì"),
        ("đăng ký tạm trú ở đâu, số tôi 0905123456", "đăng ký tạm trú ở đâu"),
        # «căn cước», «hộ chiếu» and «xe» in a placeholder are no wish for one.
        ("khai sinh cho con, tôi là 048199012345, hết bao nhiêu", "khai sinh cho con"),
        ("đăng ký kết hôn 43A-123.45 048199012345 cần gì", "đăng ký kết hôn cần gì"),
    ],
)
def test_a_number_in_the_message_does_not_change_what_it_is_about(
    portal: Portal, with_number: str, without: str
) -> None:
    said, plain = portal.ask(new_sender(), with_number), portal.ask(new_sender(), without)

    assert first_code(said) == first_code(plain)


def first_code(answer: Answer) -> str:
    """The procedure that is answered, or the first that is offered."""
    return answer.procedure.code if answer.procedure else answer.procedures[0].code
