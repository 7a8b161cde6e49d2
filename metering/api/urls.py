"""Addresses of bills, ledger and use in the API."""

from django.urls import path, re_path
from rest_framework.routers import SimpleRouter

from metering.api.bad_debts import BadDebtViewSet
from metering.api.use import BillViewSet, EnergyViewSet
from metering.api.views import BalanceView, EntryViewSet, PaymentView, ReversalView

ACCOUNT = r"^accounts/(?P<account_number>[0-9]{10})"

router = SimpleRouter()
router.register("bad-debts", BadDebtViewSet, basename="api-bad-debt")

urlpatterns = [
    *router.urls,
    re_path(rf"{ACCOUNT}/bills/$", BillViewSet.as_view({"get": "list"}), name="api-bill-list"),
    re_path(rf"{ACCOUNT}/energy/$", EnergyViewSet.as_view({"get": "retrieve"}), name="api-energy"),
    re_path(rf"{ACCOUNT}/balance/$", BalanceView.as_view(), name="api-balance"),
    re_path(rf"{ACCOUNT}/ledger-entries/$", EntryViewSet.as_view({"get": "list"}), name="api-ledger-entry-list"),
    re_path(rf"{ACCOUNT}/payments/$", PaymentView.as_view(), name="api-payment-create"),
    path("ledger-entries/<int:pk>/reversal/", ReversalView.as_view(), name="api-entry-reverse"),
]
