"""A real HTTP server on loopback that serves bytes and can behave badly."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class FileServer:
    """What it serves by path, and how.

    The first connections are cut after `cut_after` bytes each; `ranges` tells whether it knows
    Range; while `failing` is positive it answers 503 and counts down.
    """

    files: dict[str, bytes]
    cut_after: list[int] = field(default_factory=list)
    ranges: bool = True
    failing: int = 0
    url: str = ""
    asked: list[str] = field(default_factory=list)


@contextmanager
def serving(server: FileServer) -> Iterator[FileServer]:
    """Serve until the block is left."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.headers.get("Range", "")
            server.asked.append(asked)
            if server.failing:
                server.failing -= 1
                return self.send_error(503)
            content = server.files.get(self.path)
            if content is None:
                return self.send_error(404)
            start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and server.ranges else 0
            rest = content[start:]
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(rest)))
            self.end_headers()
            self.wfile.write(rest[: server.cut_after.pop(0)] if server.cut_after else rest)
            return None

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        server.url = f"http://127.0.0.1:{running.server_port}"
        thread = Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield server
        running.shutdown()
        thread.join()
