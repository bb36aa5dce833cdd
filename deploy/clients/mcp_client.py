"""Tries Byline by the official MCP client, over HTTP and over a pair of streams.

    mcp_client.py URL QUESTION AS-OF COMMAND…
"""

import asyncio
import sys

from mcp import Client, MCPError, StdioServerParameters

url, question, as_of, *command = sys.argv[1:]


async def main():
    # "auto" asks which versions there are, "legacy" shakes hands as clients did before 2026.
    for mode in ("auto", "legacy"):
        async with Client(url + "/mcp", mode=mode) as client:
            over_http = await attempt(client)
        async with Client(StdioServerParameters(command=command[0], args=command[1:]), mode=mode) as client:
            over_streams = await attempt(client)
        assert over_http == over_streams, (over_http, over_streams)


async def attempt(client):
    """Tries all there is and returns what the answer cites."""
    assert client.server_info.name == "byline", client.server_info
    assert "data" in client.instructions, client.instructions

    tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert sorted(tools) == ["article", "ask", "batch", "coverage", "entities", "fetch", "figures", "find_quote", "quotes", "revisions", "search", "similar", "stories", "timeline"], tools
    for tool in tools.values():
        assert tool.annotations.read_only_hint and not tool.annotations.destructive_hint, tool
        assert tool.input_schema["type"] == "object" and tool.output_schema["properties"], tool
    assert tools["search"].input_schema["required"] == ["query"], tools["search"].input_schema
    assert "after" in tools["search"].input_schema["properties"], tools["search"].input_schema

    found = await call(client, "search", query=question, as_of=as_of, limit=3)
    assert 1 <= len(found["hits"]) <= 3, found
    article = found["hits"][0]["article"]
    passage = found["hits"][0]["passage"]

    whole = await call(client, "article", id=article["id"])
    assert whole["headline"] == article["headline"], whole
    assert whole["body"].encode()[passage["start"]:passage["end"]].decode() == passage["text"], passage

    similar = await call(client, "similar", article_id=article["id"], limit=2)
    assert all(hit["article"]["id"] != article["id"] for hit in similar["hits"]), similar

    answer = await call(client, "ask", question=question, as_of=as_of)
    assert answer["status"] in ("answered", "partial") and "[1]" in answer["answer"], answer
    for citation in answer["citations"]:
        cited = await call(client, "article", id=citation["article"]["id"])
        assert cited["body"].encode()[citation["start"]:citation["end"]].decode() == citation["quote"], citation

    templates = (await client.list_resource_templates()).resource_templates
    assert [t.uri_template for t in templates] == ["byline://articles/{id}"], templates
    text = (await client.read_resource(article["uri"])).contents[0].text
    assert whole["headline"] in text and whole["body"] in text, text
    try:
        await client.read_resource("byline://articles/none")
    except MCPError as error:
        assert "not found" in str(error).lower(), error
    else:
        raise AssertionError("there is an article none")

    await fails(client, "none", "article", id="none")
    await fails(client, "mode: must be one of hybrid, keyword, semantic", "search", query="a vote", mode="magic")
    await fails(client, "question: must not be empty", "ask", question=" ")
    await fails(client, "after: want a date", "search", query="a vote", after="some day")
    await fails(client, "query", "search")
    return [citation["quote"] for citation in answer["citations"]]


async def call(client, tool, **arguments):
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result
    text = result.content[0].text
    assert "byline://articles/" in text, text
    return result.structured_content


async def fails(client, says, tool, **arguments):
    result = await client.call_tool(tool, arguments)
    assert result.is_error and says in result.content[0].text, result


asyncio.run(main())
