"""From the file on the clerk's disk to the accounts in the book, by the pages; the worker runs in place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from crm.audit.models import Entry
from crm.imports.enums import BatchState
from crm.imports.models import ImportBatch
from crm.imports.tasks import run_batch, tidy
from crm.org.enums import Role
from crm.org.models import Staff
from customers.book.models import SupplyAccount
from tests.factories.import_files import account_row, write_csv
from tests.factories.org import make_company, make_staff
from tests.statements import Statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(settings: Any, tmp_path: Path, client: Client) -> Iterator[Staff]:
    settings.MEDIA_ROOT = tmp_path / "media"
    run_batch.app.conf.task_always_eager = True
    person = make_staff("B001", make_company()["YQ"], Role.R16)
    client.force_login(person)
    yield person
    run_batch.app.conf.task_always_eager = False


def upload(path: Path, name: str = "") -> SimpleUploadedFile:
    return SimpleUploadedFile(name or path.name, path.read_bytes())


def hand_in(client: Client, path: Path, name: str = "") -> Any:
    return client.post(reverse("import-new", args=["accounts"]), {"file": upload(path, name)})


def test_a_file_goes_in_and_comes_back_out(
    tmp_path: Path, client: Client, person: Staff, django_capture_on_commit_callbacks: Any
) -> None:
    rows = [account_row(index) for index in range(3)] + [account_row(9, district="火星")]
    rows[3][1] = "王晓明"
    answer = hand_in(client, write_csv(tmp_path / "a.csv", rows, encoding="gb18030"))
    batch = ImportBatch.objects.get()
    assert answer.url == reverse("import-columns", args=[batch.pk])
    assert "户号" in client.get(answer.url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(answer.url, {key: str(index) for key, index in batch.mapping.items()})
    page = client.get(answer.url).content.decode()
    assert "没有这个行政区" in page or "行政区" in page
    assert "王晓明" not in page
    assert ImportBatch.objects.get().state == BatchState.CHECKED

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("import-apply", args=[batch.pk]))
    assert ImportBatch.objects.get().state == BatchState.DONE
    assert SupplyAccount.objects.count() == 3
    assert client.get(f"{reverse('import-batch', args=[batch.pk])}?state=G").status_code == 200

    answer = client.get(reverse("import-bad-rows", args=[batch.pk]))
    assert Entry.objects.filter(operation="imports.hand_back_rows", subject_id=batch.pk).exists()
    [header, row] = CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue())).get_sheet_by_index(0).to_python()
    assert row[:-1] == rows[3]
    assert row[-1]
    assert len(header) == len(row)

    client.post(reverse("import-undo", args=[batch.pk]))
    assert SupplyAccount.objects.count() == 0


def test_mended_rows_go_in_as_they_came_back(
    tmp_path: Path, client: Client, person: Staff, django_capture_on_commit_callbacks: Any
) -> None:
    path = write_csv(tmp_path / "a.csv", [account_row(1, district="火星")])
    for _ in range(2):
        hand_in(client, path)
        batch = ImportBatch.objects.order_by("pk").last()
        assert batch is not None
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("import-columns", args=[batch.pk]), {k: str(i) for k, i in batch.mapping.items()})
        returned = client.get(reverse("import-bad-rows", args=[batch.pk])).getvalue()
        with zipfile.ZipFile(io.BytesIO(returned)) as packed, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as mended:
            for name in packed.namelist():
                mended.writestr(name, packed.read(name).replace("火星".encode(), b"320571"))
        path = tmp_path / "b.xlsx"
    batch = ImportBatch.objects.order_by("pk").last()
    assert batch is not None
    assert (batch.rows_good, batch.rows_bad) == (1, 0)


def test_a_refused_file_is_explained_at_its_field(
    tmp_path: Path, client: Client, person: Staff, settings: Any
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n1,\x00\n")
    answer = hand_in(client, path)
    assert answer.status_code == 422
    assert not ImportBatch.objects.exists()
    settings.UPLOAD_MAX_BYTES = 5
    assert hand_in(client, path).status_code == 422


def test_a_missing_column_is_asked_for(tmp_path: Path, client: Client, person: Staff) -> None:
    hand_in(client, write_csv(tmp_path / "a.csv", [["1", "2"]], header=["甲", "乙"]))
    batch = ImportBatch.objects.get()
    answer = client.post(reverse("import-columns", args=[batch.pk]), {"account_number": "0"})
    assert answer.status_code == 422
    assert ImportBatch.objects.get().state == BatchState.NEW


def test_an_unexpected_end_is_said_and_nothing_is_written(
    tmp_path: Path, client: Client, person: Staff, django_capture_on_commit_callbacks: Any
) -> None:
    hand_in(client, write_csv(tmp_path / "a.csv", [account_row(1)]))
    batch = ImportBatch.objects.get()
    (tmp_path / "media" / batch.path).unlink()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("import-columns", args=[batch.pk]), {k: str(i) for k, i in batch.mapping.items()})
    batch.refresh_from_db()
    assert batch.state == BatchState.FAILED
    assert batch.error in client.get(reverse("import-batch", args=[batch.pk])).content.decode()


def test_progress_polls_quietly_and_ends_with_a_fresh_page(tmp_path: Path, client: Client, person: Staff) -> None:
    hand_in(client, write_csv(tmp_path / "a.csv", [account_row(1)]))
    batch = ImportBatch.objects.get()
    ImportBatch.objects.update(state=BatchState.CHECKING)
    answer = client.get(reverse("import-progress", args=[batch.pk]))
    assert "X-Quiet" in answer.content.decode()
    assert "HX-Refresh" not in answer.headers
    ImportBatch.objects.update(state=BatchState.CHECKED)
    assert client.get(reverse("import-progress", args=[batch.pk])).headers["HX-Refresh"] == "true"


def test_the_template_has_every_column(client: Client, person: Staff) -> None:
    answer = client.get(reverse("import-template", args=["accounts"]))
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue()))
    [header] = book.get_sheet_by_index(0).to_python()
    assert header[0] == "*户号"
    assert len(book.get_sheet_by_index(1).to_python()) == len(header) + 1


def test_the_list_costs_the_same_for_one_and_for_thirty(tmp_path: Path, client: Client, person: Staff) -> None:
    path = write_csv(tmp_path / "a.csv", [account_row(1)])
    counts = []
    for times in (1, 29):
        for _ in range(times):
            hand_in(client, path)
        client.get(reverse("import-list"))
        with Statements() as queries:
            assert client.get(reverse("import-list")).status_code == 200
        counts.append(queries.cost)
    assert counts[0] == counts[1]


def test_forgotten_files_are_thrown_away_and_lost_messages_sent_again(
    tmp_path: Path, client: Client, person: Staff, django_capture_on_commit_callbacks: Any
) -> None:
    for _ in range(2):
        hand_in(client, write_csv(tmp_path / "a.csv", [account_row(1)]))
    forgotten, lost = ImportBatch.objects.order_by("pk")
    ImportBatch.objects.filter(pk=forgotten.pk).update(at=forgotten.at - timedelta(days=31))
    ImportBatch.objects.filter(pk=lost.pk).update(at=lost.at - timedelta(hours=2), state=BatchState.CHECKING)
    with django_capture_on_commit_callbacks(execute=True):
        tidy()
    forgotten.refresh_from_db()
    lost.refresh_from_db()
    assert forgotten.state == BatchState.DISCARDED
    assert not [*(tmp_path / "media").rglob(Path(forgotten.path or "gone").name)]
    assert lost.state == BatchState.CHECKED
