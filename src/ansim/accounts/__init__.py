"""Staff of the province: sign-in, roles, permissions."""
