// Adds to the placement page what works without it as well: arrow keys on a
// rectangle and dragging by mouse or finger. The hidden inputs of the form hold
// the place in points from the bottom left corner.
"use strict";
(function () {
  const mm = 72 / 25.4;

  function prepare() {
    const form = document.querySelector("[data-place]");
    const sheet = form && form.querySelector("[data-sheet]");
    if (!sheet) return;
    const width = Number(sheet.dataset.width);
    const height = Number(sheet.dataset.height);
    form.querySelector("[data-help]").hidden = false;
    const rects = Array.from(sheet.querySelectorAll("[data-field]"));

    const get = (rect, name) => Number(rect.getAttribute(name));
    const clamp = (value, most) => Math.max(0, Math.min(most, value));

    function put(rect, x, y) {
      x = clamp(x, width - get(rect, "width"));
      y = clamp(y, height - get(rect, "height"));
      rect.setAttribute("x", x.toFixed(3));
      rect.setAttribute("y", y.toFixed(3));
      const field = rect.dataset.field;
      const low = height - y - get(rect, "height");
      form.elements[field + "-x"].value = x.toFixed(3);
      form.elements[field + "-y"].value = low.toFixed(3);
      const where = form.querySelector('[data-where="' + field + '"]');
      where.textContent = "cách trái " + Math.round(x / mm) + " mm, cách đáy " + Math.round(low / mm) + " mm";
      rect.setAttribute("aria-label", rect.dataset.label + ": dời bằng phím mũi tên; " + where.textContent);
    }

    function choose(rect) {
      const radio = document.getElementById("field-" + rect.dataset.field);
      radio.checked = true;
      rects.forEach((other) => {
        other.setAttribute("fill-opacity", other === rect ? "0.18" : "0.06");
        other.setAttribute("stroke-width", other === rect ? "1.6" : "0.8");
      });
    }

    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

    rects.forEach((rect) => {
      rect.setAttribute("tabindex", "0");
      rect.setAttribute("role", "button");
      rect.setAttribute("aria-label", rect.dataset.label + ": dời bằng phím mũi tên");
      rect.setAttribute("cursor", "move");
      rect.addEventListener("focus", () => choose(rect));
      rect.addEventListener("keydown", (event) => {
        const step = steps[event.key];
        if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
        event.preventDefault();
        const by = (event.shiftKey ? 5 : 1) * mm;
        put(rect, get(rect, "x") + step[0] * by, get(rect, "y") + step[1] * by);
      });
      let grip = null;
      const at = (event) => {
        const box = sheet.getBoundingClientRect();
        return { x: (event.clientX - box.left) * width / box.width, y: (event.clientY - box.top) * height / box.height };
      };
      rect.addEventListener("pointerdown", (event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        rect.focus();
        choose(rect);
        const p = at(event);
        grip = { x: p.x - get(rect, "x"), y: p.y - get(rect, "y") };
        rect.setPointerCapture(event.pointerId);
      });
      rect.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
      rect.addEventListener("pointermove", (event) => {
        if (!grip) return;
        const p = at(event);
        put(rect, p.x - grip.x, p.y - grip.y);
      });
      const end = () => { grip = null; };
      rect.addEventListener("pointerup", end);
      rect.addEventListener("pointercancel", end);
    });

    form.querySelectorAll('input[name="field"]').forEach((radio) => radio.addEventListener("change", () => {
      const rect = rects.find((r) => r.dataset.field === radio.value);
      if (rect) choose(rect);
    }));
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", prepare); else prepare();
})();
