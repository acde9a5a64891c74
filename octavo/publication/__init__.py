"""Publish the editions as a web site with feeds, downloads, checks and proofs."""

from octavo.publication.publish import Kept, Published, digest, is_whole, kept, publish, rollback

__all__ = ["Kept", "Published", "digest", "is_whole", "kept", "publish", "rollback"]
