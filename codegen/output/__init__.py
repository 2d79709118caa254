"""A tree of files written as one: pages, manifests, and the transaction that changes them."""
