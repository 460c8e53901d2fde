// Looks whether the national signing service runs at this desk, and lets it sign:
// one socket for one call, as its own script does. The service fetches the file
// and brings it back by itself; this page only waits for what it says.
"use strict";
(function () {
  function prepare() {
    const box = document.querySelector("[data-service]");
    if (!box) return;
    const note = box.querySelector("[data-service-note]");
    const button = box.querySelector("[data-service-sign]");
    const say = (text) => { note.textContent = text; note.hidden = false; };
    try {
      const probe = new WebSocket(box.dataset.service + "/SignApproved");
      probe.onopen = () => { box.hidden = false; probe.close(); };
    } catch { return; }
    button.addEventListener("click", () => {
      button.disabled = true;
      say("Đang chờ VGCA Sign Service. Làm theo cửa sổ của phần mềm ký.");
      let over = false;
      const socket = new WebSocket(box.dataset.service + "/SignApproved");
      socket.onopen = () => socket.send(JSON.stringify({
        FileUploadHandler: box.dataset.back, SessionId: "", JWTToken: "", FileName: box.dataset.file,
        MetaData: [], DocNumber: "", IssuedDate: "",
      }));
      socket.onmessage = (message) => {
        over = true;
        socket.close();
        let answer = {};
        try { answer = JSON.parse(message.data); } catch { /* some versions answer one word */ }
        if (answer.Status === 0 || message.data === "0") {
          location.assign(box.dataset.outcome);
          return;
        }
        say("Chưa ký được: " + (answer.Message || "phần mềm ký không nói lý do") + " Xem kết quả rồi tạo lượt ký mới.");
      };
      socket.onclose = () => { if (!over) say("VGCA Sign Service đã đóng mà chưa ký. Tạo lượt ký mới, hoặc ký bằng Máy ký số."); };
    });
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", prepare); else prepare();
})();
