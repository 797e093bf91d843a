"""The page that hangs at the door."""
