// Enhancements only: every page works without this file.

// Remember the language a reader chose, for their next visit to "/".
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-ls-language]");
  if (link) {
    document.cookie = `django_language=${link.dataset.lsLanguage};path=/;max-age=31536000;samesite=lax`;
  }
});

// A gallery opens in a viewer: arrow keys, swipe (native scroll snap), Escape; the address and focus stay where they were.
for (const gallery of document.querySelectorAll("[data-ls-gallery]")) {
  const links = [...gallery.querySelectorAll(".gallery__link")];
  gallery.addEventListener("click", (event) => {
    const link = event.target.closest(".gallery__link");
    if (link && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
      event.preventDefault();
      openViewer(gallery, links, links.indexOf(link));
    }
  });
}

// A citation gets a button that copies it, where the browser lets pages copy.
for (const place of navigator.clipboard ? document.querySelectorAll("[data-ls-copy]") : []) {
  const name = `${place.dataset.lsCopy}: ${place.previousElementSibling.textContent}`;
  const copy = button(place.dataset.lsCopy, name, async () => {
    await navigator.clipboard.writeText(place.firstElementChild.textContent);
    copy.textContent = place.dataset.lsCopied;
    setTimeout(() => { copy.textContent = place.dataset.lsCopy; }, 2000);
  });
  copy.className = "copy";
  place.append(" ", copy);
}

// Suggestions below a search field: arrow keys walk through them, Escape or leaving closes them.
for (const box of document.querySelectorAll("[data-ls-suggestions]")) {
  const field = document.getElementById(box.dataset.lsSuggestions);
  const close = () => {
    field.dispatchEvent(new Event("htmx:abort"));
    box.replaceChildren();
  };
  const walk = (step) => {
    const stops = [field, ...box.querySelectorAll("a")];
    stops.at((stops.indexOf(document.activeElement) + step) % stops.length).focus();
  };
  for (const place of [field, box]) {
    place.addEventListener("keydown", (event) => {
      const deed = { ArrowDown: () => walk(1), ArrowUp: () => walk(-1), Escape: () => { close(); field.focus(); } }[event.key];
      if (deed && box.firstElementChild) {
        event.preventDefault();
        deed();
      }
    });
    place.addEventListener("focusout", ({ relatedTarget: next }) => {
      if (next && !box.contains(next) && !field.form.contains(next)) close();
    });
  }
}

// What is read is counted, and nothing of who reads: a page once it was in sight for a while, a file when it is fetched.
// The tab remembers what it told, so that looking again is not another reader (lessonstudy/portal/counting.py).
const page = document.querySelector("main[data-ls-record]");
if (page) {
  let patience;
  const watch = () => {
    clearTimeout(patience);
    if (document.visibilityState === "visible") patience = setTimeout(() => tellOnce(page, "view", "page"), 3000);
  };
  document.addEventListener("visibilitychange", watch);
  watch();
  for (const press of ["click", "auxclick"]) {
    page.addEventListener(press, (event) => {
      const link = event.button < 2 && event.target.closest("a");
      if (link && /^\/media\/documents\/|\/full\.pdf$/.test(link.pathname)) tellOnce(link, "download", link.pathname);
    });
  }
}

function tellOnce(place, what, name) {
  const record = place.closest("[data-ls-record]").dataset.lsRecord;
  const told = `told ${record} ${name}`;
  if (sessionStorage.getItem(told)) return;
  sessionStorage.setItem(told, what);
  navigator.sendBeacon(`/count?${new URLSearchParams({ record, what })}`);
}

function openViewer(gallery, links, index) {
  const viewer = element("dialog", "viewer");
  viewer.setAttribute("aria-label", gallery.dataset.lsName);
  const track = element("div", "viewer__track");
  track.tabIndex = -1;
  track.append(...links.map(slide));
  const count = element("span", "viewer__count");
  count.setAttribute("aria-live", "polite");
  const previous = button("←", gallery.dataset.lsPrevious, () => show(current() - 1));
  const next = button("→", gallery.dataset.lsNext, () => show(current() + 1));
  const close = button("×", gallery.dataset.lsClose, () => viewer.close());
  const bar = element("div", "viewer__bar");
  const nearer = button("+", gallery.dataset.lsNearer, () => zoom(2));
  const farther = button("−", gallery.dataset.lsFarther, () => zoom(0.5));
  bar.append(count, farther, nearer, previous, next, close);
  viewer.append(bar, track);
  document.body.append(viewer);

  const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  const current = () => Math.round(track.scrollLeft / track.clientWidth);
  const show = (number, behavior = smooth ? "smooth" : "instant") =>
    track.scrollTo({ left: number * track.clientWidth, behavior });
  const stage = () => track.children[current()].firstElementChild;
  const scale = () => Number(stage().dataset.scale || 1);
  // The middle of what is seen stays in the middle; the largest copy is fetched when somebody wants to see more.
  const zoom = (by) => {
    const place = stage(), before = scale(), after = Math.min(8, Math.max(1, before * by));
    const [x, y] = [place.scrollLeft + place.clientWidth / 2, place.scrollTop + place.clientHeight / 2];
    const image = place.firstElementChild;
    if (after > 1) image.src = links[current()].dataset.lsWhole;
    place.dataset.scale = after;
    place.style.setProperty("--scale", after);
    place.scrollTo(x * after / before - place.clientWidth / 2, y * after / before - place.clientHeight / 2);
    tell();
  };
  const pan = (x, y) => stage().scrollBy({ left: x * stage().clientWidth / 4, top: y * stage().clientHeight / 4 });
  let last = index;
  const tell = () => {
    if (!viewer.open) return; // a closed dialog has no width
    const number = last = current();
    count.textContent = `${number + 1} / ${links.length}`;
    previous.disabled = number === 0;
    next.disabled = number === links.length - 1;
    farther.disabled = scale() === 1;
    nearer.disabled = scale() === 8;
  };

  track.addEventListener("scroll", tell, { passive: true });
  viewer.addEventListener("keydown", (event) => {
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const steps = { ArrowLeft: current() - 1, ArrowRight: current() + 1, Home: 0, End: links.length - 1 };
    const scales = { "+": 2, "=": 2, "-": 0.5, 0: 1 / scale() };
    if (event.ctrlKey || event.metaKey || event.altKey) return; // the browser's own
    if (event.key in scales) zoom(scales[event.key]);
    else if (event.key in ways && scale() > 1) pan(...ways[event.key]);
    else if (event.key in steps) show(steps[event.key]);
    else return;
    event.preventDefault();
  });
  track.addEventListener("dblclick", () => zoom(scale() === 1 ? 2 : 1 / scale()));
  viewer.addEventListener("close", () => {
    viewer.remove();
    links[last].focus();
  });
  viewer.showModal();
  show(index, "instant");
  tell();
  close.focus();
}

function slide(link) {
  const small = link.querySelector("img");
  const figure = element("figure", "viewer__slide");
  const image = element("img");
  image.loading = "lazy";
  image.src = link.href;
  image.alt = small.alt;
  const stage = element("div", "viewer__stage");
  stage.append(image);
  figure.append(stage);
  const caption = link.parentElement.querySelector("figcaption");
  if (caption) figure.append(caption.cloneNode(true));
  return figure;
}

function element(tag, className = "") {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}

function button(text, name, action) {
  const made = element("button");
  made.type = "button";
  made.textContent = text;
  made.setAttribute("aria-label", name);
  made.addEventListener("click", action);
  return made;
}
