"""Writes the invented cloud bill and timesheet of the example: python finance/generate.py

The same seed writes the same bytes. The amounts follow the plan in costs.plumbline.yaml with the noise of real months;
the rows have what real exports have: credits, a correction, a prepaid commitment, tax, other projects on the same
account, a service that no item of the plan expects, tags as JSON, and the text NULL.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import random
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

SEED = 20260302
FOLDER = Path(__file__).parent
MONTHS = [dt.date(2026, month, 1) for month in range(3, 11)]
FIRST_OF_SECOND_HALF = dt.date(2026, 7, 1)

# Columns of FOCUS 1.2 that an export of one provider fills, and one of the company's own.
FOCUS_COLUMNS = (
    "BilledCost BillingAccountId BillingAccountName BillingCurrency BillingPeriodEnd BillingPeriodStart "
    "ChargeCategory ChargeClass ChargeDescription ChargeFrequency ChargePeriodEnd ChargePeriodStart "
    "CommitmentDiscountId CommitmentDiscountStatus ConsumedQuantity ConsumedUnit ContractedCost "
    "EffectiveCost InvoiceIssuerName ListCost PricingCategory PricingQuantity PricingUnit ProviderName "
    "PublisherName RegionId RegionName ResourceId ResourceName ResourceType ServiceCategory ServiceName "
    "SkuId SubAccountId SubAccountName Tags x_CostCenter"
).split()

OURS = {"project": "flight-delays", "owner": "ds@example.com"}
COMMITMENT = "commitment/db-2026"
COMMITMENT_COST = 9600.0

Row = dict[str, str]


def main() -> None:
    """Writes both exports, each in two files by half-year."""
    bill = list(cloud_bill(random.Random(SEED)))
    hours = list(timesheet(random.Random(SEED + 1)))
    for name, earlier in (("2026-h1", True), ("2026-h2", False)):
        write(
            FOLDER / f"focus-{name}.csv",
            FOCUS_COLUMNS,
            [row for row in bill if is_first_half(row["BillingPeriodStart"][:10]) is earlier],
        )
        write(
            FOLDER / f"hours-{name}.csv",
            ["date", "hours", "category", "item", "rate", "currency", "person"],
            [row for row in hours if is_first_half(row["date"]) is earlier],
        )


def is_first_half(day: str) -> bool:
    """Whether an ISO day lies before July: which of the two files its row goes to."""
    return dt.date.fromisoformat(day) < FIRST_OF_SECOND_HALF


def cloud_bill(dice: random.Random) -> Iterator[Row]:
    """The account's charges, month by month."""
    for number, month in enumerate(MONTHS):
        end = next_month(month)
        if number == 0:
            # Paid at once; its use below carries the cost, so that the purchase itself counts nothing as effective.
            yield charge(
                month,
                month,
                end,
                "Databases",
                "Managed Database",
                "Yearly commitment",
                effective=0,
                billed=COMMITMENT_COST,
                category="Purchase",
                frequency="One-Time",
                commitment=COMMITMENT,
            )
        yield charge(
            month,
            month,
            end,
            "Storage",
            "Object Storage",
            "Flights and their versions",
            effective=dice.uniform(62, 66) + number,
            resource="bucket/flight-delays",
            kind="Bucket",
            quantity=(2300 + 55 * number, "GB-month"),
        )
        yield charge(
            month,
            month,
            end,
            "Storage",
            "Block Storage",
            "Disk of the workbench",
            effective=dice.uniform(21, 24),
            resource="disk/flight-workbench",
            kind="Disk",
            quantity=(200, "GB-month"),
        )
        yield charge(
            month,
            month,
            end,
            "Databases",
            "Managed Database",
            "Departures, committed hours",
            effective=800,
            billed=0,
            resource="database/departures",
            kind="Database instance",
            commitment=COMMITMENT,
            quantity=((end - month).days * 24, "Hours"),
        )
        yield charge(
            month,
            month,
            end,
            "Databases",
            "Managed Database",
            "Departures, hours on demand",
            effective=dice.uniform(330, 450),
            resource="database/departures",
            kind="Database instance",
            quantity=(dice.randint(400, 560), "Hours"),
        )
        yield from training_jobs(dice, month, end, 6 + number % 3)
        if month >= FIRST_OF_SECOND_HALF:
            for start in weeks(month, end):
                until = min(start + dt.timedelta(days=7), end)
                yield charge(
                    month,
                    start,
                    until,
                    "Compute",
                    "Virtual Machines",
                    "Replay of departures through the forecast",
                    effective=dice.uniform(20, 22.6) * (until - start).days,
                    resource="vm/flight-replay",
                    kind="Virtual machine",
                    quantity=((until - start).days * 24, "Hours"),
                )
            yield charge(
                month,
                month,
                end,
                "Networking",
                "Data Transfer",
                "Models to the stations",
                effective=dice.uniform(14, 22),
                resource="NULL",
                kind="NULL",
                quantity=(12, "GB"),
            )
        yield charge(
            month,
            month,
            end,
            "Compute",
            "Virtual Machines",
            "Nightly reports of another team",
            effective=dice.uniform(280, 340),
            resource="vm/reports",
            kind="Virtual machine",
            tags={"project": "reports", "temporary": True},
        )
        yield charge(
            month,
            month,
            end,
            "Other",
            "Tax",
            "Sales tax",
            effective=dice.uniform(9, 11),
            category="Tax",
            frequency="Recurring",
            resource="NULL",
            kind="NULL",
        )
    yield charge(
        dt.date(2026, 6, 1),
        dt.date(2026, 6, 1),
        dt.date(2026, 7, 1),
        "AI and Machine Learning",
        "Training Jobs",
        "Credit for new projects",
        effective=-250,
        category="Credit",
        frequency="One-Time",
    )
    # Billed in September for a job that was charged twice in August: it belongs to August.
    yield charge(
        dt.date(2026, 9, 1),
        dt.date(2026, 8, 18),
        dt.date(2026, 8, 19),
        "AI and Machine Learning",
        "Training Jobs",
        "Refund of a job that was charged twice",
        effective=-38.4,
        category="Usage",
        charge_class="Correction",
    )
    yield charge(
        dt.date(2026, 10, 1),
        dt.date(2026, 10, 1),
        dt.date(2026, 11, 1),
        "Storage",
        "Object Storage",
        "Bucket without tags",
        effective=0.00123,
        resource="bucket/scratch",
        kind="Bucket",
        tags=None,
    )


