"""Addresses of the book in the API."""

from django.urls import re_path
from rest_framework.routers import SimpleRouter
from rest_framework.viewsets import GenericViewSet

from customers.book.api.views import (
    accounts,
    contacts,
    customers,
    merging,
    of_account,
    quality,
    segments,
    stores,
)

UNDER: dict[str, type[GenericViewSet]] = {
    "supply-points": of_account.SupplyPointViewSet,
    "power-sources": of_account.PowerSourceViewSet,
    "transformers": of_account.TransformerViewSet,
    "metering-points": of_account.MeteringPointViewSet,
    "meter-installations": of_account.MeterInstallationViewSet,
    "instrument-transformer-installations": of_account.InstrumentTransformerInstallationViewSet,
    "capacity-periods": of_account.CapacityPeriodViewSet,
    "prices": of_account.AccountPriceViewSet,
    "contracts": of_account.ContractViewSet,
    "grades": of_account.AccountGradeViewSet,
}

router = SimpleRouter()
router.register("duplicates", merging.PairViewSet, basename="api-duplicate")
router.register("merges", merging.MergeViewSet, basename="api-merge")
router.register("customers", customers.CustomerViewSet, basename="api-customer")
router.register("accounts", accounts.AccountViewSet, basename="api-account")
router.register(r"accounts/(?P<account_number>[0-9]{10})/contacts", contacts.ContactViewSet, basename="api-contact")
for name, view in UNDER.items():
    router.register(rf"accounts/(?P<account_number>[0-9]{{10}})/{name}", view, basename=f"api-{name}")
router.register("quality/scores", quality.ScoreViewSet, basename="api-score")
router.register("quality/findings", quality.FindingViewSet, basename="api-finding")
router.register("quality", quality.QualityViewSet, basename="api-quality")
router.register("meters", stores.MeterViewSet, basename="api-meter")
router.register(
    "instrument-transformers", stores.InstrumentTransformerViewSet, basename="api-instrument-transformer"
)
router.register("reading-sections", stores.ReadingSectionViewSet, basename="api-reading-section")
router.register("segments", segments.SegmentViewSet, basename="api-segment")
router.register(
    r"segments/(?P<segment_id>[0-9]{1,12})/accounts", segments.SegmentAccountViewSet, basename="api-segment-account"
)
urlpatterns = [
    *router.urls,
    re_path(
        r"^accounts/(?P<account_number>[0-9]{10})/quality/$",
        quality.AccountQualityView.as_view({"get": "retrieve"}),
        name="api-account-quality",
    ),
]
