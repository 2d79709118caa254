"""Migrate programs from one version of a spec to the next: find what is renamed, rewrite it."""
