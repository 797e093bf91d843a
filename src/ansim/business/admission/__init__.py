"""How an application becomes a venue: what is found about it, and what is decided. No pages of its own."""
