// The conversation: asks, stops, retries, goes back, shares.
import { addressOf, requestOf, turnsOf } from "./address.js";
import { copy, markdown } from "./copy.js";
import { watchMarkers } from "./citation-preview.js";
import { ask, Fault } from "./stream.js";
import { $, chipItem, TurnView } from "./exchange.js";
import { chips, formatDate, summary } from "./format.js";

const form = $("ask");
const page = $("conversation");
let views = []; // of the turns, in order
let running = null; // AbortController of the answer that is being written
let kept = {}; // what narrows the next question, the day of asking aside
let shown = location.search; // the conversation on the page

start();

function start() {
  document.documentElement.classList.add("script");
  form.noValidate = true; // an empty box must not keep one from stopping
  if (history.state?.turns) restore(history.state.turns);
  else adopt([...document.querySelectorAll(".turn")]);
  if (!views.length) keep(keptBy(form));
  for (const input of form.querySelectorAll("input[type=hidden]")) input.remove();
  watchMarkers($("turns"));
  listen();
}

// adopt takes over the turns that the server has put on the page.
function adopt(elements) {
  views = turnsOf(location.search).slice(0, elements.length).map((turn, i) => {
    turn.answer = JSON.parse(elements[i].dataset.answer);
    return viewOf(turn, i + 1, elements[i]);
  });
  settle();
}

// restore shows a conversation as it was left.
function restore(turns) {
  stop();
  views = turns.map((turn, i) => viewOf(turn, i + 1));
  $("turns").replaceChildren(...views.map((view) => view.element));
  page.classList.toggle("begun", views.length > 0);
  shown = location.search;
  settle();
}

function viewOf(turn, number, element) {
  const addressWith = (narrowing) => narrowing && addressOf(views.map((v) => (v.turn === turn ? { ...turn, narrowing } : v.turn)));
  return new TurnView(turn, number, addressWith, element);
}

function settle() {
  for (const view of views) wire(view);
  if (views.length) keep(views.at(-1).turn.narrowing);
}

// keptBy reads what the server put into the form for the next question.
function keptBy(form) {
  const data = new FormData(form);
  const one = (name) => data.getAll(name).at(-1) ?? "";
  return { after: one("after"), before: one("before"), source: data.getAll("source"), subject: data.getAll("subject"), file: data.getAll("file"), as_of: one("as_of") };
}

function listen() {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (running) stop();
    else submit(form.q.value);
  });
  let shift = false;
  form.q.addEventListener("keydown", (event) => (shift = event.shiftKey));
  form.q.addEventListener("beforeinput", (event) => { // keyboards on screens do not tell of a key
    if (event.inputType !== "insertLineBreak" || shift || event.isComposing) return;
    event.preventDefault();
    if (!running) form.requestSubmit();
  });
  form.as_of.addEventListener("change", dayChanged);
  form.as_of.addEventListener("click", () => form.as_of.showPicker?.());
  $("kept").addEventListener("narrow", (event) => keep({ ...event.detail, as_of: form.as_of.value }));
  page.addEventListener("click", (event) => { // a question that is suggested
    const link = event.target.closest("#suggestions a, a.suggested");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    submit(link.textContent);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && running) stop();
  });
  // Going back or forward shows what stood there. Jumping within the page is such a step, too.
  addEventListener("popstate", (event) => {
    if (location.search === shown) return;
    if (event.state?.turns) restore(event.state.turns);
    else location.reload();
  });
}

function submit(question) {
  question = question.trim();
  if (!question) return;
  stop();
  const narrowing = { ...kept, as_of: form.as_of.value };
  const view = viewOf({ question, narrowing, answer: null }, views.length + 1);
  views.push(view);
  $("turns").append(view.element);
  wire(view);
  form.q.value = "";
  step();
  answerFrom(views.length - 1);
}

// step makes the conversation a place to go back to.
function step() {
  history.pushState(null, "", addressOf(views.map((v) => v.turn)));
  shown = location.search;
  document.title = views[0].turn.question + " · Byline";
}

