"""Cases, their tasks and history, and the typed record that every step leaves."""

from bizexpansion.models.application import (
    Application,
    ApplicationContact,
    ApplicationEquipment,
    ApplicationTransformer,
)
from bizexpansion.models.asking import ApplicationRecord, ChangeApplication, application_model, application_of
from bizexpansion.models.case import Case, CaseNumberCounter
from bizexpansion.models.closing import BookArchive, CallBack, Energising, PaperArchive, TopologyUpdate
from bizexpansion.models.contract import ContractDraft, ContractFiling, ContractReview, ContractSigning
from bizexpansion.models.deciding import ChangeArchive, Decision
from bizexpansion.models.documents import CaseDocument, MissingNotice
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
from bizexpansion.models.plan import (
    Countersign,
    CountersignOpinion,
    PlanAnswer,
    PlanApproval,
    PlanMeteringPoint,
    PlanPrice,
    PlanReply,
    PlanSource,
    PlanSupplyPoint,
    PlanTransformer,
    SupplyPlan,
)
from bizexpansion.models.records import Row, StepRecord
from bizexpansion.models.survey import Survey
from bizexpansion.models.task import Task
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
    "Application",
    "ApplicationContact",
    "ApplicationEquipment",
    "ApplicationRecord",
    "ApplicationTransformer",
    "AssignedMeter",
    "AssignedTransformer",
    "BookArchive",
    "CallBack",
    "Case",
    "CaseClock",
    "CaseDocument",
    "CaseEvent",
    "CaseNumberCounter",
    "ChangeApplication",
    "ChangeArchive",
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
    "FeeDetermination",
    "FeeItem",
    "FeeReceipt",
    "FieldJob",
    "GridProgress",
    "GridProject",
    "HungMeter",
    "Inspection",
    "InspectionItem",
    "InspectionRequest",
    "InstallationRecord",
    "InstalledReading",
    "MeterAssignment",
    "MeterInstallation",
    "MeterIssue",
    "MeteringPlan",
    "MissingNotice",
    "NameChange",
    "PaperArchive",
    "PlanAnswer",
    "PlanApproval",
    "PlanMeteringPoint",
    "PlanPrice",
    "PlanReply",
    "PlanSource",
    "PlanSupplyPoint",
    "PlanTransformer",
    "Row",
    "StartOfWorks",
    "StepRecord",
    "SupplyPlan",
    "Survey",
    "Task",
    "TerminalInstallation",
    "TopologyUpdate",
    "application_model",
    "application_of",
]
