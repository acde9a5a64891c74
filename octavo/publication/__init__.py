"""Publish the editions as a web site with feeds, downloads, checks and proofs."""

from octavo.publication.publish import Kept, Published, kept, lock, publish, rollback

__all__ = ["Kept", "Published", "kept", "lock", "publish", "rollback"]
