// While someone writes: every pause is saved. Without a connection what was typed stays on this device and is sent later.
(() => {
  const form = document.querySelector("[data-ls-writing]");
  if (!form || form.querySelector("fieldset[disabled]")) return;

  const PAUSE = 2000, AGAIN = 10000;
  const name = `writing ${form.dataset.lsWriting}`;
  const state = form.querySelector("[data-ls-state]");
  const say = (words) => { state.textContent = words; };
  let timer, sending = false, changed = false;

  const typed = () => [...new FormData(form)].filter(([key]) => key !== "csrfmiddlewaretoken" && key !== "seen");
  const keep = () => localStorage.setItem(name, JSON.stringify(typed()));
  const wait = (time) => { clearTimeout(timer); timer = setTimeout(save, time); };

  async function save() {
    if (sending) return wait(PAUSE);
    sending = true;
    changed = false;
    say(form.dataset.lsKeeping);
    const data = new FormData(form);
    data.append("autosave", "1");
    try {
      const answer = await fetch(location.href, { method: "POST", body: data });
      if (!answer.headers.get("content-type")?.includes("json")) throw new Error("no answer of ours");
      const { seen, problem } = await answer.json();
      if (problem) return say(problem);
      form.elements.seen.value = seen;
      if (changed) return wait(PAUSE);
      localStorage.removeItem(name);
      say(`${form.dataset.lsKept} ${new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" })}`);
    } catch {
      say(form.dataset.lsOffline);
      wait(AGAIN);
    } finally {
      sending = false;
    }
  }

  form.addEventListener("input", () => {
    changed = true;
    keep();
    wait(PAUSE);
  });
  window.addEventListener("online", () => localStorage.getItem(name) && wait(0));
  form.addEventListener("submit", () => clearTimeout(timer));

  // What an earlier visit could not send: rows it had and this page has not are left on the device.
  const left = JSON.parse(localStorage.getItem(name) || "null");
  if (left && left.some(([key, value]) => form.elements[key] && form.elements[key].value !== value)) {
    const ticked = new Set(left.map(([key]) => key));
    for (const field of form.elements) if (field.type === "checkbox") field.checked = ticked.has(field.name);
    for (const [key, value] of left) {
      const field = form.elements[key];
      if (field && field.type !== "hidden" && field.type !== "checkbox") field.value = value;
    }
    say(form.dataset.lsFound);
    wait(PAUSE);
  }

  // Someone may have typed before this script came over a slow line.
  const isTouched = (field) => (field.type === "checkbox" || field.type === "radio"
    ? field.checked !== field.defaultChecked
    : field.type !== "hidden" && "defaultValue" in field && field.value !== field.defaultValue);
  if ([...form.elements].some(isTouched)) wait(PAUSE);
})();
