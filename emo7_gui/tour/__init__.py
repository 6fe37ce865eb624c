"""A walk through every screen by synthetic keys, one PNG of each."""
