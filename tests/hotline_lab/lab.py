"""A PBX, telephones, the hotline and the bot, running in a network of their own."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from settings import get_settings
from speech.voices import open_voice
from tests.hotline_lab.asterisk import ADDRESS, OFFICERS, Asterisk
from tests.hotline_lab.hotline import Hotline
from tests.hotline_lab.network import private_network
from tests.hotline_lab.phone import Phone
from tests.hotline_lab.sound import Sound, at_telephone_rate
from tests.hotline_lab.wire import Wire
from tests.support import RunningServer

# As in deploy/asterisk: where the calls for 1022 come from, and an officer's telephone.
TRUNK = "192.0.2.10"
OFFICE = "192.0.2.21"
CALLS_AT_ONCE = 2


@dataclass
class Lab:
    """What runs, and telephones to call with."""

    asterisk: Asterisk
    bot: RunningServer
    hotline: Hotline
    _wire: Wire

    def citizen(self, number: int = 0) -> Phone:
        """A telephone somewhere in the city, whose calls come over the trunk."""
        return Phone(self._wire, number, TRUNK, user=f"090512345{number}")

    def officer(self, number: int = 0) -> Phone:
        """An officer's telephone, that answers by itself."""
        user = OFFICERS[number]
        return Phone(
            self._wire, 10 + number, OFFICE, user=user, password=self.asterisk.passwords[user]
        )

    def prepare(
        self, sound: str = "audiosocket", hotline: str = "running", bot: str = "running"
    ) -> None:
        """Bring everything into the state that a call begins with; see `scenario.py`."""
        self.asterisk.command(f"dialplan set global HOTLINE_SOUND {sound}")
        self.asterisk.command("dialplan set global HOTLINE_AUDIOSOCKET 127.0.0.1:9019")
        # Officers need no time to write things up.
        self.asterisk.command("queue reset stats officers")
        if hotline == "running":
            self.hotline.start()
            self.hotline.wait_until_ready()
        else:
            self.hotline.stop()
        if bot == "frozen":
            self.freeze_bot()
            # A call before that is taken, and passed on by the assistant itself.
            self.hotline.wait_until_unready()

    def freeze_bot(self) -> None:
        """The bot answers nothing any more."""
        self.bot.process.send_signal(signal.SIGSTOP)

    def thaw_bot(self) -> None:
        """The bot goes on."""
        self.bot.process.send_signal(signal.SIGCONT)


def recordings() -> dict[str, Sound]:
    """What the PBX plays by itself; README.md of deploy/asterisk has the words."""
    return {
        "please-wait": spoken("Dạ, anh chị giữ máy giúp em, em chuyển máy cho cán bộ ạ."),
        "nobody-there": spoken("Thưa anh chị, bây giờ chưa có cán bộ nghe máy."),
    }


def spoken(words: str) -> Sound:
    """The words as the hotline's voice says them, as the telephone carries them."""
    voice = open_voice(get_settings())
    return at_telephone_rate(b"".join(voice.speak(words)), voice.sample_rate).spoken()


@contextmanager
def open_lab(debian: Path, records: Path) -> Iterator[Lab]:
    """Everything that a call needs. `records`: a folder for what the hotline keeps of calls.

    Raises `NoLab` where there can be no network of one's own.
    """
    with ExitStack() as opened:
        opened.enter_context(private_network(f"{ADDRESS}/24", f"{TRUNK}/24", f"{OFFICE}/24"))
        wire = Wire()
        opened.callback(wire.close)
        asterisk = opened.enter_context(Asterisk(debian, recordings()))
        bot = RunningServer()
        hotline = Hotline(records, HOTLINE_BOT_URL=bot.url, CALLS_AT_ONCE=str(CALLS_AT_ONCE))
        opened.callback(hotline.stop)
        # Both take their time to start, so together.
        hotline.start()
        opened.enter_context(bot)
        hotline.wait_until_ready()
        yield Lab(asterisk, bot, hotline, wire)
