"""The trade's step codes: their names and who does them (workflows.md sections 2.1 and 2.2).

``A..`` are standard code 030018 业扩流程环节, ``S..`` steps seen elsewhere, ``W..`` states in which the customer
holds the ball. A flow gives each use of a code an id of its own.
"""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import DONE, Exit, Label, Step

CODES: dict[str, tuple[Label, tuple[str, ...]]] = {
    "A01": (_("Application acceptance"), ("R1",)),
    "A02": (_("Site survey"), ("R3",)),
    "A03": (_("Draft supply plan"), ("R4",)),
    "A04": (_("Plan approval"), ("R5",)),
    "A05": (_("Reply of supply plan"), ("R6", "R1")),
    "A06": (_("Determine fee"), ("R7",)),
    "A07": (_("Collect fee"), ("R8",)),
    "A08": (_("Track grid-side project"), ("R9",)),
    "A09": (_("Receive design documents"), ("R1", "R6")),
    "A10": (_("Review design documents"), ("R10",)),
    "A11": (_("Receive interim inspection request"), ("R1", "R6")),
    "A12": (_("Interim inspection"), ("R11",)),
    "A13": (_("Install collection terminal"), ("R13",)),
    "A14": (_("Receive completion report"), ("R1", "R6")),
    "A15": (_("Completion acceptance"), ("R11",)),
    "A16": (_("Sign contract"), ("R12",)),
    "A17": (_("Install meter"), ("R13",)),
    "A18": (_("Energise"), ("R14",)),
    "A19": (_("Update location and grid topology"), ("R15",)),
    "A20": (_("Archive to master data"), ("R16",)),
    "A21": (_("Customer call-back"), ("R17",)),
    "A22": (_("File and close"), ("R18",)),
    "A23": (_("Amend contract"), ("R12",)),
    "A25": (_("Determine batch customers"), ("R1", "R3")),
    "A26": (_("De-energise"), ("R14",)),
    "A28": (_("Terminate contract"), ("R12",)),
    "A29": (_("Refund or back-bill energy"), ("R16",)),
    "A30": (_("Pay out fee refund"), ("R8",)),
    "A32": (_("Laboratory test of meter"), ("R13",)),
    "A33": (_("Remove collection terminal"), ("R13",)),
    "A34": (_("Seal off equipment"), ("R11",)),
    "A35": (_("Determine fee refund"), ("R7",)),
    "A36": (_("Exchange meter"), ("R13",)),
    "A37": (_("Unseal equipment"), ("R11",)),
    "A38": (_("Move collection terminal"), ("R13",)),
    "A39": (_("Remove meter"), ("R13",)),
    "A41": (_("On-site meter test"), ("R13",)),
    "A42": (_("Exchange collection terminal"), ("R13",)),
    "A43": (_("Handle metering fault"), ("R13",)),
    "A44": (_("Settle charges"), ("R16", "R8")),
    "A45": (_("Meter and connect"), ("R13",)),
    "S00": (_("Dispatch survey"), ("R2",)),
    "S01": (_("Confirm start of works"), ("R6",)),
    "S02": (_("Dispatch interim inspection"), ("R2",)),
    "S03": (_("Countersign plan"), ("R5",)),
    "S04": (_("Fix metering plan"), ("R13",)),
    "S05": (_("Draft contract"), ("R12",)),
    "S06": (_("Review contract"), ("R5",)),
    "S07": (_("File contract"), ("R12",)),
    "S08": (_("Assign meter and transformers"), ("R13",)),
    "S09": (_("Issue meter from store"), ("R13",)),
    "S10": (_("Dispatch field job"), ("R2",)),
    "S11": (_("Record installation"), ("R13",)),
    "S12": (_("Return old device to store"), ("R13",)),
    "S13": (_("Reply test result"), ("R1",)),
    "W5": (_("Customer's answer to the plan"), ("R6", "R1")),
}

# Who holds the ball while an intake waits.
WAITS: dict[str, Label] = {
    "W1": _("awaiting payment"),
    "W2": _("awaiting customer's design"),
    "W3": _("awaiting customer's construction"),
    "W4": _("awaiting rectification"),
    "W5": _("awaiting customer's consent"),
    "W6": _("awaiting missing papers"),
    "W7": _("awaiting customer's signature"),
}


def step(
    step_id: str,
    code: str,
    *,
    wait: str = "",
    exits: tuple[Exit, ...] = (DONE,),
    effects: tuple[str, ...] = (),
    differs_from: tuple[str, ...] = (),
    seals: bool = False,
    sent_by: str = "",
    form: str = "",
    low_form: str = "",
    name: Label = "",
    roles: tuple[str, ...] = (),
) -> Step:
    """A use of a code in a flow; its form is known by the step's id, unless another one is named.

    `low_form` names the form for a case of low voltage, where that asks something else. `name` and `roles` are
    those of the code, unless the step does the work of several.
    """
    usual_name, usual_roles = CODES[code]
    return Step(
        step_id,
        code,
        name or usual_name,
        roles or usual_roles,
        form=form or step_id,
        wait=wait,
        exits=exits,
        effects=effects,
        differs_from=differs_from,
        seals=seals,
        sent_by=sent_by,
        low_form=low_form,
    )
