"""The HTTP server: the REST channel, procedure search, health, and the chat page."""
