"""Facts: what declarations cannot express. Reading them, and applying them to a model."""
