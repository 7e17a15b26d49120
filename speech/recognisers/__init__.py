"""Recognisers behind one interface (`speech.recognisers.base`)."""
