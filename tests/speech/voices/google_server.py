"""A server on loopback that answers as Google's does: with sound, or with a status of a list."""

from __future__ import annotations

import base64
import json
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np

from speech.voices.mp3 import encoded

RATE = 24000
SOUND = encoded((9000 * np.sin(np.arange(RATE) / 20)).astype("<i2").tobytes(), RATE)


class GoogleServer:
    """Says `statuses` one after the other, then 200 with a second of sound."""

    def __init__(self, *statuses: int | str) -> None:
        """A text in place of a status is the body of an answer with status 200."""
        self.statuses = list(statuses)
        self.asked: list[str] = []
        self.retry_after = ""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                outer.asked.append(_text_of(body))
                answer = outer.statuses.pop(0) if outer.statuses else 200
                self.send_response(answer if isinstance(answer, int) else 200)
                if outer.retry_after:
                    self.send_header("Retry-After", outer.retry_after)
                self.end_headers()
                if isinstance(answer, str):
                    self.wfile.write(answer.encode())
                elif answer == 200:
                    self.wfile.write(answer_with(SOUND).encode())

            def log_message(self, *_arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/batchexecute"

    def __enter__(self) -> GoogleServer:
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def answer_with(sound: bytes) -> str:
    """The body that carries a sound: JSON in a string in JSON, after a guard line."""
    inner = json.dumps([base64.b64encode(sound).decode()])
    outer: list[Any] = [["wrb.fr", "jQ1olc", inner, None, None, None, "generic"], ["di", 40]]
    return f')]}}\'\n\n1234\n{json.dumps(outer, separators=(",", ":"))}\n25\n[["e",4]]\n'


def _text_of(body: str) -> str:
    request = urllib.parse.unquote(body.removeprefix("f.req=").removesuffix("&"))
    return str(json.loads(json.loads(request)[0][0][1])[0])
