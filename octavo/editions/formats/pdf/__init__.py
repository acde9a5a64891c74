"""PDFs: printed by LaTeX, accessible by WeasyPrint, checklists of one page."""
