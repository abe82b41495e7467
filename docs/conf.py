"""How Sphinx makes these pages; ./compass docs calls it."""

import os

from studio.places import version as compass_version

project = "Compass"
author = "the authors of Compass"
copyright = "Compass: code MIT, films and words CC BY 4.0"
version = release = compass_version()

# What ./compass docs has drawn; a build without it has no pictures, no clips and no film.
drawn = os.environ.get("COMPASS_DOCS", "")

films = ["studio.sphinx"] if drawn else []
extensions = ["myst_parser", "sphinx.ext.autodoc", *films, "studio.docs.extension"]
myst_enable_extensions = ["deflist", "colon_fence"]
myst_heading_anchors = 3
exclude_patterns = ["critic", "tutorial"]
smartquotes = False  # examples are to be copied, and docstrings say what they say
python_maximum_signature_line_length = 88
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
add_module_names = False
nitpicky = False

if drawn:
    compass_pictures = os.path.join(drawn, "pictures")
    compass_rules = os.path.join(drawn, "critic")
    compass_clips = "tutorial/site/clips"

html_theme = "furo"
html_title = "Compass"
html_static_path = ["_static"]
html_css_files = ["compass.css"]
html_js_files = ["gallery.js"]
html_copy_source = html_show_sourcelink = False
html_last_updated_fmt = None  # the same sources make the same pages
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b6e5b", "color-brand-content": "#0b6e5b"},
    "dark_css_variables": {"color-brand-primary": "#5cd0b3", "color-brand-content": "#5cd0b3"},
}
pygments_style, pygments_dark_style = "a11y-high-contrast-light", "a11y-high-contrast-dark"
