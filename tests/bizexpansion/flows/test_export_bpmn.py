"""The command that writes a flow for a modeler."""

import io
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def test_writes_a_file_with_chinese_names(tmp_path: Path) -> None:
    target = tmp_path / "104.bpmn"
    call_command("export_bpmn", "104", output=target)
    root = ET.parse(target).getroot()  # noqa: S314, our own document
    names = {element.get("name") for element in root.iter() if element.tag.endswith("userTask")}
    assert "A20 信息归档" in names


def test_writes_to_the_standard_output() -> None:
    out = io.StringIO()
    call_command("export_bpmn", "104", "--flow-version", "1", stdout=out)
    assert out.getvalue().startswith("<?xml")


def test_an_unknown_flow_is_refused() -> None:
    with pytest.raises(CommandError):
        call_command("export_bpmn", "999")