def training_jobs(dice: random.Random, month: dt.date, end: dt.date, count: int) -> Iterator[Row]:
    """Single training jobs of a month, in order of time."""
    days = sorted(dice.sample(range((end - month).days), count))
    for day in days:
        start = month + dt.timedelta(days=day)
        machine_hours = round(dice.uniform(9, 26), 1)
        yield charge(
            month,
            start,
            start + dt.timedelta(days=1),
            "AI and Machine Learning",
            "Training Jobs",
            "Training on 8 cores",
            effective=machine_hours * 5.2,
            resource=f"job/delay-{start:%m%d}",
            kind="Job",
            quantity=(machine_hours, "Hours"),
            tags={**OURS, "stage": "train", "spot": dice.random() < 0.3},
        )


def charge(
    billed_in: dt.date,
    start: dt.date,
    end: dt.date,
    service_category: str,
    service: str,
    description: str,
    *,
    effective: float,
    billed: float | None = None,
    category: str = "Usage",
    charge_class: str = "NULL",
    frequency: str = "Usage-Based",
    commitment: str = "NULL",
    resource: str = "NULL",
    kind: str = "NULL",
    quantity: tuple[float, str] | None = None,
    tags: dict[str, object] | None = OURS,
) -> Row:
    """One row; every discount is 8 % of the list price, so that list, contracted and effective cost differ."""
    priced = money(effective if billed is None or category != "Purchase" else billed)
    consumed, unit = ("NULL", "NULL") if quantity is None else (str(quantity[0]), quantity[1])
    row = {
        "BilledCost": money(effective if billed is None else billed),
        "BillingAccountId": "4711",
        "BillingAccountName": "Example Airlines Analytics",
        "BillingCurrency": "USD",
        "BillingPeriodStart": moment(billed_in),
        "BillingPeriodEnd": moment(next_month(billed_in)),
        "ChargeCategory": category,
        "ChargeClass": charge_class,
        "ChargeDescription": description,
        "ChargeFrequency": frequency,
        "ChargePeriodStart": moment(start),
        "ChargePeriodEnd": moment(end),
        "CommitmentDiscountId": commitment,
        "CommitmentDiscountStatus": "Used" if commitment != "NULL" and category == "Usage" else "NULL",
        "ConsumedQuantity": consumed,
        "ConsumedUnit": unit,
        "ContractedCost": priced,
        "EffectiveCost": money(effective),
        "InvoiceIssuerName": "Example Cloud",
        "ListCost": money(float(priced) / 0.92),
        "PricingCategory": "Committed" if commitment != "NULL" else "Standard",
        "PricingQuantity": consumed,
        "PricingUnit": unit,
        "ProviderName": "Example Cloud",
        "PublisherName": "Example Cloud",
        "RegionId": "us-central",
        "RegionName": "US Central",
        "ResourceId": resource,
        "ResourceName": resource.rpartition("/")[2],
        "ResourceType": kind,
        "ServiceCategory": service_category,
        "ServiceName": service,
        "SkuId": f"{service.lower().replace(' ', '-')}-1",
        "SubAccountId": "4711-ops",
        "SubAccountName": "Ground operations",
        "Tags": "NULL" if tags is None else json.dumps(tags),
        "x_CostCenter": "GO-120",
    }
    return {column: row[column] for column in FOCUS_COLUMNS}


