"""Management commands of metering."""
