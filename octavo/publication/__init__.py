"""Publish the editions as a web site with feeds, downloads, checks and proofs."""

from octavo.publication.publish import Published, lock, publish, rollback

__all__ = ["Published", "lock", "publish", "rollback"]
