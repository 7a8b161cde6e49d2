"""Pages of the account ledger."""
