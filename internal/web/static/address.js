// The address of a conversation: every question is a parameter q, and what
// narrows it stands behind it, in the order in which a form sends it.

const lists = ["source", "subject", "file"];
const single = ["as_of", "after", "before", "keep_dates"];

// most is how many questions the server takes in an address.
const most = 10;

function append(params, name, value) {
  if (value) params.append(name, value);
}

export function addressOf(turns) {
  const params = new URLSearchParams();
  for (const { question, narrowing } of turns.slice(-most)) {
    params.append("q", question);
    for (const name of ["as_of", "after", "before"]) append(params, name, narrowing[name]);
    for (const name of lists) for (const value of narrowing[name] ?? []) append(params, name, value);
    append(params, "keep_dates", narrowing.keep_dates);
  }
  return "/?" + params;
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
  const messages = before.filter((t) => t.answer).slice(-most).flatMap((t) => [
    { role: "user", content: t.question },
    { role: "assistant", content: t.answer.answer },
  ]);
  return { question: turn.question, messages, filters, as_of: n.as_of || "", keep_dates: Boolean(n.keep_dates), stream: true };
}
