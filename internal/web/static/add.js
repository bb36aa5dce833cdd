// Adds articles: files that are dropped or chosen, and pasted text.
import { count } from "./format.js";

const $ = (id) => document.getElementById(id);
const panel = $("adding");

// A form holds this many files, or bytes, at most: each form tells how far it is.
const mostFiles = 64, mostBytes = 8 << 20;
// shown is how many refusals are listed.
const shown = 200;

let busy = false, last = () => {}; // last does the last load again, and brings back what was deleted

// filesIn lists the files of a folder that was dropped, with their paths.
async function filesIn(entry, path) {
  if (entry.name.startsWith(".")) return [];
  if (entry.isFile) {
    const file = await new Promise((done, fail) => entry.file(done, fail));
    return [{ file, path: path + entry.name }];
  }
  const reader = entry.createReader(), all = [];
  for (;;) {
    const some = await new Promise((done, fail) => reader.readEntries(done, fail)); // up to a hundred
    if (!some.length) return all;
    for (const inner of some) all.push(...(await filesIn(inner, path + entry.name + "/")));
  }
}

// withoutTop cuts the name of the folder that was chosen off the paths below it.
const withoutTop = (files) => files.map((f) => ({ ...f, path: f.path.slice(f.path.indexOf("/") + 1) }));

async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map((file) => ({ file, path: file.name }));
  const lists = await Promise.all(entries.map((entry) => filesIn(entry, "")));
  const one = entries.length === 1 && entries[0].isDirectory;
  return one ? withoutTop(lists[0]) : lists.flat();
}

// forms cuts a list of files into parts that are sent one after another.
function forms(files) {
  const out = [];
  let part = [], bytes = 0;
  for (const f of files) {
    if (part.length && (part.length >= mostFiles || bytes + f.file.size > mostBytes)) {
      out.push(part);
      part = [];
      bytes = 0;
    }
    part.push(f);
    bytes += f.file.size;
  }
  return part.length ? [...out, part] : out;
}

// lines yields the events of a response as they come.
async function* lines(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    const parts = (rest + (value ?? "")).split("\n");
    rest = parts.pop();
    for (const line of parts) if (line) yield JSON.parse(line);
    if (done) return;
  }
}

async function problemOf(response) {
  try {
    const problem = await response.json();
    return problem.detail || problem.title;
  } catch {
    return "the server answers " + response.status;
  }
}

function refuse(name, error) {
  const list = $("refused");
  if (list.childElementCount > shown) return;
  const item = document.createElement("li");
  if (list.childElementCount === shown) {
    item.textContent = "… and more";
  } else {
    const bold = document.createElement("b");
    bold.textContent = name;
    item.append(bold, " " + error);
  }
  list.append(item);
}

// say tells what became of the articles so far.
function say(sum, before) {
  const parts = [];
  const add = (n, what) => n && parts.push(n.toLocaleString("en") + " " + what);
  add(sum.created, "added");
  add(sum.updated, "changed");
  add(sum.unchanged, "there already");
  add(sum.deleted, "deleted before, and left so");
  add(sum.rejected, "not taken");
  $("adding-status").textContent = [before, parts.join(", ")].filter(Boolean).join(": ");
}

// sendForm sends some files and adds what became of them to the sum.
async function sendForm(part, restore, sum) {
  const form = new FormData();
  for (const { file, path } of part) {
    form.append("file_time", new Date(file.lastModified).toISOString());
    form.append("file", file, path);
  }
  const response = await fetch("/v1/uploads" + (restore ? "?restore=true" : ""), { method: "POST", body: form });
  if (!response.ok) throw new Error(await problemOf(response));
  let summary;
  for await (const event of lines(response)) {
    if (event.event === "rejected") refuse(event.file + (event.line > 1 ? ":" + event.line : ""), event.error);
    if (event.event === "error") throw new Error(event.problem.detail || event.problem.title);
    if (event.event === "done") summary = event.summary;
  }
  if (!summary) throw new Error("the connection broke off");
  for (const name of Object.keys(sum)) sum[name] += summary[name];
}

