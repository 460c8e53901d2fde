// Adds to the check page what works without it as well: a place to drop the
// file on, and how far the sending is.
"use strict";
(function () {
  function prepare() {
    const form = document.querySelector("form[data-check]");
    if (!form) return;
    const field = form.querySelector("input[type=file]");
    const drop = form.querySelector("[data-drop]");
    const progress = form.querySelector("[data-progress]");
    const bar = form.querySelector("progress");
    const text = form.querySelector("[data-progress-text]");
    const button = form.querySelector("[data-primary]");
    let sending = false;
    form.querySelector("[data-drop-hint]").hidden = false;

    const files = (event) => event.dataTransfer && Array.from(event.dataTransfer.types).includes("Files");
    // A file that misses the place must not replace the page.
    ["dragover", "drop"].forEach((kind) => document.addEventListener(kind, (event) => { if (files(event)) event.preventDefault(); }));
    drop.addEventListener("dragover", () => drop.classList.add("over"));
    drop.addEventListener("dragleave", (event) => { if (!drop.contains(event.relatedTarget)) drop.classList.remove("over"); });
    drop.addEventListener("drop", (event) => {
      drop.classList.remove("over");
      if (sending || !event.dataTransfer || event.dataTransfer.files.length === 0) return;
      const one = new DataTransfer();
      one.items.add(event.dataTransfer.files[0]);
      field.files = one.files;
      form.requestSubmit();
    });

    const say = (words, value) => {
      text.textContent = words;
      if (value === null) bar.removeAttribute("value"); else bar.value = value;
    };
    const end = () => {
      sending = false;
      progress.hidden = true;
      button.removeAttribute("aria-busy");
    };

    form.addEventListener("submit", (event) => {
      if (!window.FormData || field.files.length === 0) return;
      event.preventDefault();
      if (sending) return;
      sending = true;
      button.setAttribute("aria-busy", "true");
      progress.hidden = false;
      say("Đang gửi tệp…", 0);
      const request = new XMLHttpRequest();
      let shown = -1;
      request.upload.addEventListener("progress", (e) => {
        if (!e.lengthComputable) return;
        const percent = Math.floor(100 * e.loaded / e.total);
        bar.value = percent;
        const step = percent - percent % 10;
        if (step !== shown) { shown = step; text.textContent = "Đang gửi tệp… " + step + "%"; }
      });
      request.upload.addEventListener("load", () => say("Đã gửi xong. Đang kiểm tra chữ ký…", null));
      request.addEventListener("load", () => {
        if (request.status < 300 && new URL(request.responseURL).pathname !== location.pathname) {
          location.assign(request.responseURL);
          return;
        }
        const page = new DOMParser().parseFromString(request.responseText, "text/html");
        const main = page.querySelector("main");
        end();
        if (!main) return;
        document.querySelector("main").replaceChildren(...main.childNodes);
        prepare();
        const refusal = document.querySelector("[data-focus]");
        if (refusal) refusal.focus();
      });
      request.addEventListener("error", () => {
        end();
        progress.hidden = false;
        say("Mất kết nối khi gửi tệp. Kiểm tra đường truyền rồi gửi lại.", 0);
      });
      request.open("POST", form.action);
      request.send(new FormData(form));
    });
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", prepare); else prepare();
})();
