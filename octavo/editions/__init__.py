"""Make editions: one language of one book in one format.

``pipeline`` plans and runs a build, ``formats`` makes the files of each format, ``snapshots`` chooses an earlier text,
``cluster`` runs the plan on other machines, ``live`` keeps one Sphinx session for the preview.
"""
