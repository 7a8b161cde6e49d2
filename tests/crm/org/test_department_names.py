"""A department is called by its name in the reader's language."""

from django.utils import translation

from crm.org.models import Department


def test_a_department_is_called_as_the_reader_calls_it() -> None:
    hall = Department(name="姑苏营业厅", name_en="Gusu business hall")
    assert str(hall) == "姑苏营业厅"
    with translation.override("en"):
        assert str(hall) == "Gusu business hall"
        assert str(Department(name="姑苏营业厅")) == "姑苏营业厅"
