"""The signed intake and its renderings. Pure."""
