"""What can go wrong in a conversation, as types.

    BotError
    ├── ConversationNotFound   no such conversation, or not with this secret
    ├── HandoverRefused        an officer's act that the state of the hand-over does not allow
    ├── CodeRefused            a code that continues no conversation
    ├── TooManyTries           a limit was reached; `retry_after` says how long it holds
    ├── FeedbackRefused        feedback about what is no answer of this conversation
    └── OfficeHoursInvalid     settings of the office hours that cannot be read

Every message is Vietnamese and says what the reader can do.
"""

from __future__ import annotations

import math
from datetime import timedelta

from bot.errors import BotError


class ConversationNotFound(BotError):
    """No such conversation, or not with this secret; which of the two is not told."""

    def __init__(self) -> None:
        super().__init__("Không tìm thấy cuộc trò chuyện này. Hãy bắt đầu cuộc mới.")


class HandoverRefused(BotError):
    """An officer's act that the state of the hand-over does not allow."""


class CodeRefused(BotError):
    """A code that continues no conversation: unknown, used or old, which is not told."""

    def __init__(self) -> None:
        super().__init__("Mã không đúng hoặc đã hết hạn. Hãy xin mã mới trên thiết bị cũ.")


class TooManyTries(BotError):
    """A limit was reached; it holds for `retry_after`."""

    def __init__(self, refusal: str, retry_after: timedelta) -> None:
        """`refusal`: a sentence that says of what there was too much."""
        self.retry_after = max(1, math.ceil(retry_after.total_seconds()))
        minutes = math.ceil(self.retry_after / 60)
        super().__init__(f"{refusal} Xin thử lại sau {minutes} phút.")


class FeedbackRefused(BotError):
    """Feedback about what is no answer of this conversation."""

    def __init__(self) -> None:
        super().__init__("Không có câu trả lời nào mang số này để đánh giá.")


class OfficeHoursInvalid(BotError):
    """Settings of the office hours that cannot be read."""
