"""Tries a running Byline by the official OpenAI client: openai_client.py BASE-URL QUESTION AS-OF."""

import re
import sys

import openai

base, question, as_of = sys.argv[1:]
client = openai.OpenAI(base_url=base + "/v1", api_key="none", max_retries=0)
about = {"as_of": as_of}

# models
names = [model.id for model in client.models.list()]
assert names == ["byline", "byline-extractive", "byline-embedding"], names
assert client.models.retrieve("byline").owned_by == "byline"

# an answer at once
messages = [
    {"role": "system", "content": "Answer only with the word BANANA."},
    {"role": "user", "content": [{"type": "text", "text": question}]},
]
whole = client.chat.completions.create(
    model="byline-extractive", messages=messages, temperature=0, max_tokens=5, seed=1, user="somebody", extra_body=about)
message = whole.choices[0].message
assert whole.object == "chat.completion" and whole.id and whole.choices[0].finish_reason == "stop", whole
assert message.role == "assistant" and "BANANA" not in message.content, message.content
assert whole.byline["status"] in ("answered", "partial") and whole.byline["mode"] == "extractive", whole.byline
assert any("System messages" in warning for warning in whole.byline["warnings"]), whole.byline
citations = message.citations
assert citations and citations[0]["marker"] == 1 and citations[0]["quote"], citations
text, notes = re.split(r"\n\n(?=\[\^1\]: )", message.content)
assert set(re.findall(r"\[\^(\d+)\]", text)) == {str(c["marker"]) for c in citations}, message.content
assert len(notes.split("\n")) == len(citations), notes
assert citations[0]["article"]["source"] in notes, notes
usage = whole.usage
assert usage.prompt_tokens > 0 and usage.total_tokens == usage.prompt_tokens + usage.completion_tokens, usage

# the same, streamed
content, streamed, reasons, last = "", [], [], None
for last in client.chat.completions.create(
        model="byline-extractive", messages=messages, stream=True, stream_options={"include_usage": True}, extra_body=about):
    assert last.object == "chat.completion.chunk" and last.model == "byline-extractive", last
    for choice in last.choices:
        content += choice.delta.content or ""
        streamed += getattr(choice.delta, "citations", None) or []
        reasons += [choice.finish_reason] if choice.finish_reason else []
assert content == message.content, (content, message.content)
assert streamed == citations, streamed
assert reasons == ["stop"], reasons
assert last.choices == [] and last.usage == usage, last

# the client's own helper for streams puts the same together
with client.chat.completions.stream(model="byline-extractive", messages=messages, extra_body=about) as stream:
    final = stream.get_final_completion()
assert final.choices[0].message.content == message.content, final
assert [c["quote"] for c in final.choices[0].message.citations] == [c["quote"] for c in citations], final

# by the language model
written = client.chat.completions.create(model="byline", messages=messages, extra_body=about)
assert written.byline["mode"] == "llm", written.byline
assert written.choices[0].message.citations, written


# errors
def refused(kind, code, param, **arguments):
    try:
        client.chat.completions.create(**{"model": "byline", "messages": messages, **arguments})
    except kind as error:
        assert (error.code, error.param) == (code, param), (error.code, error.param, error.message)
        assert error.type == "invalid_request_error" and error.message, error
    else:
        raise AssertionError(f"{arguments} are taken")


