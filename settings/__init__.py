"""The settings of every process, read from environment variables and from a file `.env`.

This is the one place where a setting is named. `docs/settings.md` lists them; a test keeps that
page complete.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Environment variables, their defaults and what they do. Names are not case-sensitive."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    database_url: str = Field(
        default=f"sqlite:///{ROOT}/var/assistant.db",
        description="Where records and conversations are kept: SQLite or PostgreSQL.",
    )
    model_directory: Path = Field(
        default=ROOT / "models", description="Where trained models are written and read."
    )
    host: str = Field(default="127.0.0.1", description="The address the server listens on.")
    port: int = Field(default=8000, ge=0, le=65535, description="The port it listens on.")
    action_server_url: str = Field(
        default="",
        description="A separate action server, such as http://127.0.0.1:5055/webhook. "
        "Empty: actions run in the bot's own process.",
    )
    encoder: str = Field(
        default="",
        description="A sentence encoder as one more witness of what a message is about: a folder "
        "with model.onnx and its tokenizer, or a repository of the Hugging Face hub such as "
        "intfloat/multilingual-e5-small. Needs `uv sync --extra encoder`. Empty: none.",
    )
    encoder_query_prefix: str = Field(
        default="query: ",
        description="What the encoder wants before every text; quote it in `.env`, for the space "
        "at its end counts. Empty for PhoBERT.",
    )
    encoder_segmented: bool = Field(
        default=False,
        description="Whether the encoder wants the syllables of a word joined, as in thủ_tục. "
        "True for PhoBERT.",
    )
    officer_token: SecretStr = Field(
        default=SecretStr(""),
        description="The secret of the officers' side, at least 16 characters: with it, citizens "
        "can be handed over to a person. Empty: nobody is there, and its addresses answer 404.",
    )
    office_hours: str = Field(
        default="T2-T6 07:30-11:30 13:00-17:00",
        description="When officers are there, by the clock of Vietnam: days T2 to T7 and CN, then "
        "hours; several with a semicolon between them, such as T2-T6 07:30-11:30; T7 08:00-11:00.",
    )
    holidays: str = Field(
        default="",
        description="Further days on which no officer is there, for the public holidays are known: "
        "2027-06-04, 2027-10-11..2027-10-13.",
    )
    handover_wait_minutes: int = Field(
        default=10,
        ge=1,
        description="Minutes that a citizen waits for an officer before being asked to leave a "
        "message, and that the message may take.",
    )
    officer_silence_minutes: int = Field(
        default=15,
        ge=1,
        description="Minutes that an officer may be silent before the bot answers again.",
    )
    secret_key: SecretStr = Field(
        default=SecretStr(""),
        description="The key, at least 16 characters, that makes names of callers and telephone "
        "numbers unreadable in the database and seals the numbers that officers call back. "
        "Several servers need the same. Empty: made at the first start, in var/secret.key.",
    )
    conversations_per_caller: int = Field(
        default=100,
        ge=1,
        description="How many conversations of the portal one network address may begin in ten "
        "minutes. Many people may share an address, as those of a mobile network do.",
    )
    messages_per_caller: int = Field(
        default=300,
        ge=1,
        description="How many messages one network address may send to the portal in a minute.",
    )
    dossier_secret: SecretStr = Field(
        default=SecretStr(""),
        description="The key that seals what proves whose a dossier is, at least 16 characters. "
        "With another key all dossiers must be imported anew. Empty: no dossier can be looked up.",
    )
    dossier_system: Path | None = Field(
        default=None,
        description="A YAML file that says how an outside system is asked for dossiers and how its "
        "answers are read. Empty: they are in our own database.",
    )
    dossier_system_token: SecretStr = Field(
        default=SecretStr(""),
        description="The bearer token for the outside system. Empty: none is sent.",
    )
    dossier_push_secret: SecretStr = Field(
        default=SecretStr(""),
        description="The key with which the one-stop system signs the dossiers that it sends to "
        "/api/dossiers, at least 16 characters. Empty: that address answers 404.",
    )
    recogniser: Literal["auto", "vosk", "viet-asr"] = Field(
        default="auto",
        description="What understands speech. auto: vosk where its model is, else viet-asr where "
        "its package is.",
    )
    voice: Literal["auto", "piper", "espeak"] = Field(
        default="auto",
        description="What speaks. auto: piper where PIPER_VOICE is, else espeak.",
    )
    speech_models: Path = Field(
        default=ROOT / "var" / "speech-models",
        description="Where `bot models pull` puts models of recognisers and voices.",
    )
    piper_voice: Path | None = Field(
        default=None,
        description="A voice of Piper: its .onnx file, with the .onnx.json beside it. Empty: none.",
    )
    spoken_cache: Path = Field(
        default=ROOT / "var" / "spoken",
        description="Where sound that was made once is kept: up to 1 GB, and what was not "
        "used for RETENTION_DAYS is removed.",
    )
    google_voice: bool = Field(
        default=False,
        description="Whether published texts are read by Google's voice (gTTS) ahead of time and "
        "kept in SPOKEN_CACHE. Only published texts leave the house, never a citizen's words.",
    )
    hotline_bot_url: str = Field(
        default="http://127.0.0.1:8000",
        description="Where the hotline asks the bot.",
    )
    hotline_host: str = Field(
        default="127.0.0.1",
        description="The address on which the hotline takes calls. It is neither encrypted nor "
        "protected by a password: a private network only.",
    )
    hotline_audiosocket_port: int = Field(
        default=9019, ge=0, le=65535, description="The port for Asterisk's AudioSocket."
    )
    hotline_http_port: int = Field(
        default=9020,
        ge=0,
        le=65535,
        description="The port for call control, WebSocket calls, health and metrics.",
    )
    twilio_auth_token: SecretStr = Field(
        default=SecretStr(""),
        description="The auth token with which Twilio signs its connections to /media/twilio. "
        "Empty: that address is closed.",
    )
    call_minutes: int = Field(
        default=15, ge=1, le=120, description="The longest call; then it ends with a farewell."
    )
    calls_at_once: int = Field(
        default=40, ge=1, description="Calls beyond this go to an officer at once."
    )
    call_records: Path = Field(
        default=ROOT / "var" / "calls",
        description="A folder with a file a day that has one JSON line a call: its outcome, its "
        "times, and what was said, without personal numbers.",
    )
    call_audio: Path | None = Field(
        default=None,
        description="A folder in which the sound of calls is kept. Empty: it is not kept.",
    )
    retention_days: int = Field(
        default=90,
        ge=1,
        le=3650,
        description="Days after its last message for which a conversation is kept. Then it is "
        "deleted: once a day by `bot serve`, and by `bot db clean`. Records and sound of calls are "
        "kept as long; `bot hotline` deletes them.",
    )
    operator_contact: str = Field(
        default="Tổng đài 1022 thành phố Đà Nẵng",
        min_length=1,
        description="Whom citizens ask about their data: named on the page `/privacy`.",
    )
    log_level: Literal["INFO", "WARNING", "ERROR"] = Field(
        default="INFO",
        description="What is logged at the least: INFO, WARNING or ERROR. Never what was written.",
    )

    @field_validator("dossier_system", "piper_voice", "call_audio", mode="before")
    @classmethod
    def _empty_is_none(cls, path: object) -> object:
        return path or None

    @field_validator("officer_token", "secret_key", "dossier_secret", "dossier_push_secret")
    @classmethod
    def _hard_to_guess(cls, token: SecretStr) -> SecretStr:
        if 0 < len(token.get_secret_value()) < 16:
            raise ValueError("at least 16 characters, or empty")
        return token


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
