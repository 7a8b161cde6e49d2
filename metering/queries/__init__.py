"""Reads of metering with constant query counts."""
