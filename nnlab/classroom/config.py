"""The text of nbgrader's config for this course. nbgrader reads it; nnlab does not import nbgrader."""

CONFIG = '''\
"""nbgrader's settings for this course, by `python -m nnlab.classroom assignment`. Change what you like."""

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbgrader.api import Gradebook
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearOutput,
    DeduplicateIds,
    Execute,
    IgnorePattern,
    LimitOutput,
    NbGraderPreprocessor,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
    AssignLatePenalties,
)
from nbconvert.preprocessors import ClearMetadataPreprocessor

from nnlab.classroom.assignment import put_back


class PutBack(NbGraderPreprocessor):
    """Cells whose metadata an editor dropped get it back, and cells that are gone come back."""

    def preprocess(self, nb, resources):
        own = resources["nbgrader"]
        with Gradebook(own["db_url"]) as gradebook:
            cells = gradebook.find_notebook(own["notebook"], own["assignment"]).source_cells
            put_back(nb, [(cell.name, cell.source) for cell in cells])
        return nb, resources


class ExecuteAll(Execute):
    """A cell that cannot be stopped, such as sum(iter(int, 1)), costs itself and not the submission."""

    def preprocess(self, nb, resources=None, km=None):
        for _ in range(5):
            try:
                return super().preprocess(nb, resources, km)
            except (CellTimeoutError, DeadKernelError):
                lines = "\\n".join("# " + line for line in self.running.source.splitlines())
                self.running.source = f'raise TimeoutError("this cell could not be stopped")\\n{lines}'
        return super().preprocess(nb, resources, km)

    def preprocess_cell(self, cell, resources, index):
        self.running = cell
        return super().preprocess_cell(cell, resources, index)


c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "nnlab"
# What stands in place of a solution. nbgrader's own raises an error where an answer is no function.
c.ClearSolutions.code_stub = {"python": '"Your lines come below this one."'}
# A deleted check is brought back and marked.
c.OverwriteCells.add_missing_cells = True
# The longest cell of a lesson takes some seconds; a check ends its answer after 8.
c.Execute.timeout = 60
c.Autograde.sanitize_preprocessors = [
    ClearOutput,
    PutBack,
    DeduplicateIds,
    OverwriteKernelspec,
    OverwriteCells,
    CheckCellMetadata,
]
c.Autograde.autograde_preprocessors = [
    ExecuteAll,
    IgnorePattern,
    ClearMetadataPreprocessor,
    LimitOutput,
    SaveAutoGrades,
    AssignLatePenalties,
    CheckCellMetadata,
]
'''
