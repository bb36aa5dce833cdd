// Tries the types that openapi-typescript makes, by openapi-fetch: typed_client.js BASE-URL QUESTION AS-OF.

import assert from 'node:assert/strict';
import createClient from 'openapi-fetch';
import type { paths } from './byline';

async function main() {
  const [baseUrl, question, as_of] = process.argv.slice(2) as [string, string, string];
  const client = createClient<paths, 'application/json' | 'application/problem+json'>({ baseUrl }); // of what may also come as events;
  const found = await client.POST('/v1/search', { body: { query: question, as_of, limit: 3, mode: 'keyword', explain: true } });
  assert(found.data && found.data.hits.length >= 1 && found.data.hits.length <= 3, JSON.stringify(found.error));
  assert(found.data.hits[0]!.explanation!.passage_keyword > 0, JSON.stringify(found.data));
  const answer = await client.POST('/v1/answers', { body: { question, as_of } });
  assert(answer.data && answer.data.citations[0]!.article.source, JSON.stringify(answer.error));
  const id = answer.data.citations[0]!.article.id;
  const article = await client.GET('/v1/articles/{id}', { params: { path: { id } } });
  assert(article.data?.body, JSON.stringify(article.error));
  const chat = await client.POST('/v1/chat/completions', { body: { model: 'byline', messages: [{ role: 'user', content: question }] } });
  assert(chat.data?.choices[0]!.message.content, JSON.stringify(chat.error));
  const refused = await client.POST('/v1/search', { body: { query: question, as_of: '1066-10-14' } });
  assert.equal(refused.error?.errors?.[0]?.field, 'as_of');
  console.log(`${found.data.hits.length} hits, ${answer.data.status}: ${answer.data.answer}`);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
