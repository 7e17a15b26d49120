"""`bot serve`: the whole assistant in one process."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.console import problems
from settings import get_settings


def register(app: typer.Typer) -> None:
    app.command("serve")(serve)


def serve(
    host: Annotated[str | None, typer.Option(help="Địa chỉ; mặc định lấy từ HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="Cổng; mặc định lấy từ PORT.")] = None,
) -> None:
    """Chạy trợ lý: trang trò chuyện, REST và tra cứu. Lần đầu tự tạo dữ liệu và huấn luyện."""
    import uvicorn

    from bot.cli.model import model_or_training
    from bot.logs import configure_logs
    from bot.preparation import prepared_library
    from bot.runtime import Runtime
    from bot.server.app import create_app
    from bot.server.protection import MAX_BODY_BYTES

    settings = get_settings()
    configure_logs(settings.log_level)
    with problems.status("Chuẩn bị cơ sở dữ liệu…"):
        library = prepared_library(settings)
    problems.print(f"Cơ sở dữ liệu có {len(library)} hồ sơ.")
    model = model_or_training(settings)
    host, port = host or settings.host, settings.port if port is None else port
    problems.print(f"Mở trang trò chuyện: [bold]http://{host}:{port}/[/]  (Ctrl+C để dừng)")
    uvicorn.run(
        create_app(Runtime(settings, lambda: model), library, settings),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        # Streams of events stay open for ever; the clients open them again elsewhere.
        timeout_graceful_shutdown=2,
        # Of `websockets`, Rasa pins a version that uvicorn cannot use.
        ws="wsproto",
        ws_max_size=MAX_BODY_BYTES,
    )
