"""What routes ask for: the parts of this process that `create_app` put together."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from bot.conversations.caller_limits import CallerLimits
from bot.conversations.channel import Channel
from bot.conversations.codes import Codes
from bot.conversations.feedback import Feedback
from bot.runtime import Runtime
from knowledge.library import Library
from settings import Settings


def _runtime(request: Request) -> Runtime:
    runtime: Runtime = request.app.state.runtime
    return runtime


def _library(request: Request) -> Library:
    library: Library = request.app.state.library
    return library


def _channel(request: Request) -> Channel:
    channel: Channel = request.app.state.channel
    return channel


def _codes(request: Request) -> Codes:
    return Codes(request.app.state.channel.conversations)


def _caller_limits(request: Request) -> CallerLimits:
    settings: Settings = request.app.state.settings
    return CallerLimits(
        request.app.state.channel.conversations,
        settings.conversations_per_caller,
        settings.messages_per_caller,
    )


def _feedback(request: Request) -> Feedback:
    return Feedback(request.app.state.channel.conversations)


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


CurrentRuntime = Annotated[Runtime, Depends(_runtime)]
CurrentLibrary = Annotated[Library, Depends(_library)]
CurrentChannel = Annotated[Channel, Depends(_channel)]
CurrentCodes = Annotated[Codes, Depends(_codes)]
CurrentCallerLimits = Annotated[CallerLimits, Depends(_caller_limits)]
CurrentFeedback = Annotated[Feedback, Depends(_feedback)]
CurrentSettings = Annotated[Settings, Depends(_settings)]
