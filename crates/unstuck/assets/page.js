// Keeps the page as things stand. Without it the page renews itself every few seconds.
"use strict";
(() => {
  const seen = new Map();
  const source = new EventSource("/events");
  source.onmessage = (event) => {
    const parts = JSON.parse(event.data);
    for (const [name, html] of Object.entries(parts)) {
      if (name === "announce") {
        const heard = document.getElementById("announce");
        if (heard.textContent !== html) heard.textContent = html;
        continue;
      }
      const place = document.getElementById("part-" + name);
      if (!place || seen.get(name) === html) continue;
      const first = !seen.has(name);
      seen.set(name, html);
      // What somebody opened stays open; where somebody types nothing moves.
      if (first && name === "controls" && place.contains(document.activeElement)) continue;
      const open = [...place.querySelectorAll("details")].map((one) => one.open);
      place.innerHTML = html;
      place.querySelectorAll("details").forEach((one, at) => { if (open[at]) one.open = true; });
    }
  };
})();
