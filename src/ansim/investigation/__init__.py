"""System 3, the officers' console: cases, contacts, warrants."""
