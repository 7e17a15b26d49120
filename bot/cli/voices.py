"""`bot voices`: sound that is made ahead of time."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.console import problems, results
from settings import get_settings

app = typer.Typer(help="Giọng đọc của tổng đài và của trang trò chuyện.", no_args_is_help=True)


@app.callback()
def voices() -> None:
    """Giọng đọc của tổng đài và của trang trò chuyện."""


@app.command()
def render(
    codes: Annotated[
        list[str] | None,
        typer.Argument(help="Mã thủ tục, khóa câu hỏi; bỏ trống thì mọi hồ sơ đang hiệu lực."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Đọc nhiều nhất từng này câu, lần sau đọc tiếp.")
    ] = None,
) -> None:
    """Cho giọng Google đọc trước các câu đã công bố, rồi cất vào SPOKEN_CACHE.

    Chỉ câu chữ của hồ sơ đã công bố được gửi đi. Câu nào đã có thì không gửi nữa.
    """
    from bot.preparation import prepared_library
    from bot.published_texts import published_texts
    from knowledge.errors import RecordNotFound
    from speech.voices.cache import SoundCache
    from speech.voices.google import GoogleVoice
    from speech.voices.rendering import Rendered, render_ahead

    settings = get_settings()
    library = prepared_library(settings)
    known = {published.key for published in library.store.published()}
    if unknown := sorted(set(codes or ()) - known):
        raise RecordNotFound(f"Không có hồ sơ {', '.join(unknown)}.")
    if not settings.google_voice:
        problems.print("GOOGLE_VOICE đang tắt: âm thanh được cất, nhưng chưa được dùng.")
    done = Rendered()
    with (
        problems.status("Đang đọc…") as status,
        GoogleVoice() as voice,
    ):

        def show(so_far: Rendered) -> None:
            nonlocal done
            done = so_far
            status.update(f"Đang đọc… đã đọc {so_far.made} câu, đã có {so_far.already} câu")

        try:
            render_ahead(
                published_texts(library, codes or ()),
                voice,
                SoundCache(settings.spoken_cache, unused_days=settings.retention_days),
                done=show,
                most=limit,
            )
        finally:
            results.print(
                f"Đã đọc {done.made} câu, có sẵn {done.already} câu, "
                f"không đọc được {done.refused} câu."
            )
