"""Addresses of the administration pages."""

from django.urls import path
from django.views.generic import RedirectView

from crm.web.administration.views import audit, calendar, clocks, deliveries, messages, parameters, staff

urlpatterns = [
    path("notifications/", messages.Notifications.as_view(), name="notification-list"),
    path("notifications/read/", messages.read_all, name="notification-read-all"),
    path("notifications/badge/", messages.badge, name="notification-badge"),
    path("notifications/<int:pk>/open/", messages.open_notification, name="notification-open"),
    path("messages/", messages.OutgoingMessages.as_view(), name="outgoing-message-list"),
    path("administration/", RedirectView.as_view(pattern_name="staff-list"), name="administration"),
    path("administration/staff/", staff.StaffList.as_view(), name="staff-list"),
    path("administration/staff/new/", staff.StaffCreate.as_view(), name="staff-create"),
    path("administration/staff/<str:number>/", staff.StaffDetail.as_view(), name="staff-detail"),
    path("administration/staff/<str:number>/roles/", staff.RoleAssign.as_view(), name="staff-role-assign"),
    path("administration/staff/<str:number>/roles/revoke/", staff.revoke, name="staff-role-revoke"),
    path("administration/staff/<str:number>/absence/", staff.Absence.as_view(), name="staff-absence"),
    path("administration/staff/<str:number>/password/", staff.PasswordReset.as_view(), name="staff-password"),
    path("administration/staff/<str:number>/unlock/", staff.unlock, name="staff-unlock"),
    path("administration/staff/<str:number>/active/", staff.set_active, name="staff-active"),
    path("administration/parameters/", parameters.ParameterList.as_view(), name="parameter-list"),
    path("administration/parameters/<str:code>/", parameters.ParameterDetail.as_view(), name="parameter-detail"),
    path("administration/parameters/<str:code>/new/", parameters.ValueCreate.as_view(), name="parameter-value"),
    path("administration/deliveries/", deliveries.DeliveryList.as_view(), name="delivery-list"),
    path("administration/deliveries/<int:pk>/retry/", deliveries.retry, name="delivery-retry"),
    path("calendar/", calendar.this_year, name="calendar"),
    path("calendar/<int:year>/", calendar.Year.as_view(), name="calendar-year"),
    path("calendar/days/<str:day>/", calendar.DayRevise.as_view(), name="calendar-day"),
    path("calendar/publish/", calendar.YearPublish.as_view(), name="calendar-publish"),
    path("calendar/hours/", calendar.HoursRevise.as_view(), name="calendar-hours"),
    path("calendar/shifts/", calendar.ShiftList.as_view(), name="calendar-shifts"),
    path("clocks/rules/", clocks.RuleList.as_view(), name="clock-rule-list"),
    path("clocks/rules/<int:pk>/", clocks.RuleDetail.as_view(), name="clock-rule"),
    path("clocks/put-aside/", clocks.PutAsideList.as_view(), name="clock-put-aside"),
    path("clocks/<int:pk>/", clocks.ClockDetail.as_view(), name="clock-detail"),
    path("audit/", audit.EntryList.as_view(), name="audit-entry-list"),
    path("audit/entries/<int:pk>/", audit.EntryDetail.as_view(), name="audit-entry"),
    path("audit/rows/<str:table>/<int:row_id>/", audit.RowHistory.as_view(), name="audit-row"),
    path("audit/reveals/", audit.RevealList.as_view(), name="audit-reveal-list"),
]
