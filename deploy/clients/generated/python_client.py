"""Tries the client that openapi-generator makes in Python: python_client.py BASE-URL QUESTION AS-OF."""

import importlib
import pkgutil
import sys

import byline
import byline.models

base, question, as_of = sys.argv[1:]
for module in pkgutil.iter_modules(byline.models.__path__):  # those that no call needs
    importlib.import_module("byline.models." + module.name)

with byline.ApiClient(byline.Configuration(host=base)) as client:
    found = byline.SearchApi(client).search(byline.SearchRequest(query=question, as_of=as_of, limit=3, mode="keyword", explain=True))
    assert 1 <= len(found.hits) <= 3 and found.hits[0].passage.text and found.hits[0].explanation, found
    answer = byline.AskApi(client).answer_question(byline.AnswerRequest(question=question, as_of=as_of))
    assert answer.status in ("answered", "partial") and answer.citations[0].article.source, answer
    article = byline.ArticlesApi(client).get_article(answer.citations[0].article.id)
    assert article.body and article.published, article
    integrations = byline.IntegrationsApi(client)
    content = byline.ChatContent(question)
    chat = integrations.create_chat_completion(byline.ChatRequest(model="byline", messages=[byline.ChatMessage(role="user", content=content)]))
    assert chat.choices[0].message.content, chat
    try:
        byline.SearchApi(client).search(byline.SearchRequest(query=question, as_of="1066-10-14"))
    except byline.exceptions.BadRequestException as error:
        assert error.data.errors[0].var_field == "as_of", error.data
    else:
        raise AssertionError("a question of 1066 is taken")
print(f"{len(found.hits)} hits, {answer.status}: {answer.answer}")
