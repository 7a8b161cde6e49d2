// The work queue: choose rows for dispatch, and keep the choice and the focus when the rows are refreshed.
"use strict";

(() => {
  const body = document.getElementById("queue-rows");
  if (!body) return;
  const bar = document.querySelector("[data-bulk]");
  const people = document.getElementById("assignee");
  const all = document.querySelector("[data-pick-all]");
  const boxes = () => [...body.querySelectorAll("input[name=task]")];
  let chosen = new Set();
  let focused = "";
  let offered = ""; // for which rows the colleagues were fetched
  let picked = "";

  const count = () => {
    const marked = boxes().filter((box) => box.checked).map((box) => box.value);
    const number = marked.length;
    if (bar) {
      const words = bar.querySelector("[data-bulk-words]");
      words.textContent = `${number} ${number === 1 ? words.dataset.one : words.dataset.many}`;
      bar.hidden = number === 0;
      if (number && people && marked.join() !== offered) {
        offered = marked.join();
        htmx.trigger(people, "crm:needed");
      }
    }
    if (all) all.checked = number > 0 && number === boxes().length;
  };

  document.addEventListener("change", (event) => {
    if (event.target === all) boxes().forEach((box) => { box.checked = all.checked; });
    if (event.target === all || event.target.name === "task") count();
  });

  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target === people) picked = people.value;
    if (event.detail.target !== body) return;
    chosen = new Set(boxes().filter((box) => box.checked).map((box) => box.value));
    const row = document.activeElement?.closest?.("tr[data-task]");
    focused = row && body.contains(row) ? `[data-task="${row.dataset.task}"] ${document.activeElement.localName}` : "";
  });

  document.body.addEventListener("htmx:afterSettle", () => {
    boxes().forEach((box) => { if (chosen.has(box.value)) box.checked = true; });
    if (focused) body.querySelector(focused)?.focus({ preventScroll: true });
    focused = "";
    if (picked) people.value = picked;
    if (people && people.selectedIndex < 0) people.value = ""; // who was picked does none of these steps
    picked = "";
    count();
  });

  document.addEventListener("DOMContentLoaded", count);
})();
