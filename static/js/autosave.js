// Saves a draft while one types. It never submits: the named button alone does (it sends `act`).
// What could not be saved stays in this browser under data-autosave-key and is offered again.
"use strict";

const WAIT_MS = 1500;
const KEPT_MS = 14 * 24 * 3600 * 1000;
const SKIPPED = new Set(["csrfmiddlewaretoken", "once", "act"]);
const KEY_PREFIX = "ban-nhap:";

function readStore(key) {
  try {
    return JSON.parse(window.localStorage.getItem(key));
  } catch {
    return null;
  }
}

function writeStore(key, value) {
  try {
    window.localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false; // private window or full store: the page itself still holds the text
  }
}

function dropStore(key) {
  try {
    window.localStorage.removeItem(key);
  } catch {
    // nothing is kept there then
  }
}

function textOf(form) {
  const pairs = [];
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !SKIPPED.has(name) && name !== "version") pairs.push([name, value]);
  }
  return pairs;
}

function fill(form, pairs) {
  const values = new Map();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) || []), value]);
  for (const field of form.elements) {
    if (!field.name || SKIPPED.has(field.name) || field.name === "version") continue;
    if (field.type === "file" || field.type === "submit" || field.type === "button") continue;
    const wanted = values.get(field.name) || [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = wanted.includes(field.value);
    else if (field.tagName === "SELECT") {
      for (const option of field.options) option.selected = wanted.includes(option.value);
    } else field.value = wanted.shift() ?? "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

class Draft {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosaveUrl;
    this.key = KEY_PREFIX + form.dataset.autosaveKey;
    this.status = form.querySelector("[data-autosave-status]");
    this.timer = 0;
    this.busy = false;
    this.again = false;
    this.leaving = false;
    form.addEventListener("input", () => this.later());
    form.addEventListener("change", () => this.later());
    form.addEventListener("submit", (event) => this.submitted(event));
    window.addEventListener("online", () => this.save());
    this.loaded = JSON.stringify(textOf(form));
    this.offer();
  }

  say(words, css = "") {
    if (!this.status) return;
    this.status.className = `autosave small ${css}`.trim();
    this.status.textContent = words;
  }

  version() {
    return Number(this.form.elements.version?.value || 0);
  }

  keep(submitted = false) {
    const pairs = textOf(this.form);
    return writeStore(this.key, { at: Date.now(), version: this.version(), submitted, pairs });
  }

  // A copy that differs from what the server sent was never saved: show it, let the person choose.
  // One that was sent by the button, and whose record has moved on since, has arrived.
  offer() {
    const kept = readStore(this.key);
    if (!kept || !Array.isArray(kept.pairs)) return;
    const arrived = kept.submitted && this.version() > kept.version;
    const old = Date.now() - kept.at > KEPT_MS;
    if (arrived || old || JSON.stringify(kept.pairs) === this.loaded) {
      dropStore(this.key);
      return;
    }
    const time = new Date(kept.at).toLocaleString("vi-VN", { dateStyle: "short", timeStyle: "short" });
    this.say(`Máy này còn giữ phần chữ chưa lưu được (${time}). `, "offer");
    this.button("Dùng lại phần chữ đó", () => {
      fill(this.form, kept.pairs);
      this.save();
    });
    this.button("Bỏ, dùng bản đang hiện", () => {
      dropStore(this.key);
      this.say("");
    });
    this.offered = true;
  }

  button(words, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn alt small";
    button.textContent = words;
    button.addEventListener("click", () => {
      this.offered = false;
      act();
    });
    this.status?.append(button);
  }

  later() {
    if (this.offered) return; // the kept copy must not be overwritten before the person has chosen
    this.keep();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), WAIT_MS);
  }

  submitted(event) {
    window.clearTimeout(this.timer);
    if (event.defaultPrevented) return;
    this.leaving = true;
    // Kept until the next page proves that the server has the text.
    if (!this.offered) this.keep(true);
  }

  async save() {
    if (this.leaving || this.offered) return;
    if (JSON.stringify(textOf(this.form)) === this.loaded) return;
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    const sent = JSON.stringify(textOf(this.form));
    try {
      this.answered(await this.post(), sent);
    } catch {
      this.fail("Mất kết nối: chưa lưu được nháp.");
    }
    this.busy = false;
    if (this.again) {
      this.again = false;
      this.later();
    }
  }

  async post() {
    const body = new FormData(this.form);
    for (const name of ["act", "once"]) body.delete(name);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    const answer = await fetch(this.url, {
      method: "POST",
      body,
      credentials: "same-origin",
      redirect: "manual",
      headers: {
        Accept: "application/json",
        "X-CSRFToken": this.form.elements.csrfmiddlewaretoken?.value ?? "",
        "X-Requested-With": "XMLHttpRequest",
      },
    });
    const isJson = (answer.headers.get("Content-Type") || "").includes("json");
    return { status: answer.status, type: answer.type, data: isJson ? await answer.json() : null };
  }

  answered({ status, type, data }, sent) {
    if (status === 200 && data?.saved_at) {
      if (data.version !== undefined && this.form.elements.version) {
        this.form.elements.version.value = data.version;
      }
      this.loaded = sent;
      if (JSON.stringify(textOf(this.form)) === sent) dropStore(this.key);
      this.say(`Đã tự lưu nháp lúc ${data.saved_at}`);
    } else if (data?.error) this.fail(data.error);
    else if (type === "opaqueredirect" || status === 401 || status === 403 || status === 200) {
      this.fail("Phiên đăng nhập đã kết thúc: chưa lưu được nháp. Mở một thẻ mới, đăng nhập lại, rồi tải lại trang này.");
    } else this.fail("Máy chủ chưa nhận: chưa lưu được nháp.");
  }

  fail(reason) {
    const kept = this.keep();
    const rest = kept
      ? "Phần chữ vẫn còn trên trang này và trong máy này."
      : "Phần chữ chỉ còn trên trang này: đừng đóng trang.";
    this.say(`${reason} ${rest}`, "bad");
  }
}

document.querySelectorAll("form[data-autosave-url]").forEach((form) => new Draft(form));
