"""What the chat page costs a citizen's phone, measured in Chromium.

    python -m benchmarks.web [--url ADDRESS] [--json FILE]

Without `--url` it starts `bot serve`. The window is 360 px wide; the page is measured at the speed
of this machine and four times slower, as on a cheap phone. The network is the loopback interface,
so times are the page's own.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import os
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from rich.table import Table

from benchmarks import ROOT
from benchmarks.figures import console, keep_json, percentile
from benchmarks.machine import Machine
from benchmarks.servers import free_port, our_command, running

SCRIPT = ROOT / "bot" / "web" / "dist" / "procedure-assistant.js"
SLOWER = (1, 4)
VISITS = 4
QUESTIONS = (
    "Đăng ký khai sinh",
    "kết hôn",
    "làm giấy khai sinh cho con cần giấy tờ gì",
    "xin chào",
)
ASKED = 5
ANSWER_SECONDS = 60
TARGET_SCRIPT_BYTES = 35_000
TARGET_DRAWN_MS = 100.0

# Notes when bytes of a reply come in, and when the answer made from them has been painted.
WATCH = """
window.measured = { shift: 0, blocked: 0, longEnd: 0, came: 0, drawn: [] };
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) measured.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    measured.blocked += entry.duration - 50;
    measured.longEnd = entry.startTime + entry.duration;
  }
}).observe({ type: "longtask", buffered: true });
const read = ReadableStreamDefaultReader.prototype.read;
ReadableStreamDefaultReader.prototype.read = async function (...given) {
  const piece = await read.apply(this, given);
  if (piece.value && new TextDecoder().decode(piece.value).includes('"from":"bot"')) {
    measured.came = performance.now();
    waitForCard(cards());
  }
  return piece;
};
const cards = () =>
  [...document.querySelector("assistant-chat").shadowRoot.querySelectorAll("answer-card")].filter(
    (card) => card.shadowRoot?.querySelector(".card"),
  ).length;
const waitForCard = (before) =>
  requestAnimationFrame(() => {
    if (cards() === before) return waitForCard(before);
    // The frame in which it is there is painted when the task after it begins.
    setTimeout(() => measured.drawn.push(performance.now() - measured.came));
  });
"""


@dataclass
class Speed:
    """Times in milliseconds with the processor `slower` times slower: one a visit or an answer."""

    slower: int
    first_paint: list[float] = field(default_factory=list)
    interactive: list[float] = field(default_factory=list)
    blocked: list[float] = field(default_factory=list)
    layout_shift: list[float] = field(default_factory=list)
    reply_to_drawn: list[float] = field(default_factory=list)


@dataclass
class Figures:
    """What is downloaded, in bytes, and how fast the page is."""

    machine: str
    script_bytes: int
    script_gzipped: int
    speeds: list[Speed] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--url", help="a running server, in place of starting one")
    parser.add_argument("--json", type=Path, help="also keep the figures in this file")
    arguments = parser.parse_args()
    program = shutil.which("chromium")
    if program is None:
        sys.exit("Chromium is not installed: apt-get install chromium")
    with server(arguments.url) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--headless=new", "--no-sandbox", "--disable-gpu"]
        )
        figures = measure(browser, url)
        browser.close()
    show(figures)
    keep_json(arguments.json, asdict(figures))


@contextlib.contextmanager
def server(url: str | None) -> Iterator[str]:
    """The address to measure at."""
    if url is not None:
        yield url
        return
    port = free_port()
    with running([our_command(port, dict(os.environ))], port) as bot:
        yield bot.url


def measure(browser: Browser, url: str) -> Figures:
    script = SCRIPT.read_bytes()
    figures = Figures(str(Machine.now()), len(script), len(gzip.compress(script, 9)))
    for slower in SLOWER:
        speed = Speed(slower)
        for _ in range(VISITS):
            context = browser.new_context(locale="vi-VN", viewport={"width": 360, "height": 740})
            context.add_init_script(WATCH)
            page = context.new_page()
            throttle = {"rate": slower}
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", throttle)
            visit(page, url, speed)
            context.close()
        figures.speeds.append(speed)
    return figures


def visit(page: Page, url: str, speed: Speed) -> None:
    """Opens the page as a new citizen, who asks several questions."""
    page.goto(url)
    composer = page.get_by_role("textbox")
    composer.wait_for()
    page.wait_for_timeout(500)
    paint = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
    speed.first_paint.append(page.evaluate(paint))
    # Painted, the script run, and the last long task over.
    loaded = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
    speed.interactive.append(page.evaluate(f"Math.max({paint}, {loaded}, measured.longEnd)"))
    speed.blocked.append(page.evaluate("measured.blocked"))
    for number in range(ASKED):
        composer.fill(QUESTIONS[number % len(QUESTIONS)])
        composer.press("Enter")
        wait_until_drawn(page, number + 1)
    speed.reply_to_drawn += page.evaluate("measured.drawn")
    speed.layout_shift.append(page.evaluate("measured.shift"))


def wait_until_drawn(page: Page, answers: int) -> None:
    """Playwright's own waiting needs `eval`, which the page's policy forbids."""
    deadline = time.monotonic() + ANSWER_SECONDS
    while page.evaluate("measured.drawn.length") < answers:
        if time.monotonic() > deadline:
            raise TimeoutError(f"no answer within {ANSWER_SECONDS} s")
        page.wait_for_timeout(200)


def show(figures: Figures) -> None:
    console.print(f"The chat page. {figures.machine}")
    console.print(
        f"Script: {figures.script_bytes:,} bytes, {figures.script_gzipped:,} gzipped "
        f"(at most {TARGET_SCRIPT_BYTES:,})"
    )
    table = Table(
        "median / worst", *(f"{speed.slower} × slower" for speed in figures.speeds), "aim"
    )
    for name, of, decimals, aim in (
        ("first contentful paint, ms", "first_paint", 0, ""),
        ("time to interactive, ms", "interactive", 0, ""),
        ("main thread blocked while loading, ms", "blocked", 0, ""),
        ("reply arrived to answer drawn, ms", "reply_to_drawn", 0, f"{TARGET_DRAWN_MS:.0f}"),
        ("layout shift", "layout_shift", 4, "below 0.1"),
    ):
        cells = [median_and_worst(getattr(speed, of), decimals) for speed in figures.speeds]
        table.add_row(name, *cells, aim)
    console.print(table)


def median_and_worst(values: list[float], decimals: int) -> str:
    return f"{percentile(values, 50):.{decimals}f} / {max(values):.{decimals}f}"


if __name__ == "__main__":
    main()
