// A turn of the conversation on the page. All that comes from the server is
// put there as text, never as markup.
import { savedAt } from "./address.js";
import { articlePath, chips, count, cutCredit, formatDate, plain, safeLink, summary } from "./format.js";

export const $ = (id) => document.getElementById(id);
const clone = (id) => $(id).content.firstElementChild.cloneNode(true);

// TurnView shows one turn: {question, narrowing, answer}.
export class TurnView {
  // addressWith is the address of the conversation with the turn narrowed
  // otherwise; element is the turn on the page, if the server has put it there.
  constructor(turn, number, addressWith, element) {
    this.turn = turn;
    this.number = number;
    this.addressWith = addressWith;
    this.text = "";
    this.direct = turn.answer?.direct?.text ?? "";
    this.citations = [];
    this.element = element ?? this.#build();
    this.actions = clone("actions-template");
    this.part("answer").append(this.actions);
    if (turn.answer) {
      this.citations = turn.answer.citations;
      if (!element) this.show(turn.answer);
    }
    this.#offer();
  }

  part(name) {
    return this.element.querySelector("." + name);
  }

  #build() {
    const element = clone("turn-template");
    element.id = "turn-" + this.number;
    const question = element.querySelector(".question");
    question.id = "question-" + this.number;
    question.textContent = plain(this.turn.question);
    element.setAttribute("aria-labelledby", question.id);
    const title = element.querySelector(".sources h3");
    title.id = "sources-" + this.number;
    element.querySelector(".sources").setAttribute("aria-labelledby", title.id + " " + question.id);
    return element;
  }

  // begin clears the turn for an answer that is to come.
  begin() {
    this.text = "";
    this.direct = "";
    this.citations = [];
    this.turn.answer = null;
    this.part("text").replaceChildren();
    this.part("cards").replaceChildren();
    this.part("warnings").replaceChildren();
    this.part("fault").hidden = true;
    this.part("instead").hidden = true;
    this.part("sources").hidden = true;
    this.element.setAttribute("aria-busy", "true");
    this.progress("Searching…");
    this.#offer();
  }

  progress(text) {
    this.part("progress").textContent = text;
    this.part("progress").hidden = !text;
  }

  handle(event, data) {
    switch (event) {
      case "understood":
        this.#understood(data);
        break;
      case "passages":
        this.progress(data.hits.length ? "Reading " + count(data.hits.length, "article") + "…" : "");
        if ($("conversation").dataset.writes) this.#find(data.hits); // else the quotes come with them
        break;
      case "waiting":
        this.progress(data.text + "…");
        break;
      case "direct":
        this.direct = data.text;
        break;
      case "delta":
        this.text += data.text;
        this.#drawSoon();
        break;
      case "citation":
        if (this.citations.some((c) => c.marker === data.marker)) break;
        this.citations.push(data);
        this.#cite(data);
        this.#drawSoon();
        break;
      case "done":
        this.show(data);
    }
  }

  // show shows a whole answer, which counts more than what was streamed.
  show(answer) {
    this.turn.answer = answer;
    this.text = answer.answer;
    this.direct = answer.direct?.text ?? "";
    this.citations = answer.citations;
    this.part("cards").replaceChildren();
    for (const c of this.citations) this.#cite(c);
    this.#understood(answer.understood);
    this.#save();
    this.part("warnings").replaceChildren(...(answer.warnings ?? []).map(note));
    this.part("instead").hidden = this.citations.length > 0 || answer.suggestions?.length > 0;
    this.end();
  }

  // end ends the writing, whether or not the answer is whole.
  end(fault = "") {
    this.element.removeAttribute("aria-busy");
    this.progress("");
    this.#draw();
    // An answer that fits the window stays there while its sources are read.
    requestAnimationFrame(() => this.part("answer").classList.toggle("short", this.part("answer").offsetHeight < innerHeight - 180));
    for (const card of this.part("cards").querySelectorAll(".found")) card.remove();
    this.part("sources").hidden = !this.citations.length;
    this.part("fault").textContent = fault;
    this.part("fault").hidden = !fault;
    this.part("summary").textContent = summary(this.citations);
    this.#offer();
  }

  // #offer shows the actions that make sense.
  #offer() {
    const busy = this.element.hasAttribute("aria-busy");
    this.actions.hidden = busy;
    const [copy, share] = [this.actions.querySelector(".copy"), this.actions.querySelector(".share")];
    copy.hidden = share.hidden = !this.turn.answer;
    const again = $("conversation").dataset.writes && this.turn.answer?.mode === "extractive" ? "Write an answer" : "Retry";
    this.actions.querySelector(".retry span").textContent = again;
  }

  #understood(u) {
    const reading = this.part("reading");
    reading.hidden = !u.rewritten;
    reading.querySelector("q").textContent = plain(u.query);
    this.part("understood").replaceChildren(...chips(u, this.turn.narrowing).map((chip) => chipItem(chip, this.addressWith(chip.without))));
    const search = new URLSearchParams({ q: this.turn.question });
    this.part("instead").querySelector("a").href = "/search?" + search;
  }

  // #save makes the links lead to this answer in other forms.
  #save() {
    const { question, narrowing, answer } = this.turn;
    const asked = answer.understood.rewritten ? answer.understood.query : question;
    for (const a of this.part("export").querySelectorAll("a"))
      a.href = savedAt({ question: asked, narrowing }, new URL(a.getAttribute("href"), location.href).searchParams.get("format"), answer.mode !== "llm");
  }

  // #find shows what was found while the answer is being written. What the answer
  // cites takes its place, and the rest goes when the answer is there.
  #find(hits) {
    const first = new Map();
    for (const hit of hits) if (!first.has(hit.article.id)) first.set(hit.article.id, hit);
    const cards = [...first.values()].slice(0, mostFound).map(foundCard);
    this.part("cards").replaceChildren(...cards);
    this.part("summary").textContent = cards.length ? "found, and being read" : "";
    this.part("sources").hidden = !cards.length;
  }

  // #cite adds a quote to the card of its article, or a card.
  #cite(c) {
    const cards = this.part("cards");
    let card = [...cards.children].find((other) => other.dataset.article === c.article.id);
    if (card?.classList.contains("found")) {
      card.remove();
      card = null;
    }
    if (!card) {
      card = newCard(c);
      cards.insertBefore(card, cards.querySelector(".found"));
    }
    const blank = card.querySelector(".quote:not([id])");
    const quote = blank ?? card.querySelector(".quote").cloneNode(true);
    quote.id = "quote-" + this.number + "-" + c.marker;
    quote.querySelector(".number").textContent = c.marker;
    quote.querySelector(".words").textContent = plain(c.quote);
    const link = quote.querySelector(".context");
    link.href = articlePath(c);
    link.setAttribute("aria-label", "In context: quote " + c.marker);
    const from = new Set((c.provenance ?? []).map((chain) => chain.text));
    quote.querySelector(".provenance").textContent = from.size > 0 ? "From " + plain([...from].join("; ")) : "";
    if (!blank) [...card.querySelectorAll(".quote")].at(-1).after(quote);
    this.part("sources").hidden = false;
  }

  #drawSoon() {
    this.drawn ||= requestAnimationFrame(() => {
      this.drawn = 0;
      if (this.element.hasAttribute("aria-busy")) this.#draw();
    });
  }

  // #draw writes the text as paragraphs, with markers for what is cited.
  #draw() {
    if (this.text) this.progress("");
    const text = this.text.replace(/[\u202a-\u202e\u2066-\u2069]/g, ""); // see textDirection in answer.go
    const paragraphs = text.split(/\n\s*\n/).filter((text) => text.trim());
    this.part("text").replaceChildren(...paragraphs.map((text, i) => this.#paragraph(text, i === 0 ? this.direct : "")));
  }

  // #paragraph writes a paragraph, and what the answer comes to, where that opens it, in bold.
  #paragraph(text, direct) {
    const p = document.createElement("p");
    p.dir = "auto";
    if (this.turn.answer?.suggestions?.includes(text)) {
      const link = document.createElement("a");
      link.className = "suggested";
      link.href = "/?" + new URLSearchParams({ q: text });
      link.textContent = text;
      p.append(link);
      return p;
    }
    let at = 0;
    const opening = direct && text.startsWith(direct);
    if (opening) {
      const strong = document.createElement("strong");
      strong.className = "direct";
      strong.textContent = direct;
      p.append(strong);
      at = direct.length;
    }
    for (const match of text.matchAll(/ *\[(\d{1,3})\]/g)) {
      const citation = this.citations.find((c) => c.marker === Number(match[1]));
      if (!citation && this.turn.answer) continue;
      if (!citation) { // its quote is still to come
        p.append(text.slice(at, match.index));
        at = match.index + match[0].length;
        continue;
      }
      const ofDirect = opening && at === direct.length;
      const [said, credit] = ofDirect ? ["", text.slice(at, match.index)] : cutCredit(text.slice(at, match.index), citation.article.source);
      p.append(said);
      if (credit) {
        const span = document.createElement("span");
        span.className = "credit";
        span.textContent = credit;
        p.append(span);
      }
      p.append(this.#marker(citation));
      at = match.index + match[0].length;
    }
    p.append(text.slice(at));
    return p;
  }

  #marker({ marker, article }) {
    const link = clone("marker-template");
    link.href = "#quote-" + this.number + "-" + marker;
    link.textContent = marker;
    link.setAttribute("aria-label", "Quote " + marker + ": " + [article.source, formatDate(article.published)].filter(Boolean).join(", "));
    return link;
  }
}

