// Corrects and deletes the article of the page.

const form = document.getElementById("edit");
const status = document.getElementById("edit-status");
const address = form && "/v1/articles/" + encodeURIComponent(form.dataset.id);

async function ask(method, body) {
  status.textContent = "";
  const headers = body ? { "Content-Type": "application/json" } : {};
  const response = await fetch(address, { method, headers, body: body && JSON.stringify(body) });
  if (response.ok) return;
  const problem = await response.json().catch(() => ({}));
  throw new Error(problem.detail || problem.title || "the server answers " + response.status);
}

// then does something and, if it could be done, goes on to an address.
async function then(work, next) {
  try {
    await work();
    next();
  } catch (error) {
    status.textContent = "Nothing was changed: " + error.message;
  }
}

// changed are the fields that differ from what the page came with.
function changed() {
  const body = {};
  for (const field of form.elements) {
    if (field.name && field.value !== field.defaultValue) body[field.name] = field.value.trim() || null;
  }
  return body;
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = changed();
    if (!Object.keys(body).length) status.textContent = "Nothing is different.";
    else then(() => ask("PATCH", body), () => location.reload());
  });
  document.getElementById("edit-undo")?.addEventListener("click", (event) => {
    const body = Object.fromEntries(event.target.dataset.fields.split(" ").map((name) => [name, null]));
    then(() => ask("PATCH", body), () => location.reload());
  });
  document.getElementById("edit-delete").addEventListener("click", () => {
    if (confirm("Delete this article with all its versions? It does not come back when it is loaded again.")) {
      then(() => ask("DELETE"), () => location.assign("/search"));
    }
  });
  document.getElementById("editing").hidden = false;
}
