"""The list of cases, and opening one by phone number."""
