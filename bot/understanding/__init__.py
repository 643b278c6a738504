"""What a resident means: pure functions from text to meaning, each with its reason."""
