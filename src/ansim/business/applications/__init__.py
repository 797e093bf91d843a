"""The way to a code: what is needed, the application, its checks, and where it stands."""
