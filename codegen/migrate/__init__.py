"""Migrate programs from one version of a spec to the next: find and edit uses of renamed names."""
