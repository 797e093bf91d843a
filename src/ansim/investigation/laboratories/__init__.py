"""Where laboratories send what they notify: without anybody at the console, and without a page (ADR 42)."""
