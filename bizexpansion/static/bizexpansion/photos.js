// Photos of a step: each is sent as soon as it is taken; without a connection they wait and are sent later.
"use strict";

(() => {
  const section = document.querySelector("[data-photos]");
  if (!section) return;
  const form = section.querySelector("form");
  const list = section.querySelector("[data-photo-list]");
  const state = section.querySelector("[data-photo-state]");
  const again = section.querySelector("[data-photo-again]");
  const waiting = [];
  let sending = false;

  const say = (words) => { state.textContent = words; };

  const post = async (address, body) => {
    const answer = await fetch(address, {
      method: "POST",
      body,
      headers: { "HX-Request": "true", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    });
    if (answer.ok || answer.status === 422) list.innerHTML = await answer.text();
    else if (answer.status >= 500) throw new Error(String(answer.status));
    else say(section.dataset.refused);
    return answer;
  };

  const send = async () => {
    if (sending) return;
    sending = true;
    again.hidden = true;
    const problems = [];
    try {
      while (waiting.length) {
        say(`↑ ${waiting.length}`);
        const body = new FormData();
        body.append("photos", waiting[0], waiting[0].name);
        const answer = await post(form.action, body);
        waiting.shift();
        if (answer.status === 422) problems.push(...list.querySelectorAll("[role=alert]"));
        if (answer.ok || answer.status === 422) say("");
      }
      list.prepend(...problems);
    } catch {
      say(`${section.dataset.failed} (${waiting.length})`);
      again.hidden = false;
    }
    sending = false;
  };

  form.addEventListener("change", (event) => {
    waiting.push(...event.target.files);
    event.target.value = "";
    send();
  });
  again.addEventListener("click", send);
  window.addEventListener("online", send);

  section.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-photo-remove]")) return;
    event.preventDefault();
    event.stopPropagation();
    post(event.target.action, new FormData(event.target)).catch(() => say(section.dataset.refused));
  });

  // The form itself: not into a dead connection, where a browser would show an error page instead of it.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form.sheet") || (navigator.onLine && !waiting.length)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say(navigator.onLine ? section.dataset.waiting : section.dataset.offline);
    state.scrollIntoView({ block: "center" });
  }, true);
  window.addEventListener("beforeunload", (event) => { if (waiting.length) event.preventDefault(); });
})();
