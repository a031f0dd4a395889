/* The few things HTML cannot do by itself. Every page reads and sends without this file. */
(() => {
  "use strict";

  // htmx notes the address of the page in the browser; an address can point at a child, so nothing stays.
  const forget = () => window.sessionStorage.clear();
  window.addEventListener("load", forget);
  document.addEventListener("htmx:afterSettle", forget);
  window.addEventListener("pagehide", forget);

  // What is typed is kept within three seconds, also while typing goes on, and at once when the page is put away.
  const PAUSE = 3000;
  const waiting = new Map();
  const keep = (line) => {
    clearTimeout(waiting.get(line));
    waiting.delete(line);
    window.htmx.trigger(line, "keep");
  };
  const typed = (event) => {
    const line = event.target.form?.querySelector("[data-draft]");
    if (line && !waiting.has(line)) waiting.set(line, setTimeout(keep, PAUSE, line));
  };
  document.addEventListener("input", typed);
  document.addEventListener("change", typed);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") [...waiting.keys()].forEach(keep);
  });
  document.addEventListener("submit", () => {
    waiting.forEach((timer) => clearTimeout(timer));
    waiting.clear();
  });

  // A draft that could not be kept must say so: silence would look like "kept".
  const lost = (event) => {
    const line = event.target.closest?.("[data-draft]");
    if (!line) return;
    line.classList.add("draft--lost");
    line.textContent = line.dataset.lost;
  };
  document.addEventListener("htmx:sendError", lost);
  document.addEventListener("htmx:timeout", lost);
  document.addEventListener("htmx:responseError", lost);
  document.addEventListener("htmx:beforeSwap", (event) => {
    event.target.classList?.toggle("draft--lost", event.detail.xhr.status >= 400);
  });

  // An open menu closes with Escape, and when the reader goes elsewhere.
  const menus = () => document.querySelectorAll("details.account[open], details.menu__more[open]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus().forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  document.addEventListener("click", (event) => {
    menus().forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
})();
