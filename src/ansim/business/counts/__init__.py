"""What owners see of how many checked in at their venues: never who, and no number from one to four."""
