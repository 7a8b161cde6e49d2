"""The account ledger: entries, allocations, what is derived from them."""
