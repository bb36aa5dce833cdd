"""Tests of the server through the official client, over gRPC."""
