"""Make a Sphinx project a project of Octavo (``octavo init``).

:mod:`octavo.workflow.init.sphinx_configuration` finds ``conf.py`` and asks Sphinx for its values,
:mod:`octavo.workflow.init.detect` looks at the folders, :mod:`octavo.workflow.init.snippets` renders the lines to add.
Nothing is written before everything is known.
"""

from octavo.workflow.init.steps import FileEdit, InitPlan, apply_init, plan_init

__all__ = ["FileEdit", "InitPlan", "apply_init", "plan_init"]
