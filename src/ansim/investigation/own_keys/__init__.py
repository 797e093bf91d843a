"""The keys by which whoever is signed in signs: seen here, made on the signing page."""
