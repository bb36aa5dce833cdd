// Asks the question of the form and writes the answer as it streams in. All
// that comes from the server is put into the page as text, never as markup.
"use strict";

const $ = (id) => document.getElementById(id);
const form = $("ask");
let running = null; // AbortController of the question being answered
let shown = location.search; // the question that the page shows

form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});

$("suggestions")?.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  form.q.value = link.textContent;
  ask();
});

// Going back or forward shows what was asked there. Following a marker is such a step too, within the page.
window.addEventListener("popstate", () => {
  if (location.search !== shown) location.reload();
});

async function ask() {
  const question = form.q.value.trim();
  if (!question) return;
  running?.abort();
  const control = (running = new AbortController());
  const address = new URLSearchParams({ q: question });
  if (form.as_of.value) address.set("as_of", form.as_of.value);
  history.pushState(null, "", "/?" + address);
  shown = location.search;
  document.title = question + " · Byline";

  const answer = begin();
  try {
    const response = await fetch("/v1/answers", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
      body: JSON.stringify({ question, as_of: form.as_of.value, stream: true }),
      signal: control.signal,
    });
    if (!response.ok) throw new Error(await faultOf(response));
    await readEvents(response.body, (name, data) => handle(answer, name, data));
    if (!answer.done) throw new Error("The connection broke before the answer was complete.");
  } catch (error) {
    if (control.signal.aborted) return; // another question was asked
    draw(answer);
    fail(error instanceof TypeError ? "The server cannot be reached." : error.message);
  }
  $("result").removeAttribute("aria-busy");
}

// begin clears the page for a new answer.
function begin() {
  for (const id of ["text", "sources", "understood", "warnings"]) $(id).replaceChildren();
  $("suggestions")?.setAttribute("hidden", "");
  form.classList.add("asked");
  $("fault").hidden = true;
  $("cited-sources").hidden = true;
  $("result").hidden = false;
  $("result").setAttribute("aria-busy", "true");
  $("status").textContent = "Searching…";
  return { text: "", citations: new Map(), done: false, drawn: 0 };
}

function fail(message) {
  $("fault").textContent = message;
  $("fault").hidden = false;
  $("status").textContent = "";
  if (!$("text").hasChildNodes()) $("result").hidden = true;
}

async function faultOf(response) {
  try {
    const problem = await response.json();
    return problem.detail || problem.title;
  } catch {
    return "The server answered with status " + response.status + ".";
  }
}

// readEvents calls handle(name, data) for each server-sent event of body.
async function readEvents(body, handle) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ""; ; ) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    const frames = rest.split("\n\n");
    rest = frames.pop();
    for (const frame of frames) {
      let name = "message", data = "";
      for (const line of frame.split("\n")) {
        if (line.startsWith("event: ")) name = line.slice(7);
        if (line.startsWith("data: ")) data += line.slice(6);
      }
      if (data) handle(name, JSON.parse(data));
    }
  }
}

function handle(answer, name, data) {
  switch (name) {
    case "understood":
      showNotes("understood", understoodNotes(data));
      break;
    case "passages":
      $("status").textContent = data.hits.length === 1 ? "Reading 1 article…" : "Reading " + data.hits.length + " articles…";
      break;
    case "delta":
      answer.text += data.text;
      drawSoon(answer);
      break;
    case "citation":
      cite(answer, data);
      drawSoon(answer);
      break;
    case "done":
      finish(answer, data);
      break;
    case "error":
      answer.done = true;
      throw new Error(data.detail || data.title);
  }
}

// finish shows the whole answer, which counts more than what was streamed.
function finish(answer, data) {
  answer.done = true;
  answer.text = data.answer;
  answer.citations.clear();
  $("sources").replaceChildren();
  for (const citation of data.citations) cite(answer, citation);
  draw(answer);
  showNotes("understood", understoodNotes(data.understood));
  showNotes("warnings", data.warnings);
  const n = data.citations.length;
  $("status").textContent = n === 0 ? "" : n === 1 ? "Answered from 1 source." : "Answered from " + n + " sources.";
}

