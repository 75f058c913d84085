// The button of a bulk act says with how many rows it works.
"use strict";

document.querySelectorAll("form[data-bulk]").forEach((form) => {
  const count = form.querySelector("[data-bulk-count]");
  if (!count) return;
  const show = () => {
    count.textContent = String(form.querySelectorAll('input[name="do"]:checked').length);
  };
  form.addEventListener("change", show);
  show();
});
