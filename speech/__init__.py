"""The voice of the assistant: recognisers, voices, spoken Vietnamese, turn-taking, telephony.

Knows neither the records, nor Rasa, nor FastAPI. `bot.hotline` puts the parts together.
"""
