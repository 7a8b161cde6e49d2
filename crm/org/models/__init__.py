from crm.org.models.department import Department, District, TeamDuty
from crm.org.models.staff import RoleAssignment, Staff

__all__ = ["Department", "District", "RoleAssignment", "Staff", "TeamDuty"]
