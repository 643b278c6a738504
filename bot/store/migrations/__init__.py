"""The steps by which the schema came to be; each is written once and never changed."""
