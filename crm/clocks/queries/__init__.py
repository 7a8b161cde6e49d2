"""Reads on clocks."""

from crm.clocks.queries.rules import choose_rule, choose_rules

__all__ = ["choose_rule", "choose_rules"]
