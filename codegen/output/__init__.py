"""Write a tree of files atomically: pages, manifests, and the transaction."""
