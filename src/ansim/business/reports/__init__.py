"""Reports of visitors that a QR at a door looks wrong."""
