"""The three databases: the embedded server, who owns what, and what each process may do."""
