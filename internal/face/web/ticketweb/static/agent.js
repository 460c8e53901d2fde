// Looks whether the agent at this desk answers and says so on the page. Without
// it the page asks the person to try; nothing is sent but a question.
"use strict";
(function () {
  function show(name) {
    document.querySelectorAll("[data-agent-present], [data-agent-absent]").forEach((el) => {
      el.hidden = !el.hasAttribute("data-agent-" + name);
    });
    document.querySelectorAll("[data-agent-unknown]").forEach((el) => { el.hidden = true; });
  }
  function prepare() {
    const where = document.querySelector("[data-agent]");
    if (!where) return;
    const patience = new AbortController();
    setTimeout(() => patience.abort(), 3000);
    // The answer cannot be read from another origin; that there is one is enough.
    fetch(where.dataset.agent, { mode: "no-cors", credentials: "omit", cache: "no-store", signal: patience.signal })
      .then(() => show("present"), () => show("absent"));
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", prepare); else prepare();
})();