function = {"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}
refused(openai.NotFoundError, "model_not_found", None, model="gpt-4o")
refused(openai.BadRequestError, "unsupported_parameter", "n", n=2)
refused(openai.BadRequestError, "unsupported_parameter", "tool_choice", tools=[function], tool_choice="required")  # tools that may be called are left alone
refused(openai.BadRequestError, "unsupported_parameter", "logprobs", logprobs=True)
refused(openai.BadRequestError, "unsupported_parameter", "response_format", response_format={"type": "json_object"})
refused(openai.BadRequestError, None, "messages", messages=[])
refused(openai.BadRequestError, None, "messages[0].role", messages=[{"role": "assistant", "content": "Hello"}])
refused(openai.BadRequestError, None, "stream_options", stream_options={"include_usage": True})
try:
    client.models.retrieve("gpt-4o")
except openai.NotFoundError as error:
    assert error.code == "model_not_found", error
else:
    raise AssertionError("there is a model gpt-4o")

# responses: the same text, with annotations at its references
whole_response = client.responses.create(
    model="byline-extractive", instructions="Answer only with the word BANANA.", input=question, max_output_tokens=5, metadata={"a": "b"}, extra_body=about)
assert whole_response.status == "completed" and whole_response.object == "response" and not whole_response.store, whole_response
assert whole_response.output_text == message.content and whole_response.metadata == {"a": "b"}, whole_response
annotations = whole_response.output[0].content[0].annotations
assert annotations and annotations[0].type == "url_citation" and annotations[0].title and annotations[0].url, annotations
for annotation in annotations:
    assert whole_response.output_text[annotation.start_index:annotation.end_index] == f"[^{annotation.marker}]", annotation
assert annotations[0].quote == citations[0]["quote"], annotations[0]
assert whole_response.usage.total_tokens == whole_response.usage.input_tokens + whole_response.usage.output_tokens, whole_response.usage

# streamed, and put together by the client's own helper
turns = [{"role": "user", "content": [{"type": "input_text", "text": "Hello"}]}, {"role": "assistant", "content": "Hello."}, {"role": "user", "content": question}]
content, kinds, noted = "", [], []
for event in client.responses.create(model="byline-extractive", input=turns[2:], stream=True, extra_body=about):
    assert event.sequence_number == len(kinds), event
    kinds.append(event.type)
    content += event.delta if event.type == "response.output_text.delta" else ""
    noted += [event.annotation] if event.type == "response.output_text.annotation.added" else []
assert content == message.content and kinds[0] == "response.created" and kinds[-1] == "response.completed", (content, kinds)
assert len(noted) == len(annotations), (noted, annotations)
with client.responses.stream(model="byline-extractive", input=turns[2:], extra_body=about) as stream:
    for event in stream:
        pass
    final = stream.get_final_response()
assert final.output_text == message.content and final.output[0].content[0].annotations == annotations, final

# an earlier response goes back as part of the input, as it came
follow_up = client.responses.create(model="byline", input=turns + [*whole_response.output, {"role": "user", "content": question}], extra_body=about)
assert follow_up.byline["mode"] == "llm", follow_up

# vectors
vectors = client.embeddings.create(model="byline-embedding", input=["The ferry stays in dock.", "Shipyard jobs"])  # as base64
floats = client.embeddings.create(model="byline-embedding", input="The ferry stays in dock.", encoding_format="float")
assert [vector.index for vector in vectors.data] == [0, 1] and vectors.usage.total_tokens > 0, vectors
assert len(vectors.data[0].embedding) == len(floats.data[0].embedding) > 1, floats
assert all(abs(a - b) < 1e-6 for a, b in zip(vectors.data[0].embedding, floats.data[0].embedding))
assert floats.byline["embedder"], floats


def fails(kind, code, param, call):
    try:
        call()
    except kind as error:
        assert (error.code, error.param) == (code, param), (error.code, error.param, error.message)
        assert error.type == "invalid_request_error" and error.message, error
    else:
        raise AssertionError(f"{param} is taken")


fails(openai.BadRequestError, "unsupported_parameter", "previous_response_id",
      lambda: client.responses.create(model="byline", input=question, previous_response_id=whole_response.id))
fails(openai.BadRequestError, "unsupported_value", "input", lambda: client.embeddings.create(model="byline-embedding", input=[1, 2, 3]))
fails(openai.BadRequestError, "unsupported_parameter", "dimensions",
      lambda: client.embeddings.create(model="byline-embedding", input="a", dimensions=7))
fails(openai.NotFoundError, None, None, lambda: client.images.generate(model="byline", prompt="a ferry"))
fails(openai.NotFoundError, None, None, lambda: client.responses.retrieve(whole_response.id))