def timesheet(dice: random.Random) -> Iterator[Row]:
    """Hours of five people from March to October: data work first, then models, then the pipeline."""
    # Work of each month in shares: cleaning, aggregation, pipeline, development.
    shares = {
        3: (0.70, 0.20, 0.00, 0.10),
        4: (0.66, 0.22, 0.02, 0.10),
        5: (0.52, 0.20, 0.06, 0.22),
        6: (0.36, 0.16, 0.10, 0.38),
        7: (0.22, 0.12, 0.16, 0.50),
        8: (0.12, 0.08, 0.22, 0.58),
        9: (0.08, 0.06, 0.26, 0.60),
        10: (0.06, 0.04, 0.26, 0.64),
    }
    work = (
        ("cleaning", "cleaning-history", 75),
        ("aggregation", "aggregation-build", 85),
        ("data_pipeline", "pipeline-build", 85),
        ("development", "development", 85),
    )
    people = [f"p{number}@example.com" for number in range(1, 6)]
    day = dt.date(2026, 3, 2)
    while day <= dt.date(2026, 10, 30):
        for person in people:
            # Weekends, and one day in eleven for leave and illness.
            if day.weekday() < 5 and dice.random() > 1 / 11:
                category, item, rate = dice.choices(work, shares[day.month])[0]
                yield {
                    "date": day.isoformat(),
                    "hours": str(dice.choice([6.5, 7, 7.5, 7.5, 8, 8, 8.5, 9])),
                    "category": category,
                    "item": item,
                    "rate": str(rate),
                    "currency": "USD",
                    "person": person,
                }
        day += dt.timedelta(days=1)


def weeks(start: dt.date, end: dt.date) -> Iterator[dt.date]:
    """First days of the weeks from `start` to before `end`; the last one may be cut short."""
    while start < end:
        yield start
        start += dt.timedelta(days=7)


def next_month(month: dt.date) -> dt.date:
    """First day of the next month."""
    return (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def moment(day: dt.date) -> str:
    """Midnight of a day in UTC, as FOCUS writes times."""
    return f"{day.isoformat()}T00:00:00Z"


def money(amount: float) -> str:
    """Cents, and scientific notation where they would be nothing, as real exports write it."""
    exact = Decimal(str(amount))
    if exact == 0:
        return "0"
    return str(exact.quantize(Decimal("0.01"), ROUND_HALF_UP)) if abs(exact) >= 1 else f"{exact:E}"


def write(path: Path, columns: list[str], rows: list[Row]) -> None:
    """Writes rows under a header."""
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
