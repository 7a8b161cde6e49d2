"""The cache in a Redis database that it shares with the queues of Celery, and where wanted with other systems."""

from __future__ import annotations

import re

from django.core.cache.backends.redis import RedisCache


class SharedRedisCache(RedisCache):
    """Redis of which the cache is not the only user: `clear()` forgets what the cache keeps, and nothing else.

    Django's own empties the whole database, with the tasks that wait in it.
    """

    def clear(self) -> None:
        """Forget every key of this cache, of all versions."""
        client = self._cache.get_client(None, write=True)
        own = re.sub(r"([*?\[\]\\])", r"\\\1", self.key_prefix) + ":*"
        keys = list(client.scan_iter(match=own, count=1000))
        if keys:
            client.delete(*keys)
