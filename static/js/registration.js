// Adds a row without asking the server, and keeps a second press of the button from being sent. All works without it.
const form = document.querySelector("[data-ls-registration]");

function renumbered(text, number) {
  return text.replace(/teachers-\d+-/g, `teachers-${number}-`);
}

function addRow(rows) {
  const total = form.elements["teachers-TOTAL_FORMS"];
  const number = Number(total.value);
  const row = rows.lastElementChild.cloneNode(true);
  row.querySelector("legend").textContent = row.querySelector("legend").textContent.replace(/\d+/, number + 1);
  for (const wrong of row.querySelectorAll(".field__wrong")) wrong.remove();
  for (const part of row.querySelectorAll("[name], [id], [for], [aria-describedby]")) {
    for (const name of ["name", "id", "for", "aria-describedby", "autocomplete"]) {
      if (part.hasAttribute(name)) part.setAttribute(name, renumbered(part.getAttribute(name), number).replace(/teachers-\d+ /, `teachers-${number} `));
    }
    part.removeAttribute("aria-invalid");
    if (part.matches("input[type=checkbox]")) part.checked = false;
    else if (part.matches("input, textarea")) part.value = "";
  }
  const before = rows.lastElementChild.querySelector("select");
  const chosen = row.querySelector("select");
  if (before && chosen) chosen.value = before.value;
  rows.append(row);
  total.value = number + 1;
  row.querySelector("input").focus();
}

if (form) {
  form.querySelector("[data-ls-add-row]")?.addEventListener("click", (event) => {
    event.preventDefault();
    addRow(form.querySelector("[data-ls-rows]"));
  });
  form.addEventListener("submit", (event) => {
    if (form.dataset.lsSent) event.preventDefault();
    form.dataset.lsSent = "1";
  });
  addEventListener("pageshow", () => delete form.dataset.lsSent); // back from the next page
  document.querySelector("[role=alert]")?.scrollIntoView({ block: "center" });
}
