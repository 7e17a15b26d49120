"""Voices behind one interface (`speech.voices.base`)."""
