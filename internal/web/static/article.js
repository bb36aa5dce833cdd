// Brings the cited words into view where the address does not name them.
if (!location.hash) document.getElementById("cited")?.scrollIntoView({ block: "center" });
