"""Pages of the investigation console, one module a subject."""
