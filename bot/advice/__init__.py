"""From facts to advice: routes, terms, places, and who takes the question. Pure."""