async function send(files, restore) {
  if (busy || !files.length) return;
  busy = true;
  last = () => send(files, true);
  $("refused").replaceChildren();
  $("adding-next").hidden = true;
  const progress = $("adding-progress");
  progress.hidden = false;
  progress.value = 0;
  const total = files.reduce((n, f) => n + f.file.size, 0) || 1;
  const sum = { created: 0, updated: 0, unchanged: 0, deleted: 0, rejected: 0 };
  let sent = 0, done = 0;
  try {
    say(sum, "Sending " + count(files.length, "file"));
    for (const part of forms(files)) {
      await sendForm(part, restore, sum);
      sent += part.reduce((n, f) => n + f.file.size, 0);
      done += part.length;
      progress.value = sent / total;
      say(sum, done.toLocaleString("en") + " of " + count(files.length, "file"));
    }
    say(sum, "Done");
  } catch (error) {
    say(sum, "Stopped after " + done.toLocaleString("en") + " of " + count(files.length, "file") + ", because " + error.message);
  }
  $("adding-restore").hidden = !sum.deleted;
  $("adding-next").hidden = !(sum.created + sum.updated + sum.unchanged + sum.deleted);
  progress.hidden = true;
  busy = false;
}

// addressesIn are the addresses that a text consists of, none if it is another text.
function addressesIn(text) {
  const parts = text.split(/\s+/).filter(Boolean);
  return parts.every((part) => /^https?:\/\/\S+$/i.test(part)) ? parts : [];
}

async function post(path, body) {
  const response = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await problemOf(response));
  return (await response.json()).results;
}

// fetchAll has the server fetch addresses, one after another.
async function fetchAll(addresses, restore, form) {
  busy = true;
  last = () => fetchAll(addresses, true, form);
  $("refused").replaceChildren();
  $("adding-next").hidden = true;
  const sum = { created: 0, updated: 0, unchanged: 0, deleted: 0, rejected: 0 };
  for (const [i, url] of addresses.entries()) {
    say(sum, "Fetching " + (addresses.length > 1 ? i + 1 + " of " + addresses.length : "the page") + " …");
    try {
      for (const result of await post("/v1/fetch", { url, restore })) {
        sum[result.status]++;
        if (result.status === "rejected") refuse(url, result.error);
      }
    } catch (error) {
      sum.rejected++;
      refuse(url, error.message);
    }
  }
  say(sum, "Done");
  $("adding-restore").hidden = !sum.deleted;
  $("adding-next").hidden = !(sum.created + sum.updated + sum.unchanged + sum.deleted);
  if (!sum.rejected) form.reset();
  busy = false;
}

// paste adds a text, or what is at the addresses that it consists of.
async function paste(event) {
  event.preventDefault();
  if (busy) return;
  const text = $("paste-text").value.trim();
  const status = $("adding-status");
  $("refused").replaceChildren();
  const addresses = addressesIn(text);
  if (addresses.length && !panel.dataset.fetches) {
    status.textContent = "That is an address, and this server fetches none: save the page in the browser, and drop the file here.";
    return;
  }
  if (addresses.length) {
    fetchAll(addresses, false, event.target);
    return;
  }
  const at = text.indexOf("\n");
  const article = at < 0 ? { headline: text, body: text } : { headline: text.slice(0, at).trim(), body: text.slice(at).trim() };
  const source = $("paste-source").value.trim(), published = $("paste-date").value;
  if (source) article.source = source;
  if (published) article.published = published;
  try {
    const [result] = await post("/v1/articles", article);
    const sum = { created: 0, updated: 0, unchanged: 0, deleted: 0, rejected: 0 };
    sum[result.status]++;
    say(sum, "Done");
    $("adding-restore").hidden = true;
    $("adding-next").hidden = false;
    if (result.status !== "rejected") event.target.reset();
  } catch (error) {
    status.textContent = "It was not added, because " + error.message;
  }
}

function listen() {
  for (const name of ["dragenter", "dragover"]) {
    addEventListener(name, (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault(); // else the browser opens the file in place of the page
      panel.classList.add("dragging");
    });
  }
  addEventListener("dragleave", (event) => event.relatedTarget || panel.classList.remove("dragging"));
  addEventListener("drop", async (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    panel.classList.remove("dragging");
    send(await dropped(event.dataTransfer), false);
  });
  $("pick-files").addEventListener("change", (event) => send([...event.target.files].map((file) => ({ file, path: file.name })), false));
  $("pick-folder").addEventListener("change", (event) => {
    const files = [...event.target.files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
    send(withoutTop(files.filter((f) => !/(^|\/)\./.test(f.path))), false);
  });
  $("paste").addEventListener("submit", paste);
  $("adding-restore").addEventListener("click", () => busy || last());
  // An address brings its outlet and date with it.
  $("paste-text").addEventListener("input", (event) => ($("paste-facts").hidden = addressesIn(event.target.value).length > 0));
  $("paste").addEventListener("reset", () => ($("paste-facts").hidden = false));
}

if (panel) {
  panel.hidden = false;
  listen();
}
