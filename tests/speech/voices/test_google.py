"""Google's voice before a server on loopback that imitates it; the real one is another house's."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from speech.audio import seconds_of
from speech.errors import EngineUnavailable
from speech.voices.cache import SoundCache
from speech.voices.google import ADDRESS, LONGEST_PAUSE, NAME, TRIES, GoogleVoice, NotSpoken
from speech.voices.mp3 import decoded
from speech.voices.rendering import render_ahead
from tests.speech.voices.google_server import GoogleServer

TEXT = "Dạ, lệ phí là không đồng."


def seconds(mp3: bytes) -> float:
    return seconds_of(b"".join(decoded(mp3, 8000)), 8000)


class Pauses(list[float]):
    """Takes the place of sleeping, and notes how long it would have been."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
def server() -> Iterator[GoogleServer]:
    with GoogleServer() as started:
        yield started


@pytest.fixture
def voice(server: GoogleServer, pauses: Pauses) -> Iterator[GoogleVoice]:
    with GoogleVoice(server.address, pauses) as opened:
        yield opened


def test_the_service_is_asked_over_https() -> None:
    assert ADDRESS.startswith("https://translate.google.com/")


def test_a_text_becomes_sound(voice: GoogleVoice, server: GoogleServer) -> None:
    assert seconds(voice.fetch(TEXT)) == pytest.approx(1, abs=0.06)
    assert server.asked == [TEXT]


def test_a_long_text_is_asked_for_in_parts(
    voice: GoogleVoice, server: GoogleServer, pauses: Pauses
) -> None:
    long = "Anh chị nộp hồ sơ tại phường, " * 8 + "trong giờ hành chính."
    sound = voice.fetch(long)
    assert len(server.asked) >= 3
    assert seconds(sound) == pytest.approx(len(server.asked), abs=0.2)
    assert all(len(part) <= 100 for part in server.asked)
    # Cut where a speaker breathes.
    assert all(part.endswith((",", ".")) for part in server.asked)
    assert len(pauses) == len(server.asked) - 1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again_after_longer_and_longer_pauses(
    voice: GoogleVoice, server: GoogleServer, pauses: Pauses, status: int
) -> None:
    server.statuses = [status, status, status]
    assert seconds(voice.fetch(TEXT)) > 0.9
    assert pauses == [2, 4, 8]


def test_it_waits_as_long_as_the_server_says_within_reason(
    voice: GoogleVoice, server: GoogleServer, pauses: Pauses
) -> None:
    server.statuses, server.retry_after = [429], "30"
    voice.fetch(TEXT)
    server.statuses, server.retry_after = [429], "999999"
    voice.fetch(TEXT)
    server.statuses, server.retry_after = [429], "Wed, 21 Oct 2037 07:28:00 GMT"
    voice.fetch(TEXT)
    assert pauses == [30, LONGEST_PAUSE, 2]


def test_a_server_that_stays_busy_is_left_alone(voice: GoogleVoice, server: GoogleServer) -> None:
    server.statuses = [429] * 20
    with pytest.raises(EngineUnavailable, match=r"429.*tắt GOOGLE_VOICE"):
        voice.fetch(TEXT)
    assert len(server.asked) == TRIES


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_refusal_is_not_asked_again(
    voice: GoogleVoice, server: GoogleServer, status: int
) -> None:
    server.statuses = [status]
    with pytest.raises(EngineUnavailable, match=rf"{status}.*nâng cấp gTTS"):
        voice.fetch(TEXT)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        400,
        "",
        "<html>Our systems have detected unusual traffic</html>",
        '[["wrb.fr","jQ1olc",null,null,null,[3],"generic"]]',
        'jQ1olc","[\\"no base64!\\"]',
        'jQ1olc","[\\"bm8gbXAz\\"]',
    ],
)
def test_what_is_no_sound_is_not_taken_for_sound(
    voice: GoogleVoice, server: GoogleServer, answer: int | str
) -> None:
    server.statuses = [answer]
    with pytest.raises(NotSpoken):
        voice.fetch(TEXT)


