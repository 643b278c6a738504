"""What exists: frozen dataclasses and enums, nothing else."""
