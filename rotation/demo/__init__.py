"""The Qixia programme as sample data: made by a seeded generator, no real person, no real village.

For its first 26 weeks 39 members serve 4 villages in 2 zones; for the next 26, 104 members serve 12 villages in
3 zones. The sample takes the road that everybody takes: workbooks, import, plan, solver, publication; and of the
last twelve weeks the whole field record, played by the functions that everybody's pages use.
"""

from rotation.demo.field import is_played, play
from rotation.demo.programme import Stage, stages, workbook
from rotation.demo.story import first_week, import_workbook, plan_and_publish, stages_left

__all__ = [
    "Stage",
    "first_week",
    "import_workbook",
    "is_played",
    "plan_and_publish",
    "play",
    "stages",
    "stages_left",
    "workbook",
]
