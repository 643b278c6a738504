"""What each page of the desk shows, as frozen dataclasses. Moments are UTC; every word stands in the templates."""
