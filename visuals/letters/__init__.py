"""Everything that is read: formulas and words by Typst, numbers through the one door."""
