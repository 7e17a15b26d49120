"""Dossiers under way: their codes, what proves whose they are, where they are kept, when due."""
