// While someone writes: every pause is saved. Without a connection what was typed stays on this device and is sent later.
(() => {
  const form = document.querySelector("[data-ls-writing]");
  if (!form || form.querySelector("fieldset[disabled]")) return;

  const PAUSE = 2000, AGAIN = 10000;
  const name = `writing ${form.dataset.lsWriting}`;
  const seen = form.elements.seen;
  const state = form.querySelector("[data-ls-state]");
  const say = (words) => { state.textContent = words; };
  let timer, sending = null, changed = false;

  const fields = () => [...form.elements].filter((field) => field.name && !["hidden", "submit", "button"].includes(field.type));
  const isChoice = (field) => field.type === "checkbox" || field.type === "radio";
  const saidIn = (field) => (isChoice(field) ? field.checked : field.value);
  const keyOf = (field) => (field.type === "radio" ? `${field.name}=${field.value}` : field.name);
  const typed = () => Object.fromEntries(fields().map((field) => [keyOf(field), saidIn(field)]));

  // Storage may be full or forbidden; then only the server keeps what is typed.
  const stored = (deed) => { try { return deed(); } catch { return null; } };
  const keep = () => stored(() => localStorage.setItem(name, JSON.stringify({ seen: seen.value, typed: typed() })));
  const forget = () => stored(() => localStorage.removeItem(name));
  const wait = (time) => { clearTimeout(timer); timer = setTimeout(() => { sending ??= save().finally(() => { sending = null; }); }, time); };

  async function save() {
    changed = false;
    say(form.dataset.lsKeeping);
    const data = new FormData(form);
    data.append("autosave", "1");
    try {
      const answer = await fetch(location.href, { method: "POST", body: data });
      if (!answer.headers.get("content-type")?.includes("json")) throw new Error("no answer of ours");
      const { seen: mark, problem } = await answer.json();
      if (problem) return say(problem);
      seen.value = mark;
      if (changed) return wait(PAUSE);
      forget();
      say(`${form.dataset.lsKept} ${new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" })}`);
    } catch {
      say(form.dataset.lsOffline);
      wait(AGAIN);
    }
  }

  form.addEventListener("input", () => {
    changed = true;
    wait(PAUSE);
    keep();
  });
  window.addEventListener("online", () => changed && wait(0));

  // What is on its way is waited for: else the writer would seem to be two who change the same page.
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (!sending) return forget();
    event.preventDefault();
    await sending;
    clearTimeout(timer);
    form.requestSubmit(event.submitter);
  });

  // What an earlier visit could not send comes back, unless the page has changed since: then it is only shown.
  const left = stored(() => JSON.parse(localStorage.getItem(name)));
  const missing = left ? fields().filter((field) => keyOf(field) in left.typed && left.typed[keyOf(field)] !== saidIn(field)) : [];
  if (left && !missing.length) forget();
  if (missing.length && left.seen === seen.value) {
    for (const field of missing) {
      if (isChoice(field)) field.checked = left.typed[keyOf(field)];
      else field.value = left.typed[keyOf(field)];
    }
    say(form.dataset.lsFound);
    changed = true;
    wait(PAUSE);
  } else if (missing.length) {
    const aside = document.createElement("details");
    const head = document.createElement("summary");
    head.textContent = form.dataset.lsAside;
    aside.append(head, ...missing.filter((field) => !isChoice(field) && left.typed[keyOf(field)]).map((field) => {
      const text = document.createElement("p");
      text.textContent = left.typed[keyOf(field)];
      return text;
    }));
    form.before(aside);
    forget();
  }

  // Someone may have typed before this script came over a slow line.
  const isTouched = (field) => (isChoice(field) ? field.checked !== field.defaultChecked
    : "defaultValue" in field && field.value !== field.defaultValue);
  if (fields().some(isTouched)) wait(PAUSE);
})();
