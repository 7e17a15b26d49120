"""One call: whose turn it is, what is said and heard, and what becomes of it."""
