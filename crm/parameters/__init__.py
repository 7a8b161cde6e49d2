"""Regulated numbers with unit, source, trust and the days on which they are in force.

    limit = get_parameter("approval.joint_review_capacity", on=today)

Limits of clocks are not here: they belong to `crm.clocks`, as rules with the same dating and trust.
"""
