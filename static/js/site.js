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
  bar.append(count, previous, next, close);
  viewer.append(bar, track);
  document.body.append(viewer);

  const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  const current = () => Math.round(track.scrollLeft / track.clientWidth);
  const show = (number, behavior = smooth ? "smooth" : "instant") =>
    track.scrollTo({ left: number * track.clientWidth, behavior });
  let last = index;
  const tell = () => {
    if (!viewer.open) return; // a closed dialog has no width
    const number = last = current();
    count.textContent = `${number + 1} / ${links.length}`;
    previous.disabled = number === 0;
    next.disabled = number === links.length - 1;
  };

  track.addEventListener("scroll", tell, { passive: true });
  viewer.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: current() - 1, ArrowRight: current() + 1, Home: 0, End: links.length - 1 };
    if (event.key in steps) {
      event.preventDefault();
      show(steps[event.key]);
    }
  });
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
  figure.append(image);
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
