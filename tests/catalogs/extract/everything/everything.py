"""The module's own words."""


class Base:
    """The base of all."""


class Special(Base):
    """A special thing.

    Attributes:
        size: how large it is

    Example:
        Words of the example.
    """

    #: The words of a comment.
    colour = "red"

    def grow(self, by):
        """Grow the thing.

        Args:
            by (int): by how much it grows

        Returns:
            int: the size that it has then

        Raises:
            ValueError: if it shrinks

        Note:
            A note of the docstring.

        .. versionadded:: 2.0
           The words of a version in a docstring.
        """

    def shrink(self, by):
        """Shrink the thing.

        :param by: by how much it shrinks
        :returns: what is left of it

        .. deprecated:: 2.1
           Do not shrink.
        """


def numpy_style(first, second):
    """Summary of NumPy's style.

    Parameters
    ----------
    first : int
        The first of them.
    second : str, optional
        The second of them.

    Yields
    ------
    str
        What it yields.

    See Also
    --------
    Special : it is special

    Warns
    -----
    UserWarning
        When it warns.
    """
