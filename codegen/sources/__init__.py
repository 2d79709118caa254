"""Where declarations come from: paths, published packages and archives."""
