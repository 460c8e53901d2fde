// Keeps what is typed into the form of a draft every few seconds, so that a
// closed window loses nothing. Without a script the form works as it is.
"use strict";
(function () {
  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  const said = form.querySelector("[data-kept]");
  let last = "";
  let waiting = 0;

  function typed() {
    const out = new URLSearchParams();
    out.set("place", form.dataset.keep);
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "draft" && name !== "version") out.append(name, value);
    }
    return out;
  }

  function keep() {
    waiting = 0;
    const now = typed();
    if (now.toString() === last) return;
    fetch("/luu-tam", { method: "POST", body: now, credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok) return;
      last = now.toString();
      if (said) said.textContent = "Đã lưu tạm lúc " + new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" }) + ". Tệp đã chọn không lưu tạm.";
    }, function () {});
  }

  last = typed().toString();
  form.addEventListener("input", function () {
    if (!waiting) waiting = window.setTimeout(keep, 3000);
  });
})();
