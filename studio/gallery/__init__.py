"""The gallery: every picture that visuals offers, drawn, with the lines that draw it."""
