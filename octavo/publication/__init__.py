"""Publish the editions as a web site with feeds, downloads, checks and proofs."""

from octavo.publication.publish import Published, digest, is_whole, publish, rollback

__all__ = ["Published", "digest", "is_whole", "publish", "rollback"]
