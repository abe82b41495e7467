"""Clips on other people's pages: the element, the page for an iframe, packages, snippets and pictures."""
