// Tries the client that openapi-generator makes for fetch: fetch_client.js BASE-URL QUESTION AS-OF.

import assert from 'node:assert/strict';
import { ArticlesApi, AskApi, Configuration, IntegrationsApi, ResponseError, SearchApi } from './byline';

async function main() {
  const [basePath, question, asOf] = process.argv.slice(2) as [string, string, string];
  const configuration = new Configuration({ basePath });
  const search = new SearchApi(configuration);
  const found = await search.search({ searchRequest: { query: question, asOf, limit: 3, mode: 'keyword', explain: true } });
  assert(found.hits.length >= 1 && found.hits.length <= 3 && found.hits[0]!.explanation, JSON.stringify(found));
  const answer = await new AskApi(configuration).answerQuestion({ answerRequest: { question, asOf } });
  assert(['answered', 'partial'].includes(answer.status) && answer.citations[0]!.article.source, JSON.stringify(answer));
  const article = await new ArticlesApi(configuration).getArticle({ id: answer.citations[0]!.article.id });
  assert(article.body && article.published instanceof Date, JSON.stringify(article));
  const chatRequest = { model: 'byline' as const, messages: [{ role: 'user' as const, content: question }] };
  const chat = await new IntegrationsApi(configuration).createChatCompletion({ chatRequest });
  assert(chat.choices[0]!.message.content, JSON.stringify(chat));
  await assert.rejects(search.search({ searchRequest: { query: question, asOf: '1066-10-14' } }), (error) =>
    error instanceof ResponseError && error.response.status === 400);
  console.log(`${found.hits.length} hits, ${answer.status}: ${answer.answer}`);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
