// Adds to pages what works without it as well: keys, the help window, one
// sending of a form. Nothing here is needed to do the work.
"use strict";
(function () {
  const store = "antin.single-keys";
  const singleOff = () => { try { return localStorage.getItem(store) === "off"; } catch { return false; } };
  const typing = (el) => el && (el.isContentEditable || el.matches("textarea, select, input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=submit])"));
  const rows = () => Array.from(document.querySelectorAll("[data-list] [data-row]")).filter((row) => row.offsetParent !== null);
  const rowOf = (el) => el && el.closest ? el.closest("[data-row]") : null;

  function move(step) {
    const all = rows();
    if (all.length === 0) return false;
    const here = all.indexOf(rowOf(document.activeElement));
    const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, here + step))];
    const target = next.querySelector("a[data-open], a[href]");
    if (!target) return false;
    target.focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  }

  function mark() {
    const row = rowOf(document.activeElement);
    const box = row && row.querySelector("input[type=checkbox]");
    if (!box) return false;
    box.click();
    return true;
  }

  function search() {
    const field = document.querySelector("[data-search]");
    if (!field) return false;
    field.focus();
    field.select();
    return true;
  }

  function help() {
    const dialog = document.getElementById("keys");
    if (!dialog || dialog.open) return false;
    dialog.showModal();
    return true;
  }

  function primary() {
    const button = document.querySelector("[data-primary]:not(:disabled)");
    if (!button) return false;
    button.click();
    return true;
  }

  const single = { j: () => move(1), k: () => move(-1), x: mark, "/": search, "?": help };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "s") {
      if (primary()) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    const does = single[event.key];
    if (does && !singleOff() && does()) event.preventDefault();
  });

  // A form goes once: a second press while the answer is awaited does nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented || form.hasAttribute("data-again")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
    });
  });

  function prepare() {
    document.querySelectorAll("[data-reveal]").forEach((button) => {
      const field = document.getElementById(button.dataset.reveal);
      button.hidden = false;
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", () => {
        const shown = field.type === "text";
        field.type = shown ? "password" : "text";
        button.setAttribute("aria-pressed", String(!shown));
        button.firstChild.data = shown ? "Hiện" : "Ẩn";
      });
    });
    document.querySelectorAll("[data-single-keys]").forEach((box) => {
      box.checked = !singleOff();
      box.addEventListener("change", () => { try { localStorage.setItem(store, box.checked ? "on" : "off"); } catch { /* private window: holds for this page */ } });
    });
    const refusal = document.querySelector("[data-focus]");
    if (refusal) refusal.focus();
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", prepare); else prepare();
})();