// mostFound is how many articles are shown before the answer tells which it is from.
const mostFound = 6;

// foundCard is the card of an article that may be cited.
function foundCard({ article, passage }) {
  const card = newCard({ article, start: passage.start, end: passage.end });
  card.classList.add("found");
  card.querySelector(".quote").remove();
  return card;
}

function newCard(c) {
  const card = clone("card-template");
  const { article } = c;
  card.dataset.article = article.id;
  card.querySelector(".quote").removeAttribute("id");
  const headline = card.querySelector(".headline");
  headline.textContent = plain(article.headline) || "Untitled article";
  headline.href = articlePath(c);
  const meta = card.querySelector(".meta");
  meta.querySelector(".outlet").textContent = plain(article.source) || "Unknown outlet";
  if (article.published) {
    const time = document.createElement("time");
    time.dateTime = article.published;
    time.textContent = formatDate(article.published);
    meta.append(time);
  }
  if (article.withdrawn) {
    const note = document.createElement("span");
    note.className = "withdrawn";
    note.textContent = "withdrawn at source on " + formatDate(article.withdrawn);
    meta.append(note);
  }
  if (article.attribution?.length) {
    const citing = document.createElement("span");
    citing.className = "citing";
    citing.dir = "auto";
    citing.textContent = "citing " + plain(article.attribution.join(", "));
    meta.append(citing);
  }
  const out = safeLink(c.link || article.url);
  if (out) card.append(outlink(out));
  return card;
}

