// Answers as Markdown with footnotes, and their way to the clipboard.
import { formatDate, plain, safeLink } from "./format.js";

// escape makes text that Markdown shows as it is.
const escape = (text) => plain(text).replace(/[\\`*_{}[\]<>#|~&]/g, "\\$&").replace(/^(\s*)([-+]|\d+\.)(?=\s)/gm, "$1\\$2");
const line = (text) => escape(text).replace(/\s+/g, " ").trim();

// markdown writes the answer of a turn, with a footnote for each quote.
export function markdown({ question, answer }, address) {
  const known = new Set(answer.citations.map((c) => c.marker));
  const direct = answer.direct?.text && answer.answer.startsWith(answer.direct.text) ? answer.direct.text : "";
  const text = answer.answer.slice(direct.length).split(/( *\[\d{1,3}\])/).map((piece) => {
    const marker = Number(/^ *\[(\d+)\]$/.exec(piece)?.[1]);
    return known.has(marker) ? "[^" + marker + "]" : escape(piece);
  });
  const notes = answer.citations.map(({ marker, article, quote, link }) => {
    const out = safeLink(link || article.url);
    const headline = article.headline ? "“" + line(article.headline) + "”" : "";
    const title = headline && out ? "[" + headline + "](<" + out.replace(/[<>]/g, encodeURIComponent) + ">)" : headline;
    const by = [line(article.source), title, formatDate(article.published)].filter(Boolean).join(", ");
    return "[^" + marker + "]: “" + line(quote) + "” – " + by + ".";
  });
  return ["**" + line(question) + "**", (direct && "**" + line(direct) + "**") + text.join("").trimEnd(), ...(notes.length ? [notes.join("\n")] : []), "Asked of Byline: <" + address + ">"].join("\n\n") + "\n";
}

// copy puts text into the clipboard or, where the browser keeps pages from
// that, shows it to be copied by hand. It reports whether it is in the clipboard.
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const dialog = document.getElementById("manual-copy");
    const area = dialog.querySelector("textarea");
    area.value = text;
    dialog.showModal();
    area.select();
    return false;
  }
}
