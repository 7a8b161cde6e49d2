"""Writes of metering, one function per verb."""
