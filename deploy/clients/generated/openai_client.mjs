// Tries a running Byline by the official client of OpenAI for JavaScript: openai_client.mjs BASE-URL QUESTION AS-OF.

import assert from 'node:assert/strict';
import OpenAI from 'openai';

const [base, question, as_of] = process.argv.slice(2);
const client = new OpenAI({ baseURL: base + '/v1', apiKey: 'none', maxRetries: 0 });
const model = 'byline-extractive';

const whole = await client.responses.create({ model, input: question, as_of });
assert.equal(whole.status, 'completed');
const [annotation] = whole.output[0].content[0].annotations;
assert.equal(annotation.type, 'url_citation');
assert.equal([...whole.output_text].slice(annotation.start_index, annotation.end_index).join(''), `[^${annotation.marker}]`);

let text = '';
for await (const event of await client.responses.create({ model, input: [{ role: 'user', content: question }], as_of, stream: true })) {
  if (event.type === 'response.output_text.delta') text += event.delta;
}
assert.equal(text, whole.output_text);
const final = await client.responses.stream({ model, input: question, as_of }).finalResponse();
assert.equal(final.output_text, whole.output_text);

const chat = await client.chat.completions.create({ model, messages: [{ role: 'user', content: question }], as_of });
assert.equal(chat.choices[0].message.content, whole.output_text);

const vectors = await client.embeddings.create({ model: 'byline-embedding', input: ['The ferry stays in dock.', 'Shipyard jobs'] });
assert(vectors.data.length === 2 && vectors.data[0].embedding.some((x) => x !== 0), JSON.stringify(vectors));

await assert.rejects(client.responses.create({ model, input: question, previous_response_id: whole.id }), { status: 400, param: 'previous_response_id' });
await assert.rejects(client.audio.speech.create({ model, voice: 'alloy', input: question }), (error) =>
  error.status === 404 && error.type === 'invalid_request_error' && error.message.includes('/v1/responses'));
console.log(`${text.length} characters, ${vectors.data[0].embedding.length} dimensions`);
