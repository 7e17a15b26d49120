"""The hotline: a process of its own that puts calls, speech and the bot together."""
