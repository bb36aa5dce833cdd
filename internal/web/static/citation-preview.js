// Shows the quote, outlet and date behind a marker while it is pointed at, has
// the focus or was tapped. Escape closes it; the pointer may move into it.

let open = null; // {marker, popover}
let timer = 0;

export function watchMarkers(root) {
  const markerOf = (event) => (event.target.closest ? event.target.closest(".marker") : null);
  document.addEventListener("pointerover", (event) => {
    const marker = markerOf(event);
    if (event.pointerType === "touch") return;
    if (marker) later(() => show(marker), open ? 0 : 120);
    else if (open && !event.target.closest(".peek")) later(close, 220);
    else if (event.target.closest(".peek")) clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => {
    const marker = markerOf(event);
    if (marker?.matches(":focus-visible")) show(marker);
    else if (!event.target.closest(".peek")) close();
  });
  root.addEventListener("click", (event) => {
    const marker = markerOf(event);
    if (!marker) return;
    if (event.pointerType === "touch" && open?.marker !== marker) {
      event.preventDefault();
      show(marker);
      return;
    }
    event.preventDefault();
    reveal(marker);
  });
  document.addEventListener("pointerdown", (event) => {
    if (open && !event.target.closest(".peek, .marker")) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    }
  });
  addEventListener("scroll", () => open && place(), { passive: true });
  addEventListener("resize", () => close());
}

function later(act, delay) {
  clearTimeout(timer);
  timer = setTimeout(act, delay);
}

const quoteOf = (marker) => document.getElementById(marker.hash.slice(1));

// reveal goes to the quote in its card.
function reveal(marker) {
  close();
  const quote = quoteOf(marker);
  for (const lit of document.querySelectorAll(".quote.lit")) lit.classList.remove("lit");
  quote.classList.add("lit");
  quote.focus({ preventScroll: true });
  quote.scrollIntoView({ block: "nearest" });
}

function show(marker) {
  clearTimeout(timer);
  if (open?.marker === marker) return;
  close();
  const quote = quoteOf(marker);
  if (!quote) return;
  const card = quote.closest(".card");
  const popover = document.createElement("span");
  popover.className = "peek";
  popover.id = "peek";
  popover.popover = "manual";
  popover.setAttribute("role", "tooltip");
  const meta = document.createElement("span");
  meta.className = "meta";
  for (const part of card.querySelector(".meta").children) meta.append(part.cloneNode(true), " ");
  const words = document.createElement("span");
  words.className = "words";
  words.dir = "auto";
  words.textContent = quote.querySelector(".words").textContent;
  popover.append(words, meta);
  marker.after(popover); // beside the marker, so that the pointer can move into it
  marker.setAttribute("aria-describedby", "peek");
  open = { marker, popover };
  quote.classList.add("near");
  popover.showPopover();
  place();
}

// place puts the popover above the marker or, where there is no room, below it.
function place() {
  const { marker, popover } = open;
  const at = marker.getBoundingClientRect();
  if (at.bottom < 0 || at.top > innerHeight) return close();
  const size = popover.getBoundingClientRect();
  const right = document.documentElement.clientWidth - size.width - 8;
  const text = marker.parentElement.getBoundingClientRect();
  const left = Math.min(Math.max(8, text.left, at.left + at.width / 2 - size.width / 2), Math.max(8, right));
  const above = at.top - size.height - 8;
  popover.style.left = left + "px";
  popover.style.top = (above > 8 ? above : at.bottom + 8) + "px";
}

function close() {
  clearTimeout(timer);
  if (!open) return;
  quoteOf(open.marker)?.classList.remove("near");
  open.marker.removeAttribute("aria-describedby");
  open.popover.remove();
  open = null;
}
