"""Writes of business expansion: one operation for each verb of a clerk."""
