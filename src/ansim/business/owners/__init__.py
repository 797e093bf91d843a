"""Owners: signing in by a code to a phone, one's businesses and venues, the people of a business, one's own data."""
