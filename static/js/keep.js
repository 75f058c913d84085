// Never lose a word. A form with data-keep="key" keeps what is typed in this browser, per person;
// one with data-autosave-url also saves it on the server while one types (it never submits: the
// named button alone does, it sends `act`). What has reached the server is taken out again here,
// and app.js takes everything out at logout: office computers are shared.
"use strict";

const WAIT_MS = 1500;
const RETRY_MS = [5000, 15000, 30000, 60000];
const ANSWER_MS = 30000;
const SKIPPED = new Set(["csrfmiddlewaretoken", "once", "act", "version", "page"]);
const BOOKKEEPING = /(_FORMS|-id)$/;
const OWN_KEY = `ban-nhap:${document.body.dataset.user || ""}:`;
const SERVER_AHEAD = Date.parse(document.body.dataset.now || "") - Date.now() || 0;

const now = () => Date.now() + SERVER_AHEAD; // the demo works on an assumed day, phones run wrong

const SIGN_IN = "Phiên đăng nhập đã kết thúc, chưa lưu được lên máy chủ.";
const CHOOSE = "Chọn một trong hai bản ở đầu trang rồi mới lưu, gửi được.";
const OFFLINE = "Mất mạng, chưa lưu được lên máy chủ.";

function readStore(key) {
  try {
    return JSON.parse(window.localStorage.getItem(key));
  } catch {
    return null;
  }
}

function writeStore(key, value) {
  try {
    if (value) window.localStorage.setItem(key, JSON.stringify(value));
    else window.localStorage.removeItem(key);
    return true;
  } catch {
    return false; // private window or full store: the page itself still holds the text
  }
}

function isText(name) {
  return name && !SKIPPED.has(name);
}

function textOf(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && isText(name));
}

// What the server sent, whatever was typed before this script came over a slow line.
function sentText(form) {
  const pairs = [];
  for (const field of form.elements) {
    const { name, type } = field;
    if (!isText(name) || ["file", "submit", "button"].includes(type)) continue;
    if (type === "checkbox" || type === "radio") {
      if (field.defaultChecked) pairs.push([name, field.value]);
    } else if (field.tagName === "SELECT") {
      const sent = [...field.options].filter((option) => option.defaultSelected);
      if (!sent.length && type === "select-one" && field.options.length) sent.push(field.options[0]);
      sent.forEach((option) => pairs.push([name, option.value]));
    } else pairs.push([name, field.defaultValue]);
  }
  return pairs;
}

// What a person typed, for comparing: composed letters, one kind of line break, no empty fields.
function gist(pairs) {
  const words = [];
  for (const [name, value] of pairs) {
    const text = value.normalize("NFC").replace(/\r\n?/g, "\n").trim();
    if (text && !BOOKKEEPING.test(name)) words.push(`${name}=${text}`);
  }
  return words.sort().join("\n\n");
}

