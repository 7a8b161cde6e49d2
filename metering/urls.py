"""Addresses of the account ledger's pages."""

from django.urls import path

from metering.views import bad_debts, ledger, money

urlpatterns = [
    path("arrears/", ledger.ArrearsList.as_view(), name="arrears-list"),
    path("accounts/<str:account_number>/", ledger.LedgerPage.as_view(), name="ledger-account"),
    path("accounts/<str:account_number>/statement/", ledger.statement, name="ledger-statement"),
    path("accounts/<str:account_number>/payment/", money.PaymentNew.as_view(), name="payment-new"),
    path("accounts/<str:account_number>/refund/", money.RefundNew.as_view(), name="refund-new"),
    path("receipts/<int:pk>/", ledger.receipt, name="payment-receipt"),
    path("entries/<int:pk>/reverse/", money.EntryReverse.as_view(), name="entry-reverse"),
    path("bad-debts/", bad_debts.BadDebtList.as_view(), name="bad-debt-list"),
    path("bad-debts/<int:pk>/", bad_debts.BadDebtApprove.as_view(), name="bad-debt-approve"),
    path("bad-debts/<int:pk>/turn-down/", bad_debts.BadDebtTurnDown.as_view(), name="bad-debt-turn-down"),
    path("refunds/", money.RefundList.as_view(), name="refund-list"),
    path("refunds/<int:pk>/", money.RefundPay.as_view(), name="refund-pay"),
    path("refunds/<int:pk>/turn-down/", money.RefundTurnDown.as_view(), name="refund-turn-down"),
]
