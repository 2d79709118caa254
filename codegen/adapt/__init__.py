"""Adapters: modules that make the events of one spec those of another, and back."""