def test_signs_alone_are_not_sent(voice: GoogleVoice, server: GoogleServer) -> None:
    with pytest.raises(NotSpoken):
        voice.fetch(" … ! ")
    assert server.asked == []


def test_a_server_that_is_not_there(pauses: Pauses) -> None:
    with (
        GoogleVoice("http://127.0.0.1:9/", pauses) as voice,
        pytest.raises(EngineUnavailable, match="không kết nối được"),
    ):
        voice.fetch(TEXT)
    assert len(pauses) == TRIES - 1


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody has signed but itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "translate.google.com")])
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "certificate.pem"
    file.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return file


def test_a_server_with_a_wrong_certificate_gets_no_text(certificate: Path, pauses: Pauses) -> None:
    server = GoogleServer()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.server.socket = context.wrap_socket(server.server.socket, server_side=True)
    address = server.address.replace("http:", "https:")
    with server:
        with (
            GoogleVoice(address, pauses) as voice,
            pytest.raises(EngineUnavailable, match="Chứng chỉ"),
        ):
            voice.fetch(TEXT)
        assert (server.asked, pauses) == ([], [])
        trusted = ssl.create_default_context(cafile=str(certificate))
        with GoogleVoice(address, pauses, trusted) as voice:
            assert seconds(voice.fetch(TEXT)) > 0.9


class TestRenderingAhead:
    def test_each_sentence_is_asked_for_once(
        self, voice: GoogleVoice, server: GoogleServer, pauses: Pauses, tmp_path: Path
    ) -> None:
        cache = SoundCache(tmp_path)
        done = render_ahead([f"{TEXT} Dạ có ạ.", TEXT, " "], voice, cache, pauses)
        assert (done.made, done.already, done.refused) == (2, 1, 0)
        assert seconds(cache.find(NAME, TEXT) or b"") > 0.9
        again = render_ahead([TEXT, "Dạ có ạ."], voice, cache, pauses)
        assert (again.made, again.already) == (0, 2)
        assert server.asked == [TEXT, "Dạ có ạ."]
        assert len(pauses) == 2

    def test_personal_numbers_never_leave_the_house(
        self, voice: GoogleVoice, server: GoogleServer, pauses: Pauses, tmp_path: Path
    ) -> None:
        texts = ["Số căn cước 048090001234.", TEXT]
        done = render_ahead(texts, voice, SoundCache(tmp_path), pauses)
        assert (done.made, done.refused) == (1, 1)
        assert server.asked == [TEXT]

    def test_a_text_that_gets_no_sound_does_not_stop_the_others(
        self, voice: GoogleVoice, server: GoogleServer, pauses: Pauses, tmp_path: Path
    ) -> None:
        server.statuses = [400]
        done = render_ahead([TEXT, "Dạ có ạ."], voice, SoundCache(tmp_path), pauses)
        assert (done.made, done.refused) == (1, 1)

    def test_after_an_outage_it_goes_on_from_there(
        self, voice: GoogleVoice, server: GoogleServer, pauses: Pauses, tmp_path: Path
    ) -> None:
        cache = SoundCache(tmp_path)
        server.statuses = [200] + [503] * TRIES
        with pytest.raises(EngineUnavailable):
            render_ahead(["một", "hai", "ba"], voice, cache, pauses)
        assert cache.has(NAME, "một") and not cache.has(NAME, "hai")
        done = render_ahead(["một", "hai", "ba"], voice, cache, pauses)
        assert (done.made, done.already) == (2, 1)

    def test_a_folder_that_cannot_be_written_is_named(
        self, voice: GoogleVoice, pauses: Pauses, tmp_path: Path
    ) -> None:
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(EngineUnavailable, match="SPOKEN_CACHE"):
            render_ahead([TEXT], voice, SoundCache(tmp_path / "file"), pauses)
