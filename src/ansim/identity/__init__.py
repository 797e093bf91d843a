"""Who a person is: sealed identities, and the vault, the one process that opens them."""
