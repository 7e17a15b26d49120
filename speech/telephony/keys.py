"""The keys of a telephone."""

from __future__ import annotations

# The fourth column (A to D) is on no citizen's telephone.
KEYS = frozenset("0123456789*#")
