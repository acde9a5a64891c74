"""List the components of a Weblate server, in the form that its command ``import_json`` reads.

Each catalog is one component, so Weblate shows the pages in the order of the text. All components share one clone.
"""

from __future__ import annotations

from octavo.files import name_below
from octavo.project import Project, git
from octavo.workflow import coverage


def components(project: Project, name: str, repository: str, branch: str) -> list[dict[str, str]]:
    """Return the components of the Weblate project *name*, each with the mask of its catalogs.

    :param repository: the address of the repository that Weblate clones, and to which it pushes
    """
    domains = {
        name_below(project.catalogs(language), path)
        for language in project.translations
        for path in project.catalogs(language).rglob("*.po")
    }
    # Weblate looks from the root of the repository, which may be above the project.
    locales = git.prefix(project.root) + project.locales.relative_to(project.root).as_posix()
    found: list[dict[str, str]] = []
    for domain in coverage.in_reading_order(project, domains):
        slug = domain.replace("/", "-")
        # The first component has the clone. The others refer to it, and Weblate accepts no branch for them.
        clone = {"repo": repository, "push": repository, "branch": branch}
        source = {"repo": f"weblate://{name}/{found[0]['slug']}"} if found else clone
        found.append(
            {
                "name": domain,
                # Weblate gives each project a component “glossary” of its own.
                "slug": f"{slug}-page" if slug == "glossary" else slug,
                "vcs": "git",
                **source,
                "file_format": "po",
                "filemask": f"{locales}/*/LC_MESSAGES/{domain}.po",
                "source_language": project.master.locale,
                # Only “octavo update” adds catalogs: it knows the POT files and the memory.
                "new_lang": "contact",
            }
        )
    return found
