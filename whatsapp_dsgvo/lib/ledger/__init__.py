"""Evidence that can be checked by anybody and whose content can be erased."""

from .verify import verify

__all__ = ["verify"]
