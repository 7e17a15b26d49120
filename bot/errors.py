"""What can go wrong in the bot, as types.

    BotError
    ├── NotReady              the model, the index or the database is not in yet
    ├── TrainingFailed        the model could not be trained
    ├── EncoderUnavailable    the sentence encoder that the settings name cannot be used
    ├── MessageRefused        a message that cannot be understood by anybody
    └── SecretKeyUnavailable  the key of this installation cannot be read or made

Every message is Vietnamese and says what the citizen or the operator can do.
"""

from __future__ import annotations


class BotError(Exception):
    """Base of all errors of this package."""


class NotReady(BotError):
    """The model, the index or the database is not in yet."""


class TrainingFailed(BotError):
    """The model could not be trained."""


class EncoderUnavailable(BotError):
    """The sentence encoder that the settings name cannot be used: missing, damaged or unfit."""


class MessageRefused(BotError):
    """A message that cannot be understood by anybody; the text tells the citizen why."""


class SecretKeyUnavailable(BotError):
    """The key of this installation cannot be read or made."""
