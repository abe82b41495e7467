"""Truth: what is shown was computed, and drawn as it is."""
