"""The opening hours of an owner's venue: seen and changed."""
