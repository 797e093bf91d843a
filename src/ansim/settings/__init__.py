"""Settings: the environment of every process, and one Django settings module per portal."""
