"""The only door to the network for content: one clock a host, retries, limits, checks, content-addressed files."""

from digest.fetch.blobs import Blobs
from digest.fetch.client import Fetched, Fetcher

__all__ = ["Blobs", "Fetched", "Fetcher"]
