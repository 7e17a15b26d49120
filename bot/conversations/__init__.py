"""Conversations of the portal: their events, hand-over to an officer, codes, feedback.

`docs/protocol.md` says what clients see of them.
"""
