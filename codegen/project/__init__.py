"""The configuration of a project, its lock file, and what is fresh."""
