"""The end of the work on a case: an officer closes it, or takes that back."""
