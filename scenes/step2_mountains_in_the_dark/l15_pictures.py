"""What only lecture 15 shows."""
