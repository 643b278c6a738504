"""What others may read of the knowledge, in their form. Pure: knowledge in, JSON out."""
