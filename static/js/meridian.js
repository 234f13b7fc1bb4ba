// Enhancement only: every page works without this file. It keeps nothing on the reader's device.

// --- A form that opens where it stands -------------------------------------------------------
// <a href="/contact/?from=12" data-fragment="/contact/form/?from=12">Ask a question</a> inside an element that also
// holds a hidden [data-form-slot]. Whatever goes wrong, the browser does what it would do without us.

const plainTitle = document.title;

async function fetchPart(url, options = {}) {
  const response = await fetch(url, { ...options, headers: { Accept: "text/html" }, credentials: "same-origin" });
  // 422: the same form again, with its errors.
  if (!response.ok && response.status !== 422) throw new Error(String(response.status));
  return response;
}

async function show(slot, response) {
  const part = new DOMParser().parseFromString(await response.text(), "text/html");
  if (!part.querySelector("form")) throw new Error("no form");
  for (const element of part.querySelectorAll("[autofocus]")) element.removeAttribute("autofocus");
  slot.replaceChildren(...part.body.childNodes);
  slot.hidden = false;
  const summary = slot.querySelector(".summary");
  document.title = summary ? `Error: ${plainTitle}` : plainTitle;
  const target = summary ?? slot.querySelector("h2, h3");
  target?.setAttribute("tabindex", "-1");
  target?.focus();
}

async function open(link, slot) {
  link.setAttribute("aria-busy", "true");
  try {
    await show(slot, await fetchPart(link.dataset.fragment));
    link.hidden = true;
  } catch {
    location.assign(link.href);
  } finally {
    link.removeAttribute("aria-busy");
  }
}

async function send(form, slot, url) {
  form.setAttribute("aria-busy", "true");
  try {
    const response = await fetchPart(url, { method: "POST", body: new FormData(form) });
    // After success the server redirects to the confirmation.
    if (response.redirected) location.assign(response.url);
    else await show(slot, response);
  } catch {
    HTMLFormElement.prototype.submit.call(form);
  }
}

for (const link of document.querySelectorAll("a[data-fragment]")) {
  const slot = link.closest("section")?.querySelector("[data-form-slot]");
  if (!slot) continue;
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (!link.hasAttribute("aria-busy")) open(link, slot);
  });
  slot.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!event.target.hasAttribute("aria-busy")) send(event.target, slot, link.dataset.fragment);
  });
}

// Back from the confirmation: the form may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
});

// --- Where the reader is, in the list of contents --------------------------------------------

const entries = new Map();
for (const link of document.querySelectorAll(".contents a[href^='#']")) {
  const section = document.getElementById(link.hash.slice(1))?.closest("section");
  if (section) entries.set(section, link);
}
if (entries.size && "IntersectionObserver" in window) {
  const observer = new IntersectionObserver(
    (changes) => {
      for (const change of changes) {
        if (!change.isIntersecting) continue;
        for (const link of entries.values()) link.removeAttribute("aria-current");
        entries.get(change.target).setAttribute("aria-current", "true");
      }
    },
    // A thin line a quarter down the window: whatever section crosses it is the current one.
    { rootMargin: "-25% 0px -74% 0px" },
  );
  for (const section of entries.keys()) observer.observe(section);
}
