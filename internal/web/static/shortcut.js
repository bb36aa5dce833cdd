// The key "/" goes to the box to ask or search in, unless somebody writes or has
// switched it off: a key alone is in the way of who speaks to their computer.
const name = "byline.slash";
const off = () => localStorage.getItem(name) === "off";

function writing(element) {
  return element.isContentEditable || /^(textarea|select)$/i.test(element.tagName) || (element.tagName === "INPUT" && !/^(checkbox|radio|button|submit|file)$/.test(element.type));
}

addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || writing(event.target) || off()) return;
  if (document.querySelector("dialog[open]")) return;
  event.preventDefault();
  const box = document.getElementById("q");
  box?.focus();
  box?.setSelectionRange(box.value.length, box.value.length);
  if (!box) location.assign("/search");
});

const choice = document.getElementById("slash");
if (choice) {
  choice.checked = !off();
  choice.disabled = false;
  choice.addEventListener("change", () => localStorage.setItem(name, choice.checked ? "on" : "off"));
}
