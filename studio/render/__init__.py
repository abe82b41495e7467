"""From a plan to films: what is due, who draws it, and the files that come of it."""
