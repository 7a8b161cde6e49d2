"""Promised time: rules with a legal source, clocks with running and paused spans, the sweep."""
