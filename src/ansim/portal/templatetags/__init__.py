"""Template tags of both portals: fields of forms, tables."""
