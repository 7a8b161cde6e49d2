"""Cases, their tasks and history, and the typed record that every step leaves."""

from bizexpansion.models.application import (
    Application,
    ApplicationContact,
    ApplicationEquipment,
    ApplicationTransformer,
)
from bizexpansion.models.asking import (
    NOTHING,
    Amounts,
    ApplicationRecord,
    ChangeApplication,
    application_model,
    application_of,
)
from bizexpansion.models.capacity import (
    CapacityChange,
    ChangedEquipment,
    PowerCut,
    Sealing,
    SiteCheck,
    SuspensionDraft,
)
from bizexpansion.models.case import Case, CaseNumberCounter
from bizexpansion.models.closing import BookArchive, CallBack, Energising, PaperArchive, TopologyUpdate
from bizexpansion.models.contract import ContractDraft, ContractFiling, ContractReview, ContractSigning
from bizexpansion.models.deciding import ChangeArchive, Decision
from bizexpansion.models.documents import CaseDocument, MissingNotice
from bizexpansion.models.exchange import ExchangedMeter, MeterExchange, TerminalExchange, TerminalMove
from bizexpansion.models.expiry import FollowUp, Term
from bizexpansion.models.fees import FeeDetermination, FeeItem, FeeReceipt
from bizexpansion.models.history import CaseClock, CaseEvent, EffectRecord
from bizexpansion.models.holder import NameChange
from bizexpansion.models.metering import (
    AssignedMeter,
    AssignedTransformer,
    HungMeter,
    InstallationRecord,
    InstalledReading,
    MeterAssignment,
    MeteringPlan,
    MeterInstallation,
    MeterIssue,
    TerminalInstallation,
)
from bizexpansion.models.moving import MeterMove, MovedPoint, MoveDraft
from bizexpansion.models.payment import PaymentChange
from bizexpansion.models.plan import (
    Countersign,
    CountersignOpinion,
    PlanAnswer,
    PlanApproval,
    PlanMeteringPoint,
    PlanPrice,
    PlanReply,
    PlanRow,
    PlanSource,
    PlanSupplyPoint,
    PlanTransformer,
    SupplyPlan,
)
from bizexpansion.models.records import Row, StepRecord
from bizexpansion.models.supply_change import (
    CapacitySum,
    ChangeEquipment,
    ChangeTransformer,
    SupplyChange,
)
from bizexpansion.models.survey import Survey
from bizexpansion.models.task import Task
from bizexpansion.models.temporary import Prepayment
from bizexpansion.models.works import (
    CompletionReport,
    Defect,
    DesignReview,
    DesignSubmission,
    FieldJob,
    GridProgress,
    GridProject,
    Inspection,
    InspectionItem,
    InspectionRequest,
    StartOfWorks,
)

__all__ = [
    "NOTHING",
    "Amounts",
    "Application",
    "ApplicationContact",
    "ApplicationEquipment",
    "ApplicationRecord",
    "ApplicationTransformer",
    "AssignedMeter",
    "AssignedTransformer",
    "BookArchive",
    "CallBack",
    "CapacityChange",
    "CapacitySum",
    "Case",
    "CaseClock",
    "CaseDocument",
    "CaseEvent",
    "CaseNumberCounter",
    "ChangeApplication",
    "ChangeArchive",
    "ChangeEquipment",
    "ChangeTransformer",
    "ChangedEquipment",
    "CompletionReport",
    "ContractDraft",
    "ContractFiling",
    "ContractReview",
    "ContractSigning",
    "Countersign",
    "CountersignOpinion",
    "Decision",
    "Defect",
    "DesignReview",
    "DesignSubmission",
    "EffectRecord",
    "Energising",
    "ExchangedMeter",
    "FeeDetermination",
    "FeeItem",
    "FeeReceipt",
    "FieldJob",
    "FollowUp",
    "GridProgress",
    "GridProject",
    "HungMeter",
    "Inspection",
    "InspectionItem",
    "InspectionRequest",
    "InstallationRecord",
    "InstalledReading",
    "MeterAssignment",
    "MeterExchange",
    "MeterInstallation",
    "MeterIssue",
    "MeterMove",
    "MeteringPlan",
    "MissingNotice",
    "MoveDraft",
    "MovedPoint",
    "NameChange",
    "PaperArchive",
    "PaymentChange",
    "PlanAnswer",
    "PlanApproval",
    "PlanMeteringPoint",
    "PlanPrice",
    "PlanReply",
    "PlanRow",
    "PlanSource",
    "PlanSupplyPoint",
    "PlanTransformer",
    "PowerCut",
    "Prepayment",
    "Row",
    "Sealing",
    "SiteCheck",
    "StartOfWorks",
    "StepRecord",
    "SupplyChange",
    "SupplyPlan",
    "Survey",
    "SuspensionDraft",
    "Task",
    "Term",
    "TerminalExchange",
    "TerminalInstallation",
    "TerminalMove",
    "TopologyUpdate",
    "application_model",
    "application_of",
]
