"""Where a case was, and the infectious window."""
