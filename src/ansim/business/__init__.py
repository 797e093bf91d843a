"""System 2, the business portal: venues, their codes and posters, their owners."""
