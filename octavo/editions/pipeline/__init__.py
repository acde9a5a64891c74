"""Plan a build, schedule its tasks, and run them. :func:`build` does all of it."""

from octavo.editions.pipeline.build_editions import BuildResult, build

__all__ = ["BuildResult", "build"]
