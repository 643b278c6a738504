"""The channels: they translate between a messenger and the service, nothing else."""
