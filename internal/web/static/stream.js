// The answer of the API as it streams in.

// Fault is what went wrong, in words for people.
export class Fault extends Error {}

// ask posts a question and calls handle(event, data) for each server-sent event.
// It throws a Fault unless the answer came to its end.
export async function ask(request, signal, handle) {
  let response;
  try {
    response = await fetch("/v1/answers", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
      body: JSON.stringify(request),
      signal,
    });
  } catch (error) {
    throw signal.aborted ? error : new Fault("The server cannot be reached.");
  }
  if (!response.ok) throw new Fault(await problemOf(response));
  let ended = false;
  try {
    await read(response.body, (event, data) => {
      if (event === "error") throw new Fault(data.detail || data.title);
      ended ||= event === "done";
      handle(event, data);
    });
  } catch (error) {
    if (signal.aborted || error instanceof Fault || ended) throw error;
  }
  if (!ended) throw new Fault("The connection broke before the answer was complete.");
}

async function problemOf(response) {
  try {
    const problem = await response.json();
    return problem.detail || problem.title;
  } catch {
    return "The server answered with status " + response.status + ".";
  }
}

async function read(body, handle) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ""; ; ) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    const frames = rest.split("\n\n");
    rest = frames.pop();
    for (const frame of frames) {
      let event = "message", data = "";
      for (const line of frame.split("\n")) {
        if (line.startsWith("event: ")) event = line.slice(7);
        if (line.startsWith("data: ")) data += line.slice(6);
      }
      if (data) handle(event, JSON.parse(data));
    }
  }
}
