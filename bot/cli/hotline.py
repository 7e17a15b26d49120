"""`bot hotline`: telephone calls, and trying them without a telephone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.console import problems, results
from settings import Settings, get_settings

if TYPE_CHECKING:
    from speech.call.line import Line
    from speech.recognisers.base import Recogniser
    from speech.voices.base import Voice


def register(app: typer.Typer) -> None:
    app.command("hotline")(hotline)


def hotline(
    wav: Annotated[
        Path | None, typer.Option(help="Lấy tệp WAV này làm lời người gọi, rồi kết thúc.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Tệp WAV ghi tiếng trả lời; mặc định đặt cạnh tệp của --wav."),
    ] = None,
    mic: Annotated[bool, typer.Option("--mic", help="Gọi bằng micrô và loa của máy.")] = False,
    device: Annotated[str, typer.Option(help="Thiết bị ALSA dùng với --mic.")] = "default",
) -> None:
    """Chạy tổng đài: nhận cuộc gọi từ Asterisk. Cần `bot serve` đang chạy."""
    from bot.hotline.errors import HotlineUnavailable
    from bot.logs import configure_logs
    from speech.errors import SpeechError

    if wav and mic:
        raise typer.BadParameter("chọn một trong hai: --wav hoặc --mic")
    if out and not wav:
        raise typer.BadParameter("--out đi cùng --wav")
    settings = get_settings()
    configure_logs(settings.log_level if not (wav or mic) else "ERROR")
    try:
        if wav:
            _play(settings, wav, out or wav.with_name(f"{wav.stem}-tra-loi.wav"))
        elif mic:
            _talk(settings, device)
        else:
            _serve(settings)
    except SpeechError as error:
        raise HotlineUnavailable(str(error)) from error


def _serve(settings: Settings) -> None:
    from bot.hotline.server import listen, serve

    recogniser, voice = _engines(settings)
    host = settings.hotline_host
    audiosocket = listen(host, settings.hotline_audiosocket_port, "HOTLINE_AUDIOSOCKET_PORT")
    http = listen(host, settings.hotline_http_port, "HOTLINE_HTTP_PORT")
    problems.print(f"Hỏi trợ lý ở [bold]{settings.hotline_bot_url}[/]")
    problems.print(f"AudioSocket: [bold]{host}:{audiosocket.getsockname()[1]}[/]")
    problems.print(f"HTTP và WebSocket: [bold]http://{host}:{http.getsockname()[1]}/[/]")
    problems.print(f"Nhận tối đa {settings.calls_at_once} cuộc gọi một lúc. (Ctrl+C để dừng)")
    serve(settings, recogniser, voice, http, audiosocket)


def _play(settings: Settings, wav: Path, out: Path) -> None:
    from speech.audio import read_wav, write_wav
    from speech.telephony.recorded_caller import RecordedCaller

    recording = read_wav(wav)
    callers: list[RecordedCaller] = []

    def call() -> Line:
        callers.append(RecordedCaller(wav.stem, recording))
        return callers[0]

    _hold(settings, call)
    write_wav(out, callers[0].answer)
    problems.print(f"Tiếng trả lời: [bold]{out}[/]")


def _talk(settings: Settings, device: str) -> None:
    from speech.telephony.microphone import MicrophoneLine

    problems.print("Nói vào micrô; đeo tai nghe để máy không nghe chính nó. Ctrl+C để dừng.")
    _hold(settings, lambda: MicrophoneLine("micro", device))


def _hold(settings: Settings, line: Callable[[], Line]) -> None:
    """Hold one call with the running bot and print what was said."""
    import asyncio

    from bot.hotline.local_call import hold

    recogniser, voice = _engines(settings)
    record = asyncio.run(hold(settings, recogniser, voice, line))
    for turn in record["turns"]:
        if turn["heard"]:
            results.print(f"Người gọi: {turn['heard']}", markup=False, soft_wrap=True)
        if turn["said"]:
            results.print(f"Tổng đài: {' '.join(turn['said'])}", markup=False, soft_wrap=True)
        if turn["beyond_silence_ms"] is not None:
            problems.print(f"  ({turn['beyond_silence_ms']} ms sau khi nghe hết câu)")
    problems.print(f"Kết thúc: {record['ending']}, {record['reason']}")


def _engines(settings: Settings) -> tuple[Recogniser, Voice]:
    from speech.recognisers import open_recogniser
    from speech.voices import open_voice

    with problems.status("Mở bộ nhận dạng và giọng nói…"):
        recogniser, voice = open_recogniser(settings), open_voice(settings)
    problems.print(f"Nhận dạng: [bold]{recogniser.name}[/]  Giọng nói: [bold]{voice.name}[/]")
    return recogniser, voice
