"""List the components of a Weblate server, in the form that its command ``import_json`` reads.

Each catalog is one component, so Weblate shows the pages in the order of the text. All components share one clone.
"""

from __future__ import annotations

from octavo.project import Project
from octavo.workflow import coverage


def components(project: Project, name: str, repository: str, branch: str) -> list[dict[str, str]]:
    """Return the components of the Weblate project *name*, each with the mask of its catalogs.

    :param repository: the address of the repository that Weblate clones, and to which it pushes
    """
    domains = {
        path.relative_to(project.catalogs(language)).with_suffix("").as_posix()
        for language in project.translations
        for path in project.catalogs(language).rglob("*.po")
    }
    found: list[dict[str, str]] = []
    for domain in coverage.in_reading_order(project, domains):
        slug = domain.replace("/", "-")
        found.append(
            {
                "name": domain,
                "slug": slug,
                "vcs": "git",
                # The first component has the clone, the others refer to it.
                "repo": f"weblate://{name}/{found[0]['slug']}" if found else repository,
                "branch": branch,
                "file_format": "po",
                "filemask": f"{project.locales.name}/*/LC_MESSAGES/{domain}.po",
                "source_language": project.master.locale,
                # Only “octavo update” adds catalogs: it knows the POT files and the memory.
                "new_lang": "contact",
            }
        )
    return found
