"""Demo bills for every account, and two years of daily readings for some high-voltage ones; set-based.

Chance is a hash of seed, account and month, so the same seed gives the same bills. Prices are flat figures of
the size usual in Jiangsu; the tariff comes with billing.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Max, Min
from django.utils import timezone

from crm.audit.operation import SYSTEM, Actor, operation
from crm.local.builders import SeedRequest
from customers.book.enums import AccountClass, AccountStatus
from customers.book.models import SupplyAccount
from metering.enums import BatchState
from metering.models import ReadingBatch, ReadingSource
from metering.operations.partitions import create_partitions
from metering.operations.use import refresh_use_of_all
from metering.partitions import month_of

BILL_MONTHS, BILL_MONTHS_OF_MANY, MANY, BILL_MONTHS_OF_HV = 13, 4, 50_000, 25
"""A year of bills, but for a book of more than 50,000 accounts only enough for arrears to stand; of high voltage
two years, which show who grows."""
READING_DAYS = 760
SOURCE = "demo"
STEP = 10_000
READ_EVERY, READ_AT_MOST = 3, 300


def build_metering(request: SeedRequest) -> None:
    """Bills for accounts that have none, readings for a third of the high-voltage accounts."""
    span = SupplyAccount.objects.aggregate(low=Min("id"), high=Max("id"))
    if span["low"] is None:
        return
    made = 0
    months = BILL_MONTHS if request.accounts <= MANY else BILL_MONTHS_OF_MANY
    for first in range(span["low"], span["high"] + 1, STEP):
        last = first + STEP - 1
        made += build_bills(first=first, last=last, months=months, seed=request.seed, actor=SYSTEM, now=request.now)
        if made and span["high"] - first > STEP:
            request.say(f"metering: {made:,} bills")
    read = build_readings(seed=request.seed, actor=SYSTEM, now=request.now)
    request.say(f"metering: {made:,} bills and {read:,} daily readings added")
    if made or read:
        known = refresh_use_of_all(actor=SYSTEM, now=request.now)
        request.say(f"metering: the use of {known:,} accounts worked out")


@operation("metering.build_demo_bills")
def build_bills(*, first: int, last: int, months: int, seed: int, actor: Actor, now: datetime) -> int:
    """The bills of the last `months` months, with charges and payments, for accounts with id `first` to `last` that
    have none; return how many.

    Nearly all are paid by the 20th, some late; one account in sixteen is a late payer, and a few owe.
    """
    today = timezone.localdate(now)
    with connection.cursor() as cursor:
        cursor.execute(
            _BILLS,
            {
                "now": now,
                "first": first,
                "last": last,
                "seed": seed,
                "today": today,
                "months": months,
                "hv_months": max(months, BILL_MONTHS_OF_HV),
                "this_month": month_of(today),
                "home": AccountClass.LV_RESIDENT.value,
                "hv": AccountClass.HV.value,
            },
        )
        return int(cursor.fetchone()[0])


@operation("metering.build_demo_readings")
def build_readings(*, seed: int, actor: Actor, now: datetime) -> int:
    """Two years of daily readings up to yesterday for every third high-voltage account without a source."""
    last = timezone.localdate(now) - timedelta(days=1)
    first = last - timedelta(days=READING_DAYS)
    chosen = _accounts_to_read()
    if not chosen:
        return 0
    create_partitions(first=first, last=last, actor=actor, now=now)
    ReadingSource.objects.bulk_create(
        ReadingSource(source=SOURCE, external_id=number, account_id=pk) for pk, number in chosen
    )
    batch = ReadingBatch.objects.create(source=SOURCE, file_name="seed_demo", started_at=now)
    count = _write_readings(batch, [pk for pk, _ in chosen], first, last, seed)
    ReadingBatch.objects.filter(pk=batch.pk).update(
        state=BatchState.DONE, finished_at=now, rows_total=count, rows_done=count, inserted=count
    )
    return count


def _accounts_to_read() -> list[tuple[int, str]]:
    if ReadingSource.objects.filter(source=SOURCE).exists():
        return []
    rows = SupplyAccount.objects.filter(
        account_class=AccountClass.HV, status=AccountStatus.NORMAL, reading_sources__isnull=True
    ).order_by("id")
    return list(rows.values_list("id", "account_number")[: READ_EVERY * READ_AT_MOST : READ_EVERY])


def _write_readings(batch: ReadingBatch, accounts: list[int], first: date, last: date, seed: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            _READINGS, {"batch": batch.pk, "accounts": accounts, "first": first, "last": last, "seed": seed}
        )
        return int(cursor.rowcount)


# A number from 0 to 1 for a text: the same for the same seed.
_CHANCE = "((hashtextextended({text}, %(seed)s) & 1048575) / 1048576.0)"
_OF_ACCOUNT = _CHANCE.format(text="a.account_number")
_OF_BILL = _CHANCE.format(text="a.account_number || to_char(m, 'YYYYMM')")
_OF_PAYMENT = _CHANCE.format(text="'paid' || a.account_number || to_char(m, 'YYYYMM')")
_OF_PAYER = _CHANCE.format(text="'payer' || a.account_number")

_OF_TREND = _CHANCE.format(text="'trend' || a.account_number")

_BILLS = f"""
WITH drawn AS (
  SELECT a.id, a.department_id, m::date AS month, a.running_capacity AS capacity, a.account_class AS class,
         a.account_class = %(hv)s AND a.running_capacity >= 315 AS two_part,
         {_OF_ACCOUNT} AS size, {_OF_BILL} AS month_chance,
         power(0.9 + 0.45 * power({_OF_TREND}, 2), (m::date - %(this_month)s::date) / 365.0) AS trend,
         {_OF_PAYMENT} AS pay, {_OF_PAYER} AS payer,
         (ARRAY[1.15, 1.05, 0.9, 0.85, 0.85, 1.0, 1.3, 1.35, 1.05, 0.85, 0.9, 1.1])[extract(month FROM m)::int]
           AS season
    FROM book_supplyaccount a
    CROSS JOIN generate_series(%(this_month)s::date - make_interval(months =>
                                 CASE WHEN a.account_class = %(hv)s THEN %(hv_months)s ELSE %(months)s END),
                               %(this_month)s::date - interval '1 month', interval '1 month') m
   WHERE a.id BETWEEN %(first)s AND %(last)s
     AND a.energised_on < m + interval '1 month' AND (a.closed_on IS NULL OR a.closed_on > m)
     AND NOT EXISTS (SELECT FROM metering_bill b WHERE b.account_id = a.id)
), used AS (
  SELECT *, round((season * (0.85 + 0.3 * month_chance) *
           CASE WHEN class = %(home)s THEN 60 + 420 * power(size, 1.6)
                WHEN class = %(hv)s THEN trend * capacity * (60 + 380 * size)
                ELSE capacity * (20 + 140 * power(size, 2)) END)::numeric) AS energy
    FROM drawn
), billed AS (
  SELECT id, department_id, month, energy, size, pay, payer, (month + interval '1 month 19 days')::date AS due_on,
         round(energy * CASE WHEN class = %(home)s THEN 0.5283 WHEN class = %(hv)s THEN 0.66 ELSE 0.78 END
               + CASE WHEN two_part THEN capacity * 30 ELSE 0 END, 2) AS amount
    FROM used
), settled AS (
  SELECT *,
         CASE WHEN payer < 0.06 AND pay < 0.12 THEN NULL
              WHEN pay < CASE WHEN payer < 0.06 THEN 0.7 ELSE 0.02 END THEN due_on + 1 + floor(45 * pay)::int
              ELSE due_on - floor(16 * pay)::int END AS pays_on
    FROM billed
), bills AS (
  INSERT INTO metering_bill (account_id, month, energy, amount, due_on)
  SELECT id, month, energy, amount, due_on FROM settled ORDER BY id, month
  RETURNING id, account_id, month, amount, due_on
), charges AS (
  INSERT INTO metering_ledgerentry (account_id, department_id, kind, amount, value_on, due_on, bill_id, document,
                                    method, reference, note, effect_key, posted_at)
  SELECT b.account_id, s.department_id, 'BILL', b.amount, (b.month + interval '1 month')::date, b.due_on, b.id,
         to_char(b.month, 'YYYY-MM'), '', '', '', 'bill:' || b.id,
         (b.month + interval '1 month 9 hours') AT TIME ZONE 'Asia/Shanghai'
    FROM bills b JOIN settled s ON s.id = b.account_id AND s.month = b.month
   WHERE b.amount > 0
   ORDER BY b.id
  RETURNING id, account_id, document
), payments AS (
  INSERT INTO metering_ledgerentry (account_id, department_id, kind, amount, value_on, document,
                                    method, reference, note, effect_key, posted_at)
  SELECT id, department_id, 'PAYMENT', -CASE WHEN pays_on IS NULL THEN round(amount / 2, 2) ELSE amount END,
         LEAST(COALESCE(pays_on, due_on), %(today)s), to_char(month, 'YYYY-MM'),
         (ARRAY['DEBIT', 'MOBILE', 'MOBILE', 'AGENT', 'CASH'])[1 + floor(5 * size)::int],
         '', '', 'demo:' || to_char(month, 'YYYY-MM'),
         LEAST((COALESCE(pays_on, due_on) + interval '10 hours') AT TIME ZONE 'Asia/Shanghai', %(now)s)
    FROM settled
   WHERE amount > 0 AND (pays_on <= %(today)s OR (pays_on IS NULL AND pay < 0.03))
   ORDER BY id, month
  RETURNING id, account_id, document, amount
), allocations AS (
  INSERT INTO metering_allocation (account_id, debit_id, credit_id, amount, posted_at)
  SELECT c.account_id, c.id, p.id, -p.amount, %(now)s
    FROM charges c JOIN payments p USING (account_id, document)
   ORDER BY c.id
)
SELECT count(*) FROM bills
"""  # noqa: S608

_OF_DAY = _CHANCE.format(text="a.account_number || to_char(d, 'YYYYMMDD')")

# Five working days of load, less on Saturday, little on Sunday, a dip in the weeks of the Spring Festival.
_READINGS = f"""
INSERT INTO metering_reading (account_id, day, energy, quality, batch_id)
SELECT a.id, d::date,
       round((a.running_capacity * (2 + 10 * {_OF_ACCOUNT}) * (0.9 + 0.2 * {_OF_DAY})
              * CASE extract(isodow FROM d) WHEN 7 THEN 0.35 WHEN 6 THEN 0.8 ELSE 1 END
              * CASE WHEN to_char(d, 'MMDD') BETWEEN '0205' AND '0218' THEN 0.3
                     WHEN to_char(d, 'MMDD') BETWEEN '1001' AND '1005' THEN 0.5 ELSE 1 END
              * (1 + 0.18 * cos((extract(doy FROM d) - 205) * 2 * pi() / 183)))::numeric, 1),
       'G', %(batch)s
  FROM book_supplyaccount a
  CROSS JOIN generate_series(%(first)s::date, %(last)s::date, interval '1 day') d
 WHERE a.id = ANY(%(accounts)s) AND d >= a.energised_on AND {_OF_DAY} > 0.002
 ORDER BY a.id, d
"""  # noqa: S608
