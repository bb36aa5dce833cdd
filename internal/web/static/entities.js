// Merges, renames and removes names, and takes that back.

const form = document.getElementById("names");
const status = document.getElementById("names-status");
const kind = new URLSearchParams(location.search).get("kind") || "person";

// The list may be long: what is told below it is brought into sight.
function tell(text) {
  status.textContent = text;
  status.scrollIntoView({ block: "center" });
}

async function decide(body) {
  status.textContent = "";
  try {
    const response = await fetch("/v1/entities", {
      method: "PATCH", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ kind, ...body }),
    });
    if (response.ok) return location.reload();
    const problem = await response.json().catch(() => ({}));
    throw new Error(problem.detail || problem.title || "the server answers " + response.status);
  } catch (error) {
    tell("Nothing was changed: " + error.message);
  }
}

const chosen = () => [...form.querySelectorAll("input[name=name]:checked")].map((box) => box.value);

if (form) {
  const as = form.elements.as, bar = form.querySelector(".deciding");
  form.addEventListener("change", () => {
    const names = chosen();
    bar.hidden = !names.length;
    if (document.activeElement !== as && !names.includes(as.value)) as.value = names[0] || "";
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = as.value.trim(), others = chosen().filter((other) => other !== name);
    if (!name || !others.length) tell("Choose more names, or give another one.");
    else decide({ names: others, as: name });
  });
  document.getElementById("remove-names").addEventListener("click", () => decide({ names: chosen(), remove: true }));
  for (const label of form.querySelectorAll(".choose")) label.hidden = false;
}
for (const button of document.querySelectorAll(".undo")) {
  button.addEventListener("click", () => decide({ names: [button.dataset.name], split: true }));
  button.hidden = false;
}
