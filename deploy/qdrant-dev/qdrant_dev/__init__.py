"""Qdrant for development: its gRPC protocol in front of its engine, without a container.

The engine (qdrant-edge-py) stores, filters and scores. What stands here translates requests and
answers, and keeps what the engine has no notion of: collections by name, their aliases, and locks.
"""
