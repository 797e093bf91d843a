"""Systems of head offices and municipalities: the partner API, its keys, and webhooks for decisions."""
