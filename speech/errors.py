"""What can go wrong with sound and calls, in types of ours."""

from __future__ import annotations


class SpeechError(Exception):
    """Anything wrong in this package. The message says what to do."""


class EngineUnavailable(SpeechError):
    """A recogniser or a voice cannot be used: its package or its model is missing or broken."""


class DownloadFailed(SpeechError):
    """A model could not be fetched."""


class BadAudio(SpeechError):
    """A recording that cannot be read."""


class BadFrame(SpeechError):
    """The peer of a call sent what its protocol does not allow."""


class AssistantUnreachable(SpeechError):
    """The bot did not answer in time, or not at all."""
