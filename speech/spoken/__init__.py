"""Vietnamese for the ear, and back from what was heard."""
