"""What routes ask for: the runtime and the library of this process."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from bot.runtime import Runtime
from knowledge.library import Library


def _runtime(request: Request) -> Runtime:
    runtime: Runtime = request.app.state.runtime
    return runtime


def _library(request: Request) -> Library:
    library: Library = request.app.state.library
    return library


CurrentRuntime = Annotated[Runtime, Depends(_runtime)]
CurrentLibrary = Annotated[Library, Depends(_library)]
