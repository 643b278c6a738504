"""The desk: the pages on which coordinators read, answer, match and close."""
