"""The settings of every process, read from environment variables and from a file `.env`.

This is the one place where a setting is named. `docs/settings.md` lists them; a test keeps that
page complete.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field
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
    log_level: Literal["INFO", "WARNING", "ERROR"] = Field(
        default="INFO",
        description="What is logged at the least: INFO, WARNING or ERROR. Never what was written.",
    )


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
