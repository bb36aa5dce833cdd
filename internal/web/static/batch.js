// Shows the rows of a batch as they come. All that comes from the server is put there as
// text, never as markup.
import { articlePath, formatDate, plain, safeLink } from "./format.js";

const $ = (id) => document.getElementById(id);
const form = $("batch"), body = $("rows").tBodies[0], show = $("show");

function cell(row, text) {
  const td = row.insertCell();
  td.dir = "auto";
  td.textContent = plain(text ?? "");
  return td;
}

// add shows a row, with its first quote and where that stands.
function add(line) {
  const row = body.insertRow();
  cell(row, line.text);
  cell(row, line.status.replaceAll("_", " "));
  cell(row, line.error || line.answer);
  const cited = line.citations?.[0], quote = cell(row, cited ? "“" + cited.quote + "” " : "");
  if (!cited) return;
  const a = document.createElement("a");
  a.href = safeLink(cited.link) || articlePath(cited.article.id);
  a.textContent = plain([cited.article.source || cited.article.headline, cited.article.published && formatDate(cited.article.published)].filter(Boolean).join(", "));
  quote.append(a);
}

// lines yields the documents of a stream of JSON lines.
async function* lines(response) {
  let rest = "";
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    const all = (rest + piece).split("\n");
    rest = all.pop();
    for (const line of all) if (line) yield JSON.parse(line);
  }
}

async function ask() {
  const fields = new FormData(form);
  fields.set("format", "jsonl");
  const response = await fetch(form.action, { method: "POST", body: fields });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Error(problem.detail || problem.title || "the server answers " + response.status);
  }
  let done = 0;
  for await (const line of lines(response)) {
    if (line.problem) throw new Error(line.problem.detail || line.problem.title);
    add(line);
    $("status").textContent = ++done + (done === 1 ? " line" : " lines");
  }
}

show.hidden = false;
show.addEventListener("click", async () => {
  show.disabled = true;
  body.replaceChildren();
  $("rows").hidden = $("fault").hidden = false;
  $("fault").textContent = "";
  $("status").textContent = "Asking …";
  try {
    await ask();
  } catch (error) {
    $("fault").textContent = error.message;
  }
  $("fault").hidden = !$("fault").textContent;
  show.disabled = false;
});