function cite(answer, citation) {
  if (answer.citations.has(citation.marker)) return;
  answer.citations.set(citation.marker, citation);
  $("sources").append(sourceItem(citation));
  $("cited-sources").hidden = false;
}

function drawSoon(answer) {
  answer.drawn ||= requestAnimationFrame(() => {
    answer.drawn = 0;
    if (!answer.done) draw(answer);
  });
}

// draw writes the text as paragraphs, with markers for what is cited.
function draw(answer) {
  const text = answer.text.replace(/[\u202a-\u202e\u2066-\u2069]/g, ""); // see textDirection in text.go
  const paragraphs = text.split(/\n\s*\n/).filter((text) => text.trim());
  $("text").replaceChildren(...paragraphs.map((text) => {
    const p = document.createElement("p");
    p.dir = "auto";
    let at = 0;
    for (const match of text.matchAll(/ *\[(\d{1,3})\]/g)) {
      const citation = answer.citations.get(Number(match[1]));
      if (!citation) continue;
      p.append(text.slice(at, match.index), markerLink(citation));
      at = match.index + match[0].length;
    }
    p.append(text.slice(at));
    return p;
  }));
}

function clone(id) {
  return $(id).content.firstElementChild.cloneNode(true);
}

function markerLink(citation) {
  const link = clone("marker-template");
  link.href = "#source-" + citation.marker;
  link.textContent = citation.marker;
  link.title = [citation.article.source, formatDate(citation.article.published)].filter(Boolean).join(", ");
  link.setAttribute("aria-label", "Source " + citation.marker);
  return link;
}

function sourceItem({ marker, article, quote, start, end, link }) {
  const item = clone("source-template");
  item.id = "source-" + marker;
  item.querySelector(".number").textContent = marker;
  const headline = item.querySelector(".headline");
  headline.textContent = article.headline || "Untitled article";
  headline.href = "/articles/" + encodeURIComponent(article.id) + "?start=" + start + "&end=" + end + "#cited";
  const meta = item.querySelector(".meta");
  meta.querySelector(".outlet").textContent = article.source;
  if (article.published) {
    const time = document.createElement("time");
    time.dateTime = article.published;
    time.textContent = formatDate(article.published);
    meta.append(time);
  }
  item.querySelector("blockquote").textContent = quote;
  const out = safeLink(link || article.url);
  if (out) {
    const a = document.createElement("a");
    a.className = "outlink";
    a.href = out;
    a.rel = "noopener noreferrer nofollow";
    a.target = "_blank";
    a.textContent = "Read at the outlet";
    item.append(a);
  }
  return item;
}

// safeLink returns link if it is an absolute http or https URL, and otherwise nothing.
function safeLink(link) {
  return link && /^https?:\/\//i.test(link) && URL.canParse(link) ? link : "";
}

function showNotes(id, notes) {
  $(id).replaceChildren(...notes.map((note) => {
    const item = document.createElement("li");
    item.dir = "auto";
    item.textContent = note;
    return item;
  }));
}

// understoodNotes says how a question was read, in the words of the server's pages.
function understoodNotes(u) {
  const notes = [];
  if (u.rewritten) notes.push("Read as “" + u.query + "”");
  for (const d of u.dates) notes.push("“" + d.text + "”: " + formatInterval(d.after, d.before));
  if (u.filters.sources) notes.push("Only from " + u.filters.sources.join(", "));
  if (u.as_of) notes.push("As of " + formatDate(u.as_of));
  return notes;
}

// formatInterval words the time from after to before, which is exclusive.
function formatInterval(after, before) {
  const from = formatDate(after);
  const to = formatDate(before, before?.slice(11, 19) === "00:00:00" ? -1 : 0);
  if (!from && !to) return "any time";
  if (!from) return "until " + to;
  if (!to) return "since " + from;
  if (from === to) return from;
  return (from.slice(-4) === to.slice(-4) ? from.slice(0, -5) : from) + " to " + to;
}

const dates = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

// formatDate returns the date of an RFC 3339 time in the zone that it came with, moved by days.
function formatDate(time, days = 0) {
  if (!time) return "";
  return dates.format(Date.parse(time.slice(0, 10)) + days * 86400000);
}