function fill(form, pairs) {
  const values = new Map();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) || []), value]);
  for (const field of form.elements) {
    const name = field.name;
    if (!isText(name) || BOOKKEEPING.test(name)) continue;
    if (["file", "submit", "button"].includes(field.type)) continue;
    const wanted = values.get(name) || [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = wanted.includes(field.value);
    else if (field.tagName === "SELECT") {
      for (const option of field.options) option.selected = wanted.includes(option.value);
    } else field.value = wanted.shift() ?? "";
    if (field.type !== "hidden" && field.value) field.closest("details")?.setAttribute("open", "");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function clock(at) {
  const options = { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric" };
  const parts = {};
  for (const { type, value } of new Intl.DateTimeFormat("vi-VN", options).formatToParts(new Date(at))) {
    parts[type] = value;
  }
  return `${parts.hour}:${parts.minute} ngày ${parts.day}/${parts.month}/${parts.year}`;
}

async function ask(url, options = {}) {
  const answer = await fetch(url, {
    credentials: "same-origin",
    redirect: "manual",
    signal: AbortSignal.timeout(ANSWER_MS),
    ...options,
    headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
  });
  const isJson = (answer.headers.get("Content-Type") || "").includes("json");
  const data = isJson ? await answer.json() : {};
  return { status: answer.type === "opaqueredirect" ? 401 : answer.status, data };
}

class Kept {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosaveUrl || "";
    this.key = OWN_KEY + form.dataset.keep;
    this.failures = 0;
    this.status = this.line("p", "keep-said small", "status");
    this.alert = this.line("div", "keep-alert", "alert");
    form.prepend(this.alert, this.status);
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", () => this.typed());
    form.addEventListener("submit", (event) => this.submitted(event));
    window.addEventListener("online", () => this.again());
    window.addEventListener("offline", () => this.waiting() && this.fail(OFFLINE));
    document.addEventListener("visibilitychange", () => document.hidden || this.again());
    this.sent = sentText(form);
    this.saved = gist(this.sent);
    this.offer();
    if (!this.pending && this.waiting()) this.typed();
  }

  line(tag, css, role) {
    const line = document.createElement(tag);
    line.className = css;
    line.setAttribute("role", role);
    line.hidden = role === "alert";
    return line;
  }

  say(words) {
    this.failures = 0;
    this.alert.hidden = true;
    this.status.textContent = words;
  }

  // Loud: stays on the screen until a save succeeds, says where the text is and what to do.
  fail(reason, act = null) {
    this.status.textContent = "";
    const where = this.keep()
      ? "Phần chữ vẫn còn trên trang này và được giữ trên máy này."
      : "Phần chữ chỉ còn trên trang này: đừng đóng trang.";
    this.alert.replaceChildren(`${reason} ${where} `);
    if (act) this.alert.append(act);
    this.alert.hidden = false;
  }

  failLater(reason) {
    const wait = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)];
    this.failures += 1;
    this.fail(`${reason} ${this.url ? "Máy sẽ tự lưu lại khi có mạng." : "Khi có mạng, bấm lưu lại."}`);
    window.clearTimeout(this.timer);
    if (this.url) this.timer = window.setTimeout(() => this.save(), wait);
  }

  signIn(data = {}) {
    const link = document.createElement("a");
    link.className = "btn small";
    link.href = `${data.login || "/dang-nhap/"}?next=${encodeURIComponent(location.pathname + location.search)}`;
    link.textContent = "Đăng nhập lại";
    this.fail(`${SIGN_IN} Đăng nhập lại, phần đang gõ sẽ hiện ra để dùng tiếp.`, link);
  }

  waiting() {
    return gist(textOf(this.form)) !== this.saved;
  }

  keep(submitted = false) {
    if (this.pending === "saved") return false; // the older draft waits there for the choice
    const once = submitted ? this.form.elements.once?.value : "";
    return writeStore(this.key, { at: now(), once, pairs: textOf(this.form) });
  }

  forget() {
    writeStore(this.key, null);
  }

  // Two drafts: the newer one is shown, both times are named, the person chooses.
  offer() {
    const kept = readStore(this.key);
    if (!kept || !Array.isArray(kept.pairs)) return;
    if (gist(kept.pairs) === this.saved) {
      // A refused form shows the typed text, but the server may hold only a part of it.
      if (!("refused" in this.form.dataset)) this.forget();
      return;
    }
    if ("refused" in this.form.dataset) return;
    const savedAt = Date.parse(this.form.dataset.savedAt || "");
    this.pending = savedAt > kept.at ? "saved" : "kept";
    const box = this.line("div", "keep-offer", "region");
    box.setAttribute("aria-label", "Hai bản của trang này");
    const list = document.createElement("ul");
    for (const [name, words] of [
      ["kept", `Bản trên máy này: gõ lúc ${clock(kept.at)}, chưa lưu được lên máy chủ`],
      ["saved", savedAt ? `Bản đã lưu trên máy chủ: lúc ${clock(savedAt)}` : "Bản đã lưu trên máy chủ"],
    ]) {
      const item = document.createElement("li");
      item.textContent = words + (name === this.pending ? " (mới hơn, đang hiện bên dưới)" : "");
      list.append(item);
    }
    box.append("Trang này có hai bản khác nhau:", list);
    box.append(this.choice("Dùng bản trên máy này", box, "kept", kept.pairs));
    box.append(this.choice("Dùng bản đã lưu", box, "saved", this.sent));
    this.form.prepend(box);
    if (this.pending === "kept") fill(this.form, kept.pairs);
  }

  choice(words, box, name, pairs) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn alt small";
    button.textContent = words;
    button.addEventListener("click", () => {
      if (name !== this.pending) fill(this.form, pairs);
      this.pending = "";
      box.remove();
      this.say(words.replace("Dùng", "Đang dùng") + ".");
      if (this.waiting()) this.typed();
      else this.forget();
    });
    return button;
  }

  typed() {
    if (this.leaving) return;
    this.keep();
    window.clearTimeout(this.timer);
    if (this.pending) this.status.textContent = CHOOSE;
    else if (this.url) this.timer = window.setTimeout(() => this.save(), WAIT_MS);
    else this.say(`Đang giữ trên máy này lúc ${clock(now()).slice(0, 5)}; bấm nút lưu để gửi lên máy chủ.`);
  }

  again() {
    if (!this.alert.hidden && this.url) this.save();
  }

  async save() {
    if (!this.url || this.leaving || this.pending || !this.waiting()) return;
    if (this.busy) {
      this.more = true;
      return;
    }
    this.busy = true;
    const sent = gist(textOf(this.form));
    try {
      this.answered(await this.post(), sent);
    } catch {
      this.failLater(OFFLINE);
    }
    this.busy = false;
    if (this.more) {
      this.more = false;
      this.typed();
    }
  }

  async post() {
    const body = new FormData(this.form);
    for (const name of ["act", "once"]) body.delete(name);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    const answer = await ask(this.url, { method: "POST", body });
    if (answer.status !== 403 || this.renewed) return answer;
    // After a new login in another tab the old form's token no longer holds: once more with the new.
    this.renewed = true;
    const session = await this.session();
    return session.status === 200 ? this.post() : session;
  }

  async session() {
    const answer = await ask("/phien/");
    const token = this.form.elements.csrfmiddlewaretoken;
    const isSame = String(answer.data.user) === document.body.dataset.user;
    if (answer.status === 200 && !isSame) return { status: 401, data: {} };
    if (answer.data.csrf && token) token.value = answer.data.csrf;
    return answer;
  }

  answered({ status, data }, sent) {
    if (status === 200 && data.saved_at) {
      this.renewed = false;
      if (data.version !== undefined && this.form.elements.version) this.form.elements.version.value = data.version;
      this.saved = sent;
      if (data.whole !== false && !this.waiting()) this.forget();
      const rest = data.whole === false ? ", trừ chỗ chưa nhập đúng hoặc chưa đủ (giữ trên máy này)" : "";
      this.say(`Đã lưu lúc ${data.saved_at}${rest}.`);
    } else if (status === 401) this.signIn(data);
    else if (data.error) this.fail(data.error);
    else if (status === 403 || status === 404) this.fail("Tài khoản này không sửa được phần này nữa, chưa lưu.");
    else this.failLater("Máy chủ đang bận hoặc có lỗi, chưa lưu được.");
  }

  // The page is left only when the line is there and the session holds: a browser that cannot
  // reach the server would throw the form away.
  async submitted(event) {
    window.clearTimeout(this.timer);
    if (event.defaultPrevented || this.leaving) return;
    event.preventDefault();
    event.stopPropagation();
    if (this.asking) return;
    if (this.pending) return this.fail(CHOOSE);
    this.asking = true;
    this.keep(true);
    this.status.textContent = "Đang gửi…";
    const button = event.submitter;
    try {
      const { status, data } = navigator.onLine ? await this.session() : { status: 0, data: {} };
      if (status === 200) {
        this.leaving = true;
        this.form.requestSubmit(button);
        // Coming back to this very page by the back button, one may go on.
        window.setTimeout(() => { this.leaving = false; }, ANSWER_MS);
      } else if (status === 401) this.signIn(data);
      else if (status === 0) this.fail("Mất mạng, chưa gửi được. Khi có mạng, bấm gửi lại.");
      else this.fail("Máy chủ đang bận hoặc có lỗi, chưa gửi được. Chờ ít phút rồi bấm lại.");
    } catch {
      this.fail("Mất mạng, chưa gửi được. Khi có mạng, bấm gửi lại.");
    }
    this.asking = false;
  }
}

document.querySelectorAll("form[data-keep]").forEach((form) => new Kept(form));
