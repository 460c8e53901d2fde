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
  // A clock that is a minute off makes tickets and time-stamps fail.
  function clock() {
    const note = document.querySelector("[data-clock]");
    if (!note) return;
    const ahead = (Date.now() - Date.parse(note.dataset.clock)) / 1000;
    const drift = Math.abs(ahead);
    let words = "hơn một phút";
    if (drift >= 172800) words = Math.floor(drift / 86400) + " ngày";
    else if (drift >= 7200) words = Math.floor(drift / 3600) + " giờ";
    else if (drift >= 120) words = Math.floor(drift / 60) + " phút";
    note.querySelector("[data-drift]").textContent = (ahead > 0 ? "nhanh " : "chậm ") + words;
    note.hidden = !(drift > 60);
  }
  function prepare() {
    clock();
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
