"""A Sphinx project → what is in it, and the few lines that make it a project of Octavo's.

:mod:`octavo.adoption.configuration` finds ``conf.py`` and asks Sphinx what it says, :mod:`octavo.adoption.finding`
looks at the folders, :mod:`octavo.adoption.lines` knows what to write. Nothing is written before everything is known.
"""

from octavo.adoption.adopting import Adoption, Change, adopt, adoption

__all__ = ["Adoption", "Change", "adopt", "adoption"]
