"""Project → the components of a Weblate server, as its command ``import_json`` reads them.

One component a catalog: Weblate shows its translators the pages, in the order of the text. All share one clone.
"""

from __future__ import annotations

from octavo.project import Project
from octavo.workflow import coverage


def components(project: Project, name: str, repository: str, branch: str) -> list[dict[str, str]]:
    """Return the components of the Weblate project *name*, each with the mask of its catalogs.

    :param repository: address that Weblate clones and pushes to
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
                # The first component holds the clone, the others point at it.
                "repo": f"weblate://{name}/{found[0]['slug']}" if found else repository,
                "branch": branch,
                "file_format": "po",
                "filemask": f"{project.locales.name}/*/LC_MESSAGES/{domain}.po",
                "source_language": project.master.locale,
                # “octavo update” makes new catalogs: it knows the templates and the memory.
                "new_lang": "contact",
            }
        )
    return found
