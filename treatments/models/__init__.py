"""Treatments, conditions, and the pages where they meet."""

from .clinical_page import ClinicalPage
from .condition_page import ConditionIndexPage, ConditionOtherName, ConditionPage
from .pair_page import AddedTreatment, PairTechnique, TreatmentForConditionPage
from .technique import Technique
from .treatment_page import TreatmentIndexPage, TreatmentPage, TreatmentTechnique

__all__ = [
    "AddedTreatment",
    "ClinicalPage",
    "ConditionIndexPage",
    "ConditionOtherName",
    "ConditionPage",
    "PairTechnique",
    "Technique",
    "TreatmentForConditionPage",
    "TreatmentIndexPage",
    "TreatmentPage",
    "TreatmentTechnique",
]
