"""Publishes: clip bundles for other pages, and the course site with them."""
