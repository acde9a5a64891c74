"""Write the LaTeX files of books."""
