"""What is taken in and what is not, judged by the content."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import Http404

from crm.errors import InvalidInput
from crm.web.uploads import UploadField, check_upload, serve_stored, store_upload

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\0" * 300
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\0" * 300
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + b"\0" * 300
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\0" * 300
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def office(folder: str, *more: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("[Content_Types].xml", f"{folder}/document.xml", *more):
            archive.writestr(name, "<x/>")
    return buffer.getvalue()


def upload(name: str, content: bytes) -> UploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("申请书.pdf", PDF),
        ("现场.JPG", JPG),
        ("a.jpeg", JPG),
        ("b.png", PNG),
        ("c.heic", HEIC),
        ("合同.docx", office("word")),
        ("设备清单.xlsx", office("xl")),
    ],
)
def test_papers_and_photos_are_taken(name: str, content: bytes, media: Path) -> None:
    stored = store_upload(upload(name, content), folder="2026/11")
    assert stored.name == name
    assert stored.size == len(content)
    assert (media / stored.path).read_bytes() == content
    assert name not in stored.path.split("/")
    answer = serve_stored(stored.path, name=stored.name, kind=stored.kind)
    assert b"".join(answer) == content
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == stored.kind


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("setup.exe", EXE, "不能接收"),
        ("setup.pdf", EXE, "内容与扩展名不符"),
        ("page.html", b"<html></html>", "不能接收"),
        ("page.pdf", b"<html></html>", "内容与扩展名不符"),
        ("logo.svg", SVG, "不能接收"),
        ("logo.png", SVG, "内容与扩展名不符"),
        ("photo.png", JPG, "内容与扩展名不符"),
        ("any.zip", office("word"), "不能接收"),
        ("sheet.docx", office("xl"), "内容与扩展名不符"),
        ("macro.docx", office("word", "word/vbaProject.bin"), "内容与扩展名不符"),
        ("broken.docx", b"PK\x03\x04rubbish", "内容与扩展名不符"),
        ("noending", PDF, "不能接收"),
        ("empty.pdf", b"", "是空文件"),
    ],
)
def test_everything_else_is_refused_by_name(name: str, content: bytes, sentence: str, media: Path) -> None:
    with pytest.raises(InvalidInput) as refusal:
        store_upload(upload(name, content), field="paper", folder="2026/11")
    assert name in str(refusal.value.errors["paper"][0])
    assert sentence in str(refusal.value.errors["paper"][0])
    assert not media.exists()


def test_thirty_megabytes_are_refused(media: Path) -> None:
    with pytest.raises(InvalidInput) as refusal:
        check_upload(upload("大图.pdf", PDF + b"\0" * (30 * 1024 * 1024)))
    assert "“大图.pdf” 有 30.0" in str(refusal.value.errors["file"][0])
    assert "20.0" in str(refusal.value.errors["file"][0])
    exactly = PDF + b"\0" * (20 * 1024 * 1024 - len(PDF))
    assert check_upload(upload("大图.pdf", exactly)) == "application/pdf"


def test_a_name_cannot_lead_elsewhere(media: Path) -> None:
    stored = store_upload(upload("..\\..\\etc\\x\r\ny.pdf", PDF), folder="2026/11")
    assert stored.name == "xy.pdf"
    assert (media / stored.path).resolve().is_relative_to(media)


@pytest.mark.parametrize("path", ["../secret.pdf", "/etc/passwd", "2026/11/../../x.pdf", f"2026/11/{'0' * 32}.pdf"])
def test_only_what_was_stored_is_served(path: str) -> None:
    with pytest.raises(Http404):
        serve_stored(path, name="x.pdf", kind="application/pdf")


def test_the_field_of_a_form_judges_the_same() -> None:
    class Paper(forms.Form):
        paper = UploadField(label="资料")

    assert Paper({}, {"paper": upload("a.pdf", PDF)}).is_valid()
    form = Paper({}, {"paper": upload("a.pdf", EXE)})
    assert not form.is_valid()
    assert "“a.pdf” 的内容与扩展名不符" in form.errors["paper"][0]
