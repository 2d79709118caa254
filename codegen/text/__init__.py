"""Files and places in them, what is said about them, and documents from anybody."""
