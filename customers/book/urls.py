"""Addresses of the book's pages. An account number is no secret; nothing else personal stands in an address."""

from django.urls import path

from customers.book.views import (
    accounts,
    contacts,
    customer,
    details,
    findings,
    grading,
    merging,
    quality,
    reveal,
    seen,
    segments,
)

urlpatterns = [
    path("", accounts.AccountList.as_view(), name="account-list"),
    path("accounts/<str:account_number>/", accounts.account, name="account"),
    path("seen/", seen.find, name="seen"),
    path("<int:customer_id>/seen/", seen.Seen.as_view(), name="customer-seen"),
    path("<int:customer_id>/", customer.customer, name="customer"),
    path("<int:customer_id>/accounts/", customer.AccountsOfCustomer.as_view(), name="customer-accounts"),
    path("<int:customer_id>/accounts/<str:account_number>/", customer.customer, name="customer-account"),
    path("<int:customer_id>/accounts/<str:account_number>/blocks/", customer.blocks, name="customer-blocks"),
    path(
        "<int:customer_id>/accounts/<str:account_number>/blocks/<slug:key>/", customer.block, name="customer-block"
    ),
    path(
        "<int:customer_id>/accounts/<str:account_number>/contacts/<str:purpose>/",
        contacts.ContactEdit.as_view(),
        name="contact-edit",
    ),
    path(
        "<int:customer_id>/accounts/<str:account_number>/grades/<slug:kind>/",
        grading.GradeEdit.as_view(),
        name="account-grade",
    ),
    path("segments/", segments.SegmentList.as_view(), name="segment-list"),
    path("segments/new/", segments.SegmentEdit.as_view(), name="segment-new"),
    path("segments/preview/", segments.preview, name="segment-preview"),
    path("segments/<int:pk>/", segments.SegmentPage.as_view(), name="segment"),
    path("segments/<int:pk>/edit/", segments.SegmentEdit.as_view(), name="segment-edit"),
    path("segments/<int:pk>/count/", segments.count, name="segment-count"),
    path("segments/<int:pk>/copy/", segments.copy, name="segment-copy"),
    path("segments/<int:pk>/share/", segments.share, name="segment-share"),
    path("segments/<int:pk>/archive/", segments.archive, name="segment-archive"),
    path("segments/<int:pk>/restore/", segments.restore, name="segment-restore"),
    path("duplicates/", merging.PairList.as_view(), name="duplicate-list"),
    path("duplicates/<int:pk>/", merging.Compare.as_view(), name="duplicate"),
    path("duplicates/<int:pk>/reject/", merging.reject, name="duplicate-reject"),
    path("merges/", merging.MergeList.as_view(), name="merge-list"),
    path("merges/waiting/", merging.WaitingList.as_view(), name="merge-waiting-list"),
    path("merges/<int:pk>/", merging.merge, name="merge"),
    path("merges/<int:pk>/<slug:action>/", merging.act, name="merge-act"),
    path("quality/", quality.overview, name="quality"),
    path("quality/accounts/", quality.ScoreList.as_view(), name="quality-accounts"),
    path("quality/findings/", quality.FindingList.as_view(), name="quality-findings"),
    path("quality/findings/take/", findings.take, name="quality-take"),
    path("quality/findings/next/", findings.following, name="quality-next"),
    path("quality/findings/<int:pk>/", findings.finding, name="quality-finding"),
    path("quality/findings/<int:pk>/assign/", findings.assign, name="quality-assign"),
    path("quality/findings/<int:pk>/aside/", findings.FindingAside.as_view(), name="quality-aside"),
    path("quality/findings/<int:pk>/resume/", findings.resume, name="quality-resume"),
    path(
        "<int:customer_id>/accounts/<str:account_number>/details/",
        details.AccountDetails.as_view(),
        name="account-details",
    ),
    path(
        "<int:customer_id>/accounts/<str:account_number>/customer/",
        details.CustomerDetails.as_view(),
        name="customer-details",
    ),
    path("address-hint/", details.hint, name="address-hint"),
    path("reveal/<slug:kind>/<int:pk>/<slug:field_name>/", reveal.reveal, name="reveal"),
]
