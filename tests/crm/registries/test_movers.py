"""Nothing that points to a customer is forgotten when customers merge."""

from django.apps import apps
from django.db.models import ForeignKey

from crm.registries import movers, stays
from customers.book.models import Customer


def columns_to_customers() -> set[str]:
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model is Customer
    }


def test_every_column_that_points_to_a_customer_moves_or_stays_for_a_reason() -> None:
    covered = [column for mover in movers for column in mover.columns] + [stay.key for stay in stays]
    assert sorted(covered) == sorted(columns_to_customers())


def test_a_mover_has_a_word_and_a_stay_a_reason() -> None:
    assert all(str(mover.label) for mover in movers)
    assert all(len(stay.reason) > 10 for stay in stays)
