"""One box that takes any identifier: what was typed, brought into one form, asked of every registered source."""
