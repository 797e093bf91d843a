"""The tracer process: it follows the databases and answers the console."""
