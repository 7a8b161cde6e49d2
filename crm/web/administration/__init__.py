"""Pages of the platform's own records: people and roles, parameters, deliveries, messages, the audit ledgers."""
