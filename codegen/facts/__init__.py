"""What declarations cannot say: facts, how they are read and what they do to a model."""
