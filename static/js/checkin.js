// At the door: what is tapped or scanned is kept on this device first and sent as soon as there is a line.
(() => {
  const place = document.querySelector("[data-ls-check-in]");
  if (!place) return;

  const AGAIN = 15000, AT_ONCE = 200, SAME_CODE = 4000;
  const words = place.dataset;
  const token = place.querySelector("[name=csrfmiddlewaretoken]").value;
  const seen = place.querySelector("[data-ls-seen]");
  const line = place.querySelector("[data-ls-line]");
  const rows = [...place.querySelectorAll("[data-ls-guest]")];
  const rowsOf = (code) => rows.filter((row) => row.dataset.lsGuest === code);
  const nameOf = (code) => rowsOf(code)[0]?.querySelector("[data-ls-name]").textContent ?? code;
  let last = {}; // what the camera saw
  let sending = false, here = Number(words.lsNumber);

  // --- What is owed to the server: one list for each event and user, whatever session ---
  const owed = () => { try { return JSON.parse(localStorage.getItem(words.lsCheckIn)) ?? []; } catch { return []; } };
  const keep = (items) => (items.length ? localStorage.setItem(words.lsCheckIn, JSON.stringify(items)) : localStorage.removeItem(words.lsCheckIn));
  const isSame = (one, other) => one.code === other.code && one.session === other.session;
  const isOwed = (code) => owed().some((item) => isSame(item, { code, session: words.lsSession }));

  function show(code, state, said = "") {
    for (const row of rowsOf(code)) {
      row.classList.toggle("guest--here", state === "here");
      row.classList.toggle("guest--owed", state === "owed");
      row.querySelector("[data-ls-state]").textContent = said;
      row.querySelector("[name=note]").hidden = state !== "";
      row.querySelector("[name=undo]").hidden = state === "";
    }
  }

  function count(step) {
    here += step;
    place.querySelector("[data-ls-count]").textContent = words.lsCounted.replace("%(here)s", here).replace("%(expected)s", words.lsExpected);
  }

  const isNoted = (code) => rowsOf(code).some((row) => row.matches(".guest--here, .guest--owed"));

  // False where nothing can be kept: then the form is sent as it would be without this file.
  function note(code) {
    try {
      keep([...owed().filter((item) => !isSame(item, { code, session: words.lsSession })), { code, session: words.lsSession, at: new Date().toISOString() }]);
    } catch {
      return false;
    }
    if (!isNoted(code)) count(1);
    show(code, "owed", words.lsOwed);
    send();
    return true;
  }

  async function send() {
    if (sending || !owed().length) return;
    sending = true;
    const items = owed().slice(0, AT_ONCE);
    let answer, isTaken = false;
    try {
      answer = await fetch(words.lsSend, { method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": token }, body: JSON.stringify(items) });
      const { answers } = await answer.json();
      isTaken = true;
      keep(owed().filter((item) => !items.some((sent) => isSame(sent, item))));
      line.textContent = "";
      answers.forEach(settle);
    } catch {
      line.textContent = (answer ? words.lsRefused : words.lsOffline).replace("%s", owed().length);
    }
    sending = false;
    if (isTaken) send();
  }

  function settle({ code, session, here: since, problem }) {
    if (problem) line.textContent = `${nameOf(code)}: ${problem}`;
    if (session !== words.lsSession) return;
    if (problem && isNoted(code)) count(-1);
    const said = problem || words.lsHere.replace("%s", since);
    show(code, problem ? "" : "here", said);
    if (last.code === code) seen.textContent = `${nameOf(code)}: ${said}`;
  }

  // --- Taps ---
  place.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button?.name === "note" && note(button.value)) event.preventDefault();
    if (button?.name !== "undo") return;
    event.preventDefault();
    undo(event.target, button.value);
  });

  async function undo(form, code) {
    if (isOwed(code) && !sending) {
      keep(owed().filter((item) => !isSame(item, { code, session: words.lsSession })));
    } else {
      const data = new FormData(form);
      data.append("undo", code);
      const answer = await fetch(location.href, { method: "POST", body: data }).catch(() => null);
      if (!answer?.ok) {
        line.textContent = words.lsNoUndo;
        return;
      }
    }
    count(-1);
    show(code, "");
  }

  // --- Names are found while one types, without the server ---
  const field = place.querySelector("[type=search]");
  const plain = (text) => text.normalize("NFC").toLowerCase().replaceAll("ё", "е").match(/[\p{L}\p{N}]+/gu) ?? [];
  field.addEventListener("input", () => {
    const asked = plain(field.value);
    for (const item of place.querySelectorAll(".check-in__school li")) {
      const said = item.firstElementChild.dataset.lsWords;
      item.hidden = !asked.every((word) => said.includes(word));
    }
    for (const school of place.querySelectorAll(".check-in__school")) school.hidden = !school.querySelector("li:not([hidden])");
  });

  // --- The camera, where the browser can read codes ---
  const scan = place.querySelector("[data-ls-scan]");
  const camera = place.querySelector(".check-in__camera");
  const texts = { start: scan.textContent, stop: scan.dataset.lsStop };
  let timer;

  function read(text) {
    const code = text.match(/\/ticket\/(\w+)\/?$/)?.[1];
    if (!code || (code === last.code && Date.now() - last.at < SAME_CODE)) return;
    last = { code, at: Date.now() };
    const [row] = rowsOf(code);
    if (!row && navigator.onLine) {
      location.search = new URLSearchParams({ session: words.lsSession, code });
      return;
    }
    if (row && !isNoted(code)) note(code);
    seen.textContent = row ? `${nameOf(code)}: ${row.querySelector("[data-ls-state]").textContent}` : words.lsUnknown;
  }

  function stop() {
    clearInterval(timer);
    for (const track of camera.srcObject?.getTracks() ?? []) track.stop();
    camera.srcObject = null;
    camera.hidden = true;
    scan.textContent = texts.start;
  }

  async function start() {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    camera.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    camera.hidden = false;
    scan.textContent = texts.stop;
    await camera.play();
    timer = setInterval(async () => {
      const codes = await detector.detect(camera).catch(() => []);
      codes.forEach((code) => read(code.rawValue));
    }, 300);
  }

  if ("BarcodeDetector" in window && navigator.mediaDevices) {
    scan.hidden = false;
    scan.addEventListener("click", () => (camera.srcObject ? stop() : start().catch(stop)));
  }

  // --- What an earlier visit could not send ---
  for (const { code, session } of owed()) {
    if (session !== words.lsSession || isNoted(code)) continue;
    if (rowsOf(code).length) show(code, "owed", words.lsOwed);
    count(1);
  }
  window.addEventListener("online", send);
  setInterval(send, AGAIN);
  send();
})();
