"""The sources of declarations: paths, published packages and archives."""
