"""What turns speech into words, behind the one interface of `base`."""

from speech.recognisers.choice import open_recogniser

__all__ = ["open_recogniser"]
