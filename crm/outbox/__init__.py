"""Facts that happened, written with what they speak of, and their delivery, each effect exactly once.

    emit("case.accepted", key=f"case.accepted:{case.pk}", payload={"case_id": case.pk}, now=now)

    @handles("case.accepted", name="bizexpansion.notify_dispatcher")
    def notify_dispatcher(fact: Fact, *, now: datetime) -> None: ...

A handler's writes and the note that it has run are one transaction, so its effect happens once, whatever is
killed and however often Redis is flushed. Deliveries come in no promised order.
"""
