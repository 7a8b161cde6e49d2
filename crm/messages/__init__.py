"""Telling people: staff in the application, customers through SMS and e-mail gateways.

    notify([staff.pk], kind="clock.breached", title=_("..."), url=case_url, key=f"breach:{clock.pk}", now=now)
    send_message(channel=Channel.SMS, recipient=phone, template="case.accepted", context={...}, key=..., now=now)

Both are called from outbox handlers or operations, inside their transaction, and are safe to call twice.
"""
