// Small helps; every page works without them.
"use strict";

const SECOND_CLICK_MS = 1000;
const FOCUS_WAIT_MS = 250; // the browser's own autofocus comes first

// The summary has `autofocus`; this helps browsers that know it on form fields only.
function focusErrorSummary() {
  const summary = document.querySelector(".error-summary");
  if (summary && document.activeElement === document.body) summary.focus();
}

// A second click within a second does nothing; the server's one-time token guards the rest.
function ignoreSecondClicks() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    const now = Date.now();
    if (now - Number(form.dataset.sentAt || 0) < SECOND_CLICK_MS) {
      event.preventDefault();
      return;
    }
    form.dataset.sentAt = String(now);
    const button = event.submitter;
    if (!button) return;
    button.setAttribute("aria-disabled", "true");
    window.setTimeout(() => button.removeAttribute("aria-disabled"), SECOND_CLICK_MS);
  });
}

function startCounter(counter) {
  const text = document.getElementById(counter.dataset.counterFor);
  if (!text) return;
  const limit = Number(text.dataset.counter);
  const show = () => {
    // Counted as the server does: letters of the composed form, one per line break.
    const left = limit - Array.from(text.value.normalize("NFC")).length;
    counter.classList.toggle("over", left < 0);
    counter.textContent = left < 0 ? `Thừa ${-left} ký tự.` : `Còn ${left} ký tự.`;
  };
  text.addEventListener("input", show);
  show();
}

function closeMenuOnEscape() {
  const menu = document.querySelector("details.menu");
  if (!menu) return;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
}

// keep.js keeps what was typed in this browser until it has arrived, under the person's number.
const DRAFTS = "ban-nhap:";
const DRAFT_DAYS = 7;

function keptDrafts(prefix) {
  try {
    const keys = Object.keys(window.localStorage).filter((key) => key.startsWith(prefix));
    return keys.map((key) => [key, JSON.parse(window.localStorage.getItem(key)) || {}]);
  } catch {
    return []; // no store in this browser, nothing kept
  }
}

// The page names the forms that have arrived; what nobody came back for goes too.
function forgetArrived() {
  const { user, done, now } = document.body.dataset;
  if (!user) return;
  const arrived = new Set((done || "").split(" "));
  const oldest = Date.parse(now) - DRAFT_DAYS * 24 * 3600 * 1000;
  for (const [key, draft] of keptDrafts(DRAFTS)) {
    if ((draft.once && arrived.has(draft.once)) || !(draft.at > oldest)) window.localStorage.removeItem(key);
  }
}

// Office computers are shared: after "Đăng xuất" nothing this person typed stays readable.
function forgetAtLogout(form) {
  const question =
    "Máy này còn giữ phần chữ chưa gửi được lên máy chủ. Đăng xuất sẽ xóa phần chữ đó. Vẫn đăng xuất?";
  form.addEventListener("submit", (event) => {
    const own = keptDrafts(`${DRAFTS}${form.dataset.logout}:`);
    if (own.length && !window.confirm(question)) event.preventDefault();
    else own.forEach(([key]) => window.localStorage.removeItem(key));
  });
}

window.addEventListener("load", () => window.setTimeout(focusErrorSummary, FOCUS_WAIT_MS));
forgetArrived();
ignoreSecondClicks();
document.querySelectorAll("form[data-logout]").forEach(forgetAtLogout);
closeMenuOnEscape();
document.querySelectorAll("[data-counter-for]").forEach(startCounter);
