"""Vietnamese capital and small letters, for use inside the brackets of a regular expression.

They stand mixed in Unicode, so a range such as `À-Ỹ` would hold both kinds.
"""

from __future__ import annotations

_LETTERS = [chr(code) for codes in (range(0x41, 0x250), range(0x1EA0, 0x1EFA)) for code in codes]
UPPER = "".join(letter for letter in _LETTERS if letter.isupper())
LOWER = "".join(letter for letter in _LETTERS if letter.islower())
