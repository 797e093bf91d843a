"""Who signed in as an owner, and what they may do: every route for owners stands on this room."""
