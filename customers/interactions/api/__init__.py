"""Contacts with customers in the API."""
