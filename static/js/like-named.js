// Shows models with a like name while one types it; without JavaScript they stand there after saving.
"use strict";

const LIKE_WAIT_MS = 600;

function likeLine(model) {
  const line = document.createElement("li");
  const link = document.createElement("a");
  link.href = model.url;
  link.textContent = model.name;
  line.append(link, ` – ${model.owner}, năm ${model.year} (${model.state.toLowerCase()})`);
  return line;
}

function showLike(box, models) {
  box.replaceChildren();
  if (!models.length) return;
  const words = document.createElement("p");
  words.className = "small";
  const strong = document.createElement("b");
  strong.textContent = "Đã có mô hình tên gần giống:";
  words.append(strong);
  const list = document.createElement("ul");
  list.className = "small";
  list.append(...models.map(likeLine));
  box.append(words, list);
}

function watchName(box) {
  const name = document.getElementById("id_name");
  if (!name) return;
  let timer = 0;
  let asked = 0;
  name.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(async () => {
      asked += 1;
      const mine = asked;
      const query = new URLSearchParams({ ten: name.value, tru: box.dataset.except || "" });
      try {
        const answer = await fetch(`${box.dataset.likeNamed}?${query}`, { credentials: "same-origin" });
        if (answer.ok && mine === asked) showLike(box, (await answer.json()).models);
      } catch {
        // only a help: the same list stands on the page after saving
      }
    }, LIKE_WAIT_MS);
  });
}

document.querySelectorAll("[data-like-named]").forEach(watchName);
