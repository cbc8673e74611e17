// Adds and takes out rows without asking the server, keeps a draft when the page is left, and lets nobody send twice by
// two presses. All works without it.
const form = document.querySelector("[data-ls-registration]");

function numbered(text, number) {
  return text.replace(/teachers-\d+/g, `teachers-${number}`);
}

function empty(row) {
  for (const wrong of row.querySelectorAll(".field__wrong")) wrong.remove();
  for (const field of row.querySelectorAll("input, textarea")) {
    if (field.type === "checkbox") field.checked = false;
    else field.value = "";
    field.removeAttribute("aria-invalid");
  }
}

function addRow(rows) {
  const total = form.elements["teachers-TOTAL_FORMS"];
  const number = Number(total.value);
  const last = rows.lastElementChild;
  const row = last.cloneNode(true);
  for (const part of row.querySelectorAll("[name], [id], [for]")) {
    for (const name of ["name", "id", "for", "aria-describedby", "autocomplete"]) {
      if (part.hasAttribute(name)) part.setAttribute(name, numbered(part.getAttribute(name), number));
    }
  }
  empty(row);
  row.querySelector("select").value = last.querySelector("select").value;
  const legend = row.querySelector("legend");
  legend.textContent = legend.textContent.replace(/\d+/, rows.children.length + 1);
  row.querySelector("[data-ls-out]")?.remove();
  rows.append(row);
  total.value = number + 1;
  offerRemoval(rows, row);
  row.querySelector("input").focus();
}

function offerRemoval(rows, row) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "teacher__out";
  button.dataset.lsOut = "";
  button.textContent = "\u00d7";
  button.title = rows.dataset.lsRemove;
  button.setAttribute("aria-label", `${rows.dataset.lsRemove}: ${row.querySelector("legend").textContent}`);
  button.addEventListener("click", () => {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    if (next) row.remove();
    else empty(row);
    (next ?? row).querySelector("input").focus();
  });
  row.append(button);
}

function keepDraft() {
  if (document.visibilityState !== "hidden" || !form.dataset.lsChanged || form.dataset.lsSent) return;
  const content = new FormData(form);
  for (const [name, value] of [...content]) if (value instanceof File) content.delete(name);
  content.set("autosave", "1");
  navigator.sendBeacon(form.action, content);
}

if (form) {
  const rows = form.querySelector("[data-ls-rows]");
  for (const row of rows.children) offerRemoval(rows, row);
  form.querySelector("[data-ls-add-row]").addEventListener("click", (event) => {
    event.preventDefault();
    addRow(rows);
  });
  form.addEventListener("input", () => {
    form.dataset.lsChanged = "1";
  });
  form.addEventListener("submit", (event) => {
    if (form.dataset.lsSent) event.preventDefault();
    form.dataset.lsSent = "1";
  });
  addEventListener("pageshow", () => delete form.dataset.lsSent); // back from the next page
  if ("lsDraft" in form.dataset) document.addEventListener("visibilitychange", keepDraft);
  document.querySelector("#read, [role=alert]")?.scrollIntoView({ block: "center" });
}