function outlink(href) {
  const a = document.createElement("a");
  a.className = "outlink";
  a.href = href;
  a.dataset.address = href.split("#")[0]; // for paper
  a.rel = "noopener noreferrer nofollow";
  a.target = "_blank";
  const host = document.createElement("bdi");
  host.textContent = new URL(href).hostname.replace(/^www\./, "");
  const arrow = document.createElement("span");
  arrow.className = "arrow";
  arrow.ariaHidden = "true";
  arrow.textContent = " ↗";
  const hint = document.createElement("span");
  hint.className = "unseen";
  hint.textContent = " (opens in a new tab)";
  a.append(host, arrow, hint);
  return a;
}

function note(text) {
  const item = document.createElement("li");
  item.dir = "auto";
  item.textContent = plain(text);
  return item;
}

// chipItem makes a chip. Removing it is told by an event, with what narrows the question then.
export function chipItem({ label, without }, address) {
  const item = clone("chip-template");
  item.querySelector("bdi").textContent = plain(label);
  const remove = item.querySelector(".remove");
  if (!without) {
    item.classList.remove("removable");
    remove.remove();
    return item;
  }
  remove.href = address;
  remove.setAttribute("aria-label", "Remove: " + plain(label));
  remove.addEventListener("click", (event) => {
    event.preventDefault();
    item.dispatchEvent(new CustomEvent("narrow", { bubbles: true, detail: without }));
  });
  return item;
}
