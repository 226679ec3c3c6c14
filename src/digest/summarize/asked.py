"""The questions that can be asked of any paper, and of any survey, in the order in which they are asked."""

from __future__ import annotations

from digest.summarize.asked_outcome import COMPARISON, EVALUATION, FUTURE, LIMITATIONS, RESULTS
from digest.summarize.asked_survey import CLASSES, SCOPE
from digest.summarize.asked_work import CONTRIBUTIONS, DATA, METHOD, PROBLEM

ORDER = (PROBLEM, CONTRIBUTIONS, METHOD, DATA, EVALUATION, RESULTS, COMPARISON, LIMITATIONS, FUTURE)
SURVEY_ORDER = (PROBLEM, SCOPE, CLASSES, METHOD, DATA, EVALUATION, RESULTS, LIMITATIONS, FUTURE)
