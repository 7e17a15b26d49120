"""A real SIP telephone, baresip, that speaks recordings and presses keys when told to."""

from __future__ import annotations

import json
import queue
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from tests.hotline_lab.sound import Sound, write
from tests.hotline_lab.wire import Ear, Wire

MODULES = Path("/usr/lib/baresip/modules")
PBX = "192.0.2.1"
START_SECONDS = 10
# Longer than any call here: a telephone whose recording has ended would send nothing.
SILENCE_SECONDS = 180
# Baresip presses keys one after another when they come too fast.
KEY_SECONDS = 0.3

CONFIGURATION = """\
poll_method epoll
sip_listen {address}:{port}
rtp_ports {rtp}-{rtp_end}
rtp_tos 0
jitter_buffer_delay 1-5
audio_source aufile,{silence}
audio_srate 8000
audio_channels 1
auplay_srate 8000
ausrc_srate 8000
ctrl_tcp_listen 127.0.0.1:{control}
module_path {modules}
module g711.so
module aufile.so
module uuid.so
module_app account.so
module_app menu.so
module_app ctrl_tcp.so
"""


class Phone:
    """One telephone, until the `with` block is left. Its number tells its ports."""

    def __init__(
        self, wire: Wire, number: int, address: str, *, user: str, password: str | None = None
    ) -> None:
        """`password`: register with the PBX, and answer what rings. None: only call."""
        # Baresip takes the port above that of SIP as well, for TLS.
        self._port, self._control, self._rtp = 5100 + 2 * number, 5200 + number, 20000 + 20 * number
        self._address, self._user, self._password = address, user, password
        self.ear: Ear = wire.ear(self._rtp)
        self._events: queue.Queue[dict[str, str]] = queue.Queue()
        self._socket: socket.socket | None = None
        self._surroundings = Sound.silence(SILENCE_SECONDS)

    def __enter__(self) -> Phone:
        self._folder = tempfile.TemporaryDirectory(prefix="phone-")
        home = Path(self._folder.name)
        write(home / "silence.wav", self._surroundings)
        (home / "config").write_text(
            CONFIGURATION.format(
                address=self._address,
                port=self._port,
                rtp=self._rtp,
                # An even number for sound, an odd one for its reports: one call a telephone.
                rtp_end=self._rtp + 2,
                control=self._control,
                silence=home / "silence.wav",
                modules=MODULES,
            )
        )
        account = f"<sip:{self._user}@{PBX};transport=udp>;audio_codecs=pcma"
        if self._password is None:
            account += ";regint=0"
        else:
            account += f";regint=60;auth_user={self._user};auth_pass={self._password}"
            account += ";answermode=auto"
        (home / "accounts").write_text(account + "\n")
        (home / "contacts").write_text("")
        self._log = (home / "log").open("wb")
        self._process = subprocess.Popen(
            ["baresip", "-f", str(home)],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        try:
            self._socket = self._connect()
            threading.Thread(target=self._listen, args=[self._socket], daemon=True).start()
            if self._password is not None:
                self._wait_for_registration()
        except BaseException as error:
            error.add_note(self.log())
            self.__exit__()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._socket is not None:
            self._socket.close()
        self._log.close()
        self._folder.cleanup()

    def dial(self, number: str = "1022", within: float = 10) -> None:
        """Call, and wait until somebody answers."""
        self._command("dial", f"sip:{number}@{PBX}")
        self.wait_for("CALL_ESTABLISHED", within)

    def say(self, sound: Sound) -> float:
        """Speak a recording, then say nothing; when it began, by `time.monotonic`."""
        path = Path(self._folder.name) / f"say-{time.monotonic_ns()}.wav"
        write(path, sound.over(self._surroundings))
        at = time.monotonic()
        self._command("ausrc", f"aufile,{path}")
        return at

    def stand_in(self, noise: Sound, decibels: float, speaker: Sound) -> None:
        """Be in a noisy place from now on: so many decibels below what this speaker says."""
        self._surroundings = noise.as_background(speaker, decibels, SILENCE_SECONDS)
        self.say(Sound.silence(0))

    def press(self, keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self._command("sndcode", key)
            time.sleep(KEY_SECONDS)

    def hang_up(self) -> None:
        """End the call."""
        self._command("hangup", "")

    def wait_for(self, event: str, within: float) -> None:
        """Wait until baresip tells of this event, such as CALL_CLOSED."""
        seen = []
        deadline = time.monotonic() + within
        while (left := deadline - time.monotonic()) > 0:
            try:
                seen.append(self._events.get(timeout=left)["type"])
            except queue.Empty:
                break
            if seen[-1] == event:
                return
        raise AssertionError(f"{self._user}: no {event} within {within} s, only {seen}")

    def log(self) -> str:
        """What baresip printed so far."""
        return (Path(self._folder.name) / "log").read_text(errors="replace")

    def _connect(self) -> socket.socket:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                return socket.create_connection(("127.0.0.1", self._control))
            except ConnectionRefusedError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"baresip did not start:\n{self.log()}") from None
                time.sleep(0.05)

    def _wait_for_registration(self) -> None:
        # The event may have come before we listened.
        deadline = time.monotonic() + START_SECONDS
        while "200 OK" not in self.log():
            if time.monotonic() > deadline:
                raise RuntimeError(f"{self._user} cannot register")
            time.sleep(0.05)

    def _command(self, command: str, parameters: str) -> None:
        message = json.dumps({"command": command, "params": parameters, "token": command})
        assert self._socket is not None, "the telephone is off"
        self._socket.sendall(f"{len(message)}:{message},".encode())

    def _listen(self, control: socket.socket) -> None:
        kept = b""
        while True:
            try:
                came = control.recv(65536)
            except OSError:
                return
            if not came:
                return
            kept += came
            while b":" in kept:
                size, rest = kept.split(b":", 1)
                if len(rest) <= int(size):
                    break
                message, kept = json.loads(rest[: int(size)]), rest[int(size) + 1 :]
                if message.get("event"):
                    self._events.put(message)
