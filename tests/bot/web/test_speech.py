"""Answers read aloud, and the microphone: a recorded sentence is spoken into a real browser."""

from __future__ import annotations

import io
import shutil
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.bot.web.conftest import BROWSER_ARGUMENTS, DESKTOP, PHONE, OpenPage
from tests.bot.web.pages import ANSWER_MS, ChatPage
from tests.bot.web.portal import Portal

pytestmark = pytest.mark.browser

CLIPS = Path(__file__).parents[3].parent / "shared" / "data" / "audio" / "vivos"
QUESTION = "làm giấy khai sinh cho con cần giấy tờ gì"
# Notes the seconds of every sound that the page plays.
NOTE_SOUNDS = """
    window.played = [];
    const start = AudioBufferSourceNode.prototype.start;
    AudioBufferSourceNode.prototype.start = function (...when) {
        const loudest = this.buffer.getChannelData(0).reduce((a, b) => Math.max(a, b), 0);
        window.played.push({ seconds: this.buffer.duration, loudest });
        start.apply(this, when);
    };
"""


@pytest.fixture(scope="module")
def spoken() -> tuple[Path, str]:
    """A recorded sentence, and its words."""
    if not CLIPS.is_dir():
        pytest.skip("the recorded clips are not here: ../shared/data/audio is absent")
    lines = (CLIPS / "transcripts.tsv").read_text(encoding="utf-8").splitlines()
    name, _, text = lines[1].partition("\t")
    return CLIPS / f"{name}.wav", text


