"""Imports as JSON."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from crm.imports.importers import importers
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.progress import read_progress
from crm.web.imports.files import problem_sentences


class ProgressSerializer(serializers.Serializer):
    """How far the worker is."""

    done = serializers.IntegerField(help_text="Rows read, or parts of the writing that are through.")
    total = serializers.IntegerField(help_text="Parts in all; 0 while rows are read and nobody knows how many.")


class ImportSerializer(serializers.ModelSerializer):
    """One file on its way into the system."""

    progress = serializers.SerializerMethodField(help_text="Only while a worker is at it, else empty.")
    mapping = serializers.DictField(
        child=serializers.IntegerField(),
        read_only=True,
        help_text="Key of a column: its place in the file, from 0.",
    )
    header = serializers.ListField(child=serializers.CharField(), read_only=True)
    repeated = serializers.SerializerMethodField(
        help_text="Words that stand over more than one column of the file."
    )

    class Meta:
        model = ImportBatch
        fields = (
            "id", "kind", "file_name", "file_format", "encoding", "size", "sha256", "state", "error", "header",
            "repeated", "mapping", "rows_total", "rows_good", "rows_bad", "rows_unchanged", "rows_kept", "at",
            "ended_at", "progress",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(ProgressSerializer(allow_null=True))
    def get_progress(self, batch: ImportBatch) -> dict[str, int] | None:
        """From the cache: what a transaction writes nobody sees before its end."""
        if not batch.is_moving:
            return None
        done, total = read_progress(batch.pk)
        return {"done": done, "total": total}

    def get_repeated(self, batch: ImportBatch) -> list[str]:
        """Duplicated heads."""
        return batch.repeated_heads()


class ProblemOfRowSerializer(serializers.Serializer):
    """Why a row is bad."""

    column = serializers.CharField(help_text="Key of the column; empty: the whole row.")
    label = serializers.CharField(help_text="The column's name, in the language of the request.")  # type: ignore[assignment]
    reason = serializers.CharField(help_text="A sentence, in the language of who had the file checked.")


class ImportRowSerializer(serializers.ModelSerializer):
    """One row of the file. Its cells, which are personal, come back in the file of bad rows only."""

    errors = serializers.SerializerMethodField()  # type: ignore[assignment]  # the model's own name

    class Meta:
        model = ImportRow
        fields = ("line", "state", "label", "errors", "record_id")
        read_only_fields = fields

    @extend_schema_field(ProblemOfRowSerializer(many=True))
    def get_errors(self, row: ImportRow) -> list[dict[str, str]]:
        """Key, name and reason of each."""
        labels = [label for label, _reason in problem_sentences(importers[row.batch.kind], row)]
        return [
            {"column": problem["column"], "label": label, "reason": problem["reason"]}
            for problem, label in zip(row.problems(), labels, strict=True)
        ]


class HandInSerializer(serializers.Serializer):
    """A file to be imported, as `multipart/form-data`."""

    kind = serializers.ChoiceField(choices=[], help_text="One of `GET /imports/kinds/`.")
    file = serializers.FileField(help_text="XLSX, or CSV in UTF-8 (with BOM or without) or GB18030.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = serializers.ChoiceField(choices=[(each.key, each.key) for each in importers])


class CheckSerializer(serializers.Serializer):
    """Which column of the file means what; without it as proposed."""

    mapping = serializers.DictField(
        child=serializers.IntegerField(min_value=0), required=False, help_text="Key of a column: place from 0."
    )


class UndoSerializer(serializers.Serializer):
    """What becomes of records that were changed since."""

    keep_changed = serializers.BooleanField(
        default=False, help_text="Keep them and undo the others; otherwise one of them refuses the whole."
    )


class ColumnSerializer(serializers.Serializer):
    """A column that an import reads."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the name of a member
    names = serializers.ListField(child=serializers.CharField(), help_text="Heads that are recognised.")
    required = serializers.BooleanField()  # type: ignore[assignment]  # the name of a member


class KindSerializer(serializers.Serializer):
    """What can be imported."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the name of a member
    columns = ColumnSerializer(many=True)
