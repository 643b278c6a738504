"""The coordinators' desk: pages for the people who take questions over."""