@pytest.fixture(scope="module")
def talking_browser(
    browser: Browser, spoken: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """A browser into whose microphone the sentence is spoken once, as soon as it is opened."""
    file = tmp_path_factory.mktemp("microphone") / "spoken.wav"
    file.write_bytes(_with_silence(spoken[0], seconds=8))
    program = shutil.which("chromium")
    started = browser.browser_type.launch(
        executable_path=program,
        args=[
            *BROWSER_ARGUMENTS,
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-audio-capture={file}",
        ],
    )
    yield started
    started.close()


def _with_silence(clip: Path, seconds: int) -> bytes:
    """The clip with silence behind it: the browser begins it again at its end."""
    content = io.BytesIO()
    with wave.open(str(clip)) as spoken, wave.open(content, "wb") as longer:
        longer.setparams(spoken.getparams())
        longer.writeframes(spoken.readframes(spoken.getnframes()))
        longer.writeframes(bytes(2 * seconds * spoken.getframerate()))
    return content.getvalue()


@pytest.fixture
def open_talking(talking_browser: Browser, portal: Portal, axe: str) -> Iterator[OpenPage]:
    """As `open_page`, in a browser with a microphone."""
    opened: list[ChatPage] = []

    def open_it(prepare: Callable[[Page], Any] = lambda _page: None, **options: Any) -> ChatPage:
        context = talking_browser.new_context(
            **{"locale": "vi-VN", "reduced_motion": "reduce", **PHONE, **options}
        )
        chat = ChatPage(context, axe)
        opened.append(chat)
        prepare(chat.page)
        chat.page.goto(portal.url)
        return chat

    yield open_it
    complaints = [complaint for chat in opened for complaint in chat.complaints]
    for chat in opened:
        chat.page.context.close()
    assert complaints == []


def microphone(chat: ChatPage) -> Locator:
    return chat.page.get_by_role("button", name="Nói", exact=True)


def read_aloud(answer: Locator) -> Locator:
    article = answer.locator("xpath=ancestor::article")
    return article.get_by_role("button", name="Nghe", exact=True)


def scripts(chat: ChatPage) -> list[str]:
    return [request.url.rpartition("/")[2] for request in chat.requests if ".js" in request.url]


class TestMicrophone:
    def test_what_is_spoken_becomes_text_in_the_field(
        self, open_talking: OpenPage, spoken: tuple[Path, str]
    ) -> None:
        chat = open_talking()
        expect(microphone(chat)).to_be_visible()
        assert "speech.js" not in scripts(chat), "loaded before it is wanted"
        microphone(chat).click()
        expect(microphone(chat)).to_have_attribute("aria-pressed", "true")
        expect(chat.page.get_by_text("Em đang nghe")).to_be_visible()
        # Words come while the sentence is still spoken, and a pause ends it.
        expect(chat.composer).not_to_have_value("", timeout=ANSWER_MS)
        assert microphone(chat).get_attribute("aria-pressed") == "true"
        expect(microphone(chat)).to_have_attribute("aria-pressed", "false", timeout=ANSWER_MS)
        heard = set(chat.composer.input_value().split())
        said = set(spoken[1].split())
        assert len(heard & said) / len(said) > 0.6, heard
        # It is for the citizen to read it again, and to send it.
        assert chat.sent() == []
        expect(chat.composer).to_be_focused()
        assert "speech.js" in scripts(chat)
        assert chat.hosts() == {chat.page.url.split("/")[2]}

    def test_it_comes_behind_what_is_written(self, open_talking: OpenPage) -> None:
        chat = open_talking(**DESKTOP)
        chat.composer.fill("Tôi muốn hỏi:")
        microphone(chat).click()
        expect(chat.composer).not_to_have_value("Tôi muốn hỏi:", timeout=ANSWER_MS)
        assert chat.composer.input_value().startswith("Tôi muốn hỏi: ")

    def test_escape_stops_it(self, open_talking: OpenPage) -> None:
        chat = open_talking(**DESKTOP)
        microphone(chat).focus()
        chat.page.keyboard.press("Enter")
        expect(chat.page.get_by_text("Em đang nghe")).to_be_visible()
        chat.page.keyboard.press("Escape")
        expect(microphone(chat)).to_have_attribute("aria-pressed", "false")
        expect(chat.page.get_by_text("Em đang nghe")).to_have_count(0)

    def test_typing_takes_over(self, open_talking: OpenPage) -> None:
        chat = open_talking(**DESKTOP)
        microphone(chat).click()
        expect(chat.composer).not_to_have_value("", timeout=ANSWER_MS)
        chat.composer.fill("đăng ký kết hôn")
        expect(microphone(chat)).to_have_attribute("aria-pressed", "false")
        chat.page.wait_for_timeout(1500)
        expect(chat.composer).to_have_value("đăng ký kết hôn")

    def test_a_refusal_by_the_citizen_is_explained(self, open_talking: OpenPage) -> None:
        chat = open_talking(
            lambda page: page.add_init_script(
                "navigator.mediaDevices.getUserMedia = async () => {"
                "  throw new DOMException('no', 'NotAllowedError'); }"
            )
        )
        microphone(chat).click()
        expect(chat.page.get_by_text("Trình duyệt chưa cho dùng micrô")).to_be_visible()
        expect(microphone(chat)).to_have_attribute("aria-pressed", "false")

    def test_a_broken_line_is_explained(self, open_talking: OpenPage) -> None:
        chat = open_talking(
            lambda page: page.route_web_socket("**/listen", lambda socket: socket.close())
        )
        microphone(chat).click()
        expect(chat.page.get_by_text("Chưa nghe được")).to_be_visible(timeout=ANSWER_MS)
        expect(microphone(chat)).to_have_attribute("aria-pressed", "false")

    def test_without_a_microphone_there_is_no_button(self, open_page: OpenPage) -> None:
        chat = open_page()
        expect(read_aloud(chat.ask("xin chào"))).to_be_visible()
        expect(microphone(chat)).to_have_count(0)

    def test_the_page_stays_accessible_and_fits(self, open_talking: OpenPage) -> None:
        chat = open_talking()
        chat.ask("Đăng ký khai sinh")
        microphone(chat).click()
        expect(chat.page.get_by_text("Em đang nghe")).to_be_visible()
        chat.assert_accessible()
        chat.assert_fits()


class TestReadingAloud:
    def test_sound_comes_and_is_played(self, open_page: OpenPage) -> None:
        chat = open_page("about:blank")
        chat.page.add_init_script(NOTE_SOUNDS)
        chat.page.goto(self.url)
        button = read_aloud(chat.ask("xin chào"))
        expect(button).to_have_attribute("aria-pressed", "false")
        assert "speech.js" not in scripts(chat), "loaded before it is wanted"
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        # All of it is heard; then the button says so.
        expect(button).to_have_attribute("aria-pressed", "false", timeout=ANSWER_MS)
        played = chat.page.evaluate("window.played")
        assert len(played) == 1
        assert played[0]["seconds"] > 1 and played[0]["loudest"] > 0.05

    def test_it_can_be_stopped_and_one_answer_is_read_at_a_time(self, open_page: OpenPage) -> None:
        chat = open_page(**DESKTOP)
        chat.ask(QUESTION)
        chat.ask("Đăng ký khai sinh")
        first, second = (read_aloud(chat.answers.nth(place)) for place in (0, 1))
        first.click()
        expect(first).to_have_attribute("aria-pressed", "true")
        second.click()
        expect(first).to_have_attribute("aria-pressed", "false")
        expect(second).to_have_attribute("aria-pressed", "true")
        second.click()
        expect(second).to_have_attribute("aria-pressed", "false")
        first.focus()
        chat.page.keyboard.press("Enter")
        expect(first).to_have_attribute("aria-pressed", "true")
        chat.page.keyboard.press("Escape")
        expect(first).to_have_attribute("aria-pressed", "false")

    def test_a_failure_is_told(self, open_page: OpenPage) -> None:
        chat = open_page()
        chat.expects_failures = True
        chat.page.route("**/api/speech/speak", lambda route: route.fulfill(status=503))
        button = read_aloud(chat.ask("xin chào"))
        button.click()
        expect(chat.page.get_by_text("Chưa đọc được thành tiếng.")).to_be_visible()
        expect(button).to_have_attribute("aria-pressed", "false")

    def test_speaking_makes_it_quiet(self, open_talking: OpenPage) -> None:
        chat = open_talking()
        button = read_aloud(chat.ask(QUESTION))
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        microphone(chat).click()
        expect(button).to_have_attribute("aria-pressed", "false")

    def test_in_english(self, open_talking: OpenPage) -> None:
        chat = open_talking(**DESKTOP)
        options = chat.options()
        options.get_by_role("radio", name="English").check(force=True)
        chat.page.keyboard.press("Escape")
        expect(chat.page.get_by_role("button", name="Speak", exact=True)).to_be_visible()

    @pytest.fixture(autouse=True)
    def _address(self, portal: Portal) -> None:
        self.url = portal.url


def test_a_server_without_engines_gets_no_buttons(open_talking: OpenPage) -> None:
    def deaf_and_dumb(route: Route) -> None:
        route.fulfill(json={"speak": False, "listen": False})

    chat = open_talking(lambda page: page.route("**/api/speech", deaf_and_dumb))
    answer = chat.ask("xin chào")
    expect(read_aloud(answer)).to_have_count(0)
    expect(microphone(chat)).to_have_count(0)
