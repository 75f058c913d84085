// Sends the files of a form[data-photos] one by one, photos shrunk first; each has its own line.
// Without JavaScript, or for a photo this browser cannot read, the server does the same work.
"use strict";

const LONGEST_SIDE = 2000; // as on the server
const SMALL_BYTES = 400 * 1024;
const SENDING_MS = 5 * 60 * 1000;

async function shrunk(file) {
  if (!file.type.startsWith("image/") || file.size < SMALL_BYTES) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const paper = canvas.getContext("2d");
    paper.fillStyle = "white";
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg" });
  } catch {
    return file; // HEIC in most browsers, a broken picture: the server says what it is
  }
}

class Sending {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=file]");
    this.said = document.createElement("p");
    this.said.className = "small";
    this.said.setAttribute("role", "status");
    this.lines = document.createElement("ul");
    this.lines.className = "sent-files small";
    form.append(this.said, this.lines);
    form.addEventListener("submit", (event) => this.start(event));
  }

  start(event) {
    const files = [...this.input.files];
    if (!files.length || event.defaultPrevented) return; // the server says what is missing
    event.preventDefault();
    event.stopPropagation();
    if (!this.busy) this.sendAll(files);
  }

  async sendAll(files) {
    this.busy = true;
    this.lines.replaceChildren();
    const waiting = [];
    let kept = 0;
    for (const [index, file] of files.entries()) {
      this.said.textContent = `Đang gửi ${index + 1} trên ${files.length}: ${file.name}`;
      const line = document.createElement("li");
      const { isKept, said, again } = await this.send(file);
      line.className = isKept ? "kept" : "refused";
      line.append(said);
      this.lines.append(line);
      if (isKept) kept += 1;
      if (again) waiting.push(file);
    }
    this.said.textContent = `Đã nhận ${kept} trên ${files.length} tệp.`;
    this.busy = false;
    this.input.value = "";
    if (waiting.length) this.offerAgain(waiting);
    if (kept) await this.showStored();
  }

  async send(file) {
    const body = new FormData(this.form);
    for (const name of [this.input.name, "once", "act"]) body.delete(name);
    body.append(this.input.name, await shrunk(file));
    try {
      const answer = await fetch(location.href, {
        method: "POST",
        body,
        credentials: "same-origin",
        redirect: "manual",
        signal: AbortSignal.timeout(SENDING_MS),
        headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
      });
      const isJson = (answer.headers.get("Content-Type") || "").includes("json");
      const data = isJson ? await answer.json() : {};
      const result = data.files?.[0];
      if (result) return { isKept: result.kept, said: result.said };
      if (answer.status === 401) return { said: this.signIn(data.login, file), again: true };
      return { said: data.error || `${file.name}: máy chủ chưa nhận.`, again: answer.status >= 500 };
    } catch {
      return { said: `${file.name}: mất mạng, chưa gửi được.`, again: true };
    }
  }

  signIn(login, file) {
    const words = document.createElement("span");
    const link = document.createElement("a");
    link.href = `${login}?next=${encodeURIComponent(location.pathname)}`;
    link.textContent = "Đăng nhập lại";
    words.append(`${file.name}: phiên đăng nhập đã kết thúc, chưa gửi được. `, link);
    return words;
  }

  offerAgain(files) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn alt small";
    button.textContent = files.length === 1 ? "Gửi lại tệp này" : `Gửi lại ${files.length} tệp này`;
    button.addEventListener("click", () => this.sendAll(files));
    const line = document.createElement("li");
    line.append(button);
    this.lines.append(line);
  }

  async showStored() {
    const box = document.getElementById("tep-da-gui");
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      box.replaceWith(page.getElementById("tep-da-gui"));
    } catch {
      // the lines below say what was kept; the list comes with the next page
    }
  }
}

document.querySelectorAll("form[data-photos]").forEach((form) => new Sending(form));
