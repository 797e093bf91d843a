"""Venues as the gateway knows them: the look-up by code, the signed directories."""