// answerFrom answers a turn and, since they may lean on it, those that follow.
async function answerFrom(first) {
  const control = (running = new AbortController());
  page.classList.add("begun");
  $("fault").hidden = true;
  busy(true);
  for (let i = first; i < views.length && !control.signal.aborted; i++) {
    if (!(await answer(i, control.signal))) break;
  }
  if (running !== control) return; // another answer has begun
  running = null;
  busy(false);
  remember();
}

// answer reports whether the turn was answered.
async function answer(i, signal) {
  const view = views[i];
  view.begin();
  if (i === views.length - 1) view.element.scrollIntoView({ block: "start" });
  $("status").textContent = "Searching…";
  const before = views.slice(0, i).map((v) => v.turn);
  try {
    await ask(requestOf(view.turn, before), signal, (event, data) => view.handle(event, data));
    $("status").textContent = "Answered. " + summary(view.citations);
    return true;
  } catch (error) {
    view.end(signal.aborted ? "Stopped." : error instanceof Fault ? error.message : "Something went wrong on this page.");
    $("status").textContent = view.part("fault").textContent;
    if (!signal.aborted && !(error instanceof Fault)) throw error;
    return false;
  }
}

function stop() {
  running?.abort();
}

// remember keeps the conversation with its place in the history, so that going
// back to it asks nobody again.
function remember() {
  const turns = views.map((v) => v.turn);
  if (turns.every((t) => t.answer)) history.replaceState({ turns }, "", addressOf(turns));
}

function busy(yes) {
  form.classList.toggle("busy", yes);
  $("send").querySelector(".label").textContent = yes ? "Stop" : "Ask";
  form.q.placeholder = "Ask a follow-up";
  form.querySelector("label[for=q]").textContent = "Ask a follow-up";
  if (!matchMedia("(pointer: coarse)").matches) form.q.focus({ preventScroll: true });
}

// keep restricts the next questions.
function keep(narrowing) {
  form.as_of.value = narrowing.as_of ?? "";
  kept = { ...narrowing, as_of: "", keep_dates: "" };
  $("kept").replaceChildren(...chips({}, kept).map((chip) => chipItem(chip, addressOf(views.map((v) => v.turn)))));
  dayChanged();
}

function dayChanged() {
  const field = form.querySelector(".as-of");
  field.dataset.day = formatDate(form.as_of.value) || "today";
  field.toggleAttribute("data-chosen", form.as_of.value !== "");
}

// wire lets a turn be copied, shared, asked again and read otherwise.
function wire(view) {
  const at = () => views.indexOf(view);
  const on = (name, act) => view.actions.querySelector("." + name).addEventListener("click", act);
  on("copy", async (event) => {
    tell(event, await copy(markdown(view.turn, new URL(addressOf(upTo(at())), location.href))));
  });
  on("share", async (event) => {
    tell(event, await copy(new URL(addressOf(upTo(at())), location.href).href));
  });
  on("retry", () => restart(at()));
  view.element.addEventListener("narrow", (event) => {
    view.turn.narrowing = event.detail;
    keep(event.detail);
    step();
    restart(at());
  });
  for (const chip of view.element.querySelectorAll(".chip")) wireChip(view, chip);
}

// wireChip lets a chip that the server has made be removed without another page.
function wireChip(view, chip) {
  const i = [...chip.parentNode.children].indexOf(chip);
  const made = chips(view.turn.answer.understood, view.turn.narrowing)[i];
  if (made) chip.replaceWith(chipItem(made, view.addressWith(made.without)));
}

const upTo = (last) => views.slice(0, last + 1).map((v) => v.turn);

function restart(i) {
  stop();
  answerFrom(i);
}

// tell says on a button that what it does is done.
function tell(event, done) {
  if (!done) return;
  const label = event.target.closest("button").querySelector("span");
  const before = label.dataset.label ?? (label.dataset.label = label.textContent);
  label.textContent = before === "Share" ? "Link copied" : "Copied";
  $("status").textContent = label.textContent;
  setTimeout(() => (label.textContent = before), 2000);
}
