"""Recordings of what lectures say, and the words that they say."""
