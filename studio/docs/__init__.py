"""The documentation: what it shows is drawn, what it lists is read from the code, and Sphinx binds it."""
