"""The chat as a test uses it: what a citizen sees and does, and what went on behind it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    expect,
)

# Generous, for the machine may be busy; nothing waits so long when all is well.
ANSWER_MS = 20_000
AXE_RUN = {"resultTypes": ["violations"]}


class ChatPage:
    """One page, with every request it made and every complaint of its browser."""

    def __init__(self, context: BrowserContext, axe: str) -> None:
        self._axe = axe
        # Playwright's own way past the Content-Security-Policy, for the checker only.
        context.add_init_script(axe)
        self.page: Page = context.new_page()
        self.requests: list[Request] = []
        self.complaints: list[str] = []
        # Set where a test has the network or the server fail: browsers note each such request.
        self.expects_failures = False
        self.page.on("request", lambda request: self.requests.append(request))
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    @property
    def composer(self) -> Locator:
        return self.page.get_by_role("textbox", name="Nội dung câu hỏi")

    @property
    def answers(self) -> Locator:
        return self.page.locator("answer-card")

    @property
    def questions(self) -> Locator:
        return self.page.locator("article.citizen .bubble")

    @property
    def announced(self) -> Locator:
        """What a screen reader was told last."""
        return self.page.locator("assistant-chat > p[role=status]")

    def say(self, text: str) -> None:
        self.composer.fill(text)
        self.page.get_by_role("button", name="Gửi", exact=True).click()

    def ask(self, text: str) -> Locator:
        """Ask and return the answer, once it is there."""
        before = self.answers.count()
        self.say(text)
        expect(self.answers).to_have_count(before + 1, timeout=ANSWER_MS)
        return self.answers.last

    def options(self) -> Locator:
        """Open the options."""
        self.page.get_by_role("button", name="Tùy chọn").click()
        return self.page.get_by_role("dialog", name="Tùy chọn")

    def conversation_id(self) -> str:
        """Under what the server keeps this conversation."""
        script = "() => localStorage.getItem('procedure-assistant.conversation.key')"
        return str(json.loads(self.page.evaluate(script))["id"])

    def sent(self) -> list[str]:
        """The messages sent to the assistant, in order."""
        return [
            json.loads(request.post_data or "")["text"]
            for request in self.requests
            if request.method == "POST" and request.url.endswith("/messages")
        ]

    def hosts(self) -> set[str]:
        return {urlsplit(request.url).netloc for request in self.requests}

    def assert_accessible(self) -> None:
        """Fails with what axe finds wrong with the page as it is now."""
        found: Any = self.page.evaluate("options => axe.run(document, options)", AXE_RUN)
        wrong = [
            f"{rule['id']}: {rule['help']}: {[node['target'] for node in rule['nodes']]}"
            for rule in found["violations"]
        ]
        assert not wrong, "\n".join(wrong)

    def assert_fits(self) -> None:
        """Fails if something sticks out to the side."""
        for scroller in ("html", ".log"):
            overflow = self.page.locator(scroller).evaluate(
                "box => box.scrollWidth - box.clientWidth"
            )
            assert overflow == 0, f"{scroller} is {overflow} px too wide"

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        if self.expects_failures and message.text.startswith("Failed to load resource"):
            return
        self.complaints.append(message.text)
