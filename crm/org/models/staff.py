"""The people who work in the system and the roles they hold."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.org.enums import Role
from crm.org.models.department import Department


class StaffManager(BaseUserManager["Staff"]):
    """Creates people; `create_user` is what tests and the seed use."""

    def create_user(self, number: str, password: str | None = None, **fields: Any) -> Staff:
        """Create one person. `department` and `name` are required."""
        person = self.model(number=number, **fields)
        person.set_password(password)
        person.password_changed_at = timezone.now()
        person.save(using=self._db)
        return person


class Staff(AbstractBaseUser):
    """One member of staff; signs in with the staff number (工号)."""

    number = models.CharField(_("staff number"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=40)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="staff", verbose_name=_("department")
    )
    phone = models.CharField(_("work phone"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    is_active = models.BooleanField(_("active"), default=True)
    absent_until = models.DateField(_("absent until"), null=True, blank=True)
    password_changed_at = models.DateTimeField(_("password changed"), null=True, blank=True)

    objects = StaffManager()
    USERNAME_FIELD = "number"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"

    @property
    def is_staff(self) -> bool:
        """Nobody enters through Django's admin; the property is what third-party code asks for."""
        return False


class RoleAssignment(models.Model):
    """A person holds a role, for the part of the tree given by `department` (empty: where the person works)."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="assignments", verbose_name=_("staff"))
    role = models.CharField(_("role"), max_length=4, choices=Role)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("for department"),
    )

    class Meta:
        verbose_name = _("role of a person")
        verbose_name_plural = _("roles of people")
        ordering = ["staff_id", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "role", "department"], name="role_held_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.role}"
