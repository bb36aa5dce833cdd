// Adds and removes feeds.

const $ = (id) => document.getElementById(id);
const form = $("add-feed"), status = $("feed-status");

async function ask(method, address, body) {
  const headers = body ? { "Content-Type": "application/json" } : {};
  const response = await fetch(address, { method, headers, body: body && JSON.stringify(body) });
  if (response.ok) return;
  const problem = await response.json().catch(() => ({}));
  throw new Error(problem.detail || problem.title || "the server answers " + response.status);
}

// work says what goes on, does it, and shows the page anew; a button waits meanwhile.
async function work(button, saying, doing) {
  button.disabled = true;
  status.textContent = saying;
  try {
    await doing();
    location.reload();
  } catch (error) {
    status.textContent = "Nothing was changed: " + error.message;
    button.disabled = false;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const body = {};
  for (const field of form.elements) {
    if (field.name && field.value.trim()) body[field.name] = field.value.trim();
  }
  work(form.querySelector("button"), "Looking for the feed …", () => ask("POST", "/v1/feeds", body));
});
for (const button of document.querySelectorAll(".remove-feed")) {
  const feed = button.closest(".feed");
  button.addEventListener("click", () => {
    if (confirm("Poll " + feed.querySelector("h2").textContent + " no longer? Its articles stay.")) {
      work(button, "Removing …", () => ask("DELETE", "/v1/feeds/" + encodeURIComponent(feed.dataset.id)));
    }
  });
  button.hidden = false;
}
form.hidden = false;
