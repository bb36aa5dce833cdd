// The address of a conversation: every question is a parameter q, and what
// narrows it stands behind it, in the order in which a form sends it.
import { otherLists } from "./format.js";

const others = Object.keys(otherLists);
const lists = ["source", "subject", "file", ...others];
const flags = ["keep_dates", "exact"];
const times = ["as_of", "after", "before"];
const single = [...times, ...flags];

// most is how many questions the server takes in an address.
const most = 10;

function append(params, name, value) {
  if (value) params.append(name, value);
}

function narrow(params, narrowing) {
  for (const name of times) append(params, name, narrowing[name]);
  for (const name of lists) for (const value of narrowing[name] ?? []) append(params, name, value);
  for (const name of flags) append(params, name, narrowing[name]);
}

export function addressOf(turns) {
  const params = new URLSearchParams();
  for (const { question, narrowing } of turns.slice(-most)) {
    params.append("q", question);
    narrow(params, narrowing);
  }
  return "/?" + params;
}

// savedAt is where the answer of a turn is found in another form.
export function savedAt({ question, narrowing }, format, quoting) {
  const params = new URLSearchParams({ question });
  narrow(params, narrowing);
  append(params, "no_llm", quoting && "true");
  params.append("format", format);
  return "/v1/answers?" + params;
}

// turnsOf reads the questions of an address.
export function turnsOf(search) {
  const turns = [];
  let narrowing = {}, questions = 0;
  for (const [name, value] of new URLSearchParams(search)) {
    if (name === "q") {
      if (questions++ > 0) narrowing = {};
      if (value.trim()) turns.push({ question: value, narrowing });
    } else if (lists.includes(name) && value) {
      (narrowing[name] ??= []).push(value);
    } else if (single.includes(name) && value) {
      narrowing[name] = value;
    }
  }
  return turns;
}

// requestOf is the body with which the API is asked a turn, given those before it.
export function requestOf(turn, before) {
  const n = turn.narrowing;
  const filters = { after: n.after || "", before: n.before || "", sources: n.source ?? [], subjects: n.subject ?? [], files: n.file ?? [] };
  for (const name of others) if (n[name]) filters[name] = n[name];
  const messages = before.filter((t) => t.answer).slice(-most).flatMap((t) => [
    { role: "user", content: t.question },
    { role: "assistant", content: t.answer.answer },
  ]);
  return { question: turn.question, messages, filters, as_of: n.as_of || "", keep_dates: Boolean(n.keep_dates), exact: Boolean(n.exact), stream: true };
}
