// How the pages word dates, numbers and what was understood of a question; the
// same as format.go and exchange.go do for pages that are ready when they come.

// plain takes out the two characters that turn the direction of text whatever
// its letters are (see withoutOverrides in pages.go).
export const plain = (text) => (text ?? "").replace(/[\u202d\u202e]/g, "");

const dates = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

// formatDate returns the date of an RFC 3339 time in the zone that it came with, moved by days.
export function formatDate(time, days = 0) {
  const day = Date.parse((time ?? "").slice(0, 10));
  return Number.isNaN(day) ? "" : dates.format(day + days * 86400000);
}

// formatInterval words the time from after to before, which is exclusive.
export function formatInterval(after, before) {
  const clock = before?.slice(11, 19);
  const from = formatDate(after);
  const to = formatDate(before, !clock || clock === "00:00:00" ? -1 : 0);
  if (!from && !to) return "any time";
  if (!from) return "until " + to;
  if (!to) return "since " + from;
  if (from === to) return from;
  return (from.slice(-4) === to.slice(-4) ? from.slice(0, -5) : from) + " to " + to;
}

export const count = (n, what) => n.toLocaleString("en") + " " + what + (n === 1 ? "" : "s");

// summary counts what an answer rests on.
export function summary(citations) {
  if (!citations.length) return "";
  const articles = new Set(citations.map((c) => c.article.id));
  const outlets = new Set(citations.map((c) => c.article.source));
  const by = outlets.size > 1 ? " by " + outlets.size + " outlets" : "";
  return count(citations.length, "quote") + " from " + count(articles.size, "article") + by;
}

// otherLists are the lists that narrow a question beside outlets, subjects and files,
// by the names that the API has for them, and what a chip says before a name in one.
export const otherLists = {
  authors: "By ", sections: "In section ", not_sources: "Without ", not_authors: "Not by ",
  not_sections: "Not in section ", not_subjects: "Not on ", not_languages: "Not in language ",
};

// chips tells how a question was read: a label for each thing, and what narrows the question without it.
export function chips(understood, narrowing) {
  const out = [];
  const add = (label, change) => out.push({ label, without: { ...narrowing, ...change } });
  for (const d of understood.dates ?? []) add("“" + d.text + "”: " + formatInterval(d.after, d.before), { keep_dates: "true" });
  for (const s of understood.spellings ?? []) add("“" + s.read + "” for “" + s.written + "”", { exact: "true" });
  if (narrowing.after || narrowing.before) {
    add("Published " + formatInterval(narrowing.after, narrowing.before), { after: "", before: "" });
  }
  const sources = narrowing.source ?? [];
  for (const s of sources) add("Only " + s, { source: sources.filter((other) => other !== s) });
  for (const s of understood.filters?.sources ?? []) {
    if (!sources.includes(s)) out.push({ label: "Only " + s, without: null }); // found in the question
  }
  for (const s of narrowing.file ?? []) add("In " + s, { file: narrowing.file.filter((other) => other !== s) });
  for (const s of narrowing.subject ?? []) add("On " + s, { subject: narrowing.subject.filter((other) => other !== s) });
  for (const [list, label] of Object.entries(otherLists)) {
    for (const s of narrowing[list] ?? []) add(label + s, { [list]: narrowing[list].filter((other) => other !== s) });
  }
  if (narrowing.as_of) add("News up to " + formatDate(narrowing.as_of), { as_of: "" });
  if (narrowing.keep_dates) add("Dates taken as words", { keep_dates: "" });
  if (narrowing.exact) add("As spelled", { exact: "" });
  return out;
}

// cutCredit cuts the words in brackets that name the outlet off the end of a statement.
export function cutCredit(text, source) {
  const i = text.lastIndexOf(" (");
  if (!source || i < 0 || !text.endsWith(")") || !text.startsWith(source, i + 2)) return [text, ""];
  return [text.slice(0, i), text.slice(i)];
}

// safeLink returns link if it is an absolute http or https URL, and otherwise nothing.
export const safeLink = (link) => (link && /^https?:\/\//i.test(link) && URL.canParse(link) ? link : "");

export const articlePath = (c) =>
  "/articles/" + encodeURIComponent(c.article.id) + "?start=" + c.start + "&end=" + c.end + "&revision=" + c.article.revision + "#cited";
