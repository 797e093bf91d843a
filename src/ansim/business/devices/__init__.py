"""A venue's own devices: the phone that reads passes, the screen that shows a changing code."""
