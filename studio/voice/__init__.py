"""The course's voice: how recordings are made, listed and checked, and how they sound in a film."""
