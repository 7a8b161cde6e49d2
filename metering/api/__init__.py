"""The account ledger in the API."""
