"""Write PDFs: printed books by LaTeX, accessible books and checklists by WeasyPrint."""
