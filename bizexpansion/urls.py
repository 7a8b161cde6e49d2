"""Addresses of business expansion. A case number is no secret; nothing personal stands in an address."""

from django.urls import path

from bizexpansion.views import (
    accept,
    act,
    cases,
    counter,
    entry,
    follow_ups,
    papers,
    prints,
    progress,
    queue,
    steps,
)

urlpatterns = [
    path("", queue.WorkQueue.as_view(), name="work-queue"),
    path("queue/refresh/", queue.refresh, name="queue-refresh"),
    path("queue/assign/", queue.assign, name="queue-assign"),
    path("cases/", cases.CaseList.as_view(), name="case-list"),
    path("accept/", counter.choose_flow, name="accept-choose"),
    path("accept/suggest/", counter.suggest_flows, name="accept-suggest"),
    path("accept/<slug:code>/", accept.Accept.as_view(), name="accept"),
    path("accept/<slug:code>/notice/", accept.notice, name="accept-notice"),
    path("follow-ups/", follow_ups.FollowUpList.as_view(), name="follow-up-list"),
    path("follow-ups/<int:pk>/dismiss/", follow_ups.DismissFollowUp.as_view(), name="follow-up-dismiss"),
    path("steps/<slug:form_key>/rows/<slug:relation>/", entry.add_row, name="row-add"),
    path("papers/<int:pk>/file/", papers.paper_file, name="paper-file"),
    path("papers/<int:pk>/check/", papers.CheckPaper.as_view(), name="paper-check"),
    path("flows/<slug:code>/<int:version>/drawing/", cases.flow_drawing, name="flow-drawing"),
    path("cases/<str:number>/", cases.case, name="case"),
    path("cases/<str:number>/do/<slug:action>/", act.Act.as_view(), name="case-act"),
    path("cases/<str:number>/papers/", papers.AddPaper.as_view(), name="paper-add"),
    path("cases/<str:number>/tasks/<int:task_id>/", steps.DoStep.as_view(), name="task"),
    path("cases/<str:number>/tasks/<int:task_id>/do/<slug:action>/", act.Act.as_view(), name="task-act"),
    path("cases/<str:number>/steps/<slug:node>/", steps.step_as_filled, name="case-step"),
    path("cases/<str:number>/print/application/", prints.application, name="print-application"),
    path("cases/<str:number>/print/receipt/", prints.receipt, name="print-receipt"),
    path("progress/<str:signed>/", progress.progress, name="progress"),
    path("cases/<str:number>/print/plan/", prints.plan, name="print-plan"),
    path("cases/<str:number>/print/work-order/", prints.work_order, name="print-work-order"),
    path("cases/<str:number>/print/notice/<int:task_id>/", prints.notice, name="print-notice"),
]
