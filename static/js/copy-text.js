// "Sao chép" beside a ready message; without JavaScript the text is selected by hand.
"use strict";

function selectAll(text) {
  text.focus();
  text.setSelectionRange(0, text.value.length);
}

async function copyText(text) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text.value);
      return true;
    } catch {
      // The browser may forbid it; the old way below still works.
    }
  }
  selectAll(text);
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  }
}

document.querySelectorAll("[data-copy]").forEach((button) => {
  const text = document.getElementById(button.dataset.copy);
  const status = button.parentElement.querySelector("[data-copied]");
  button.hidden = false;
  text.addEventListener("focus", () => selectAll(text));
  button.addEventListener("click", async () => {
    const done = await copyText(text);
    if (!done) selectAll(text);
    status.textContent = done
      ? "Đã sao chép, dán vào Zalo để gửi."
      : "Chưa sao chép được: nội dung đã được chọn, bấm giữ rồi chọn Sao chép.";
  });
});
