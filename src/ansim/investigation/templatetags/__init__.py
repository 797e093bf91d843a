"""What the templates of the console are written with."""
