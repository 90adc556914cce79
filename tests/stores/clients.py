"""A client of what keeps the state in a test."""

from redis.asyncio import Redis, RedisCluster

AnyRedis = Redis | RedisCluster
