// The keyboard, lists, forms and the feedback of the frame. Everything works without this file, only slower.
"use strict";

(() => {
  const typing = (element) => element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const help = document.getElementById("help");
  const notice = document.getElementById("notice");
  let goPressed = 0;

  const tell = (words) => {
    if (!notice) return;
    notice.textContent = words;
    notice.hidden = false;
    setTimeout(() => { notice.hidden = true; }, 8000);
  };

  // --- places and help ---------------------------------------------------------------------------
  const shortcuts = {
    "/": () => document.getElementById("search-box")?.focus(),
    "?": () => help?.showModal(),
    "F2": () => document.querySelector("[data-primary]")?.click(),
  };

  const goTo = (letter) => {
    const link = [...document.querySelectorAll("[data-go]")].find((each) => each.dataset.go === letter);
    if (link) link.click();
    return Boolean(link);
  };

  // --- what is long and folds away where there is little room -------------------------------------
  if (matchMedia("(max-width: 767px)").matches) {
    document.querySelectorAll("details[data-fold-narrow]").forEach((each) => each.removeAttribute("open"));
  }

  // --- lists -------------------------------------------------------------------------------------
  const rows = () => [...document.querySelectorAll("tr[data-href]")];
  const rowLink = (row) => row.querySelector("a[href]") || row;

  const move = (step) => {
    const all = rows();
    if (!all.length) return false;
    const here = all.findIndex((row) => row.contains(document.activeElement));
    const next = all[Math.min(Math.max(here + step, 0), all.length - 1)];
    rowLink(next).focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  };

  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-href]");
    if (!row || event.target.closest("a, button, input, label, select") || String(getSelection())) return;
    if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
    else location.assign(row.dataset.href);
  });

  // On a phone the heads of a list are gone: a figure says itself what it is.
  const label = () => document.querySelectorAll(".list:not(.figures)").forEach((list) => {
    const heads = [...list.querySelectorAll("thead th")].map((head) => head.textContent.trim());
    list.querySelectorAll("tbody td.number:not([data-label])").forEach((cell) => {
      if (cell.textContent.trim() && !cell.querySelector(".only-narrow")) cell.dataset.label = heads[cell.cellIndex] || "";
    });
  });
  if (matchMedia("(max-width: 767px)").matches) {
    label();
    document.addEventListener("htmx:afterSettle", label);
  }

  // --- the search box: hits as you type, arrows choose, Enter opens --------------------------------
  const box = document.getElementById("search-box");
  const hits = document.getElementById("search-hits");
  const options = () => [...hits.querySelectorAll("a[role=option]")];
  const chosen = () => hits.querySelector("[aria-selected=true]");

  const choose = (option) => {
    chosen()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) box.setAttribute("aria-activedescendant", option.id);
    else box.removeAttribute("aria-activedescendant");
  };
  const showHits = (shown) => {
    hits.hidden = !shown;
    box.setAttribute("aria-expanded", String(shown));
    if (!shown) choose(null);
  };

  if (box && hits) {
    let stale = true; // the hits below are not of the text above
    const typed = () => {
      stale = true;
      choose(null);
      if (box.value.trim()) box.dispatchEvent(new Event("crm:typed"));
      else showHits(false);
    };
    box.addEventListener("input", (event) => { if (!event.isComposing) typed(); });
    box.addEventListener("compositionend", typed); // an input method has written its characters
    hits.addEventListener("htmx:afterSwap", () => {
      stale = false;
      showHits(box.value.trim() !== "" && document.activeElement === box && hits.childElementCount > 0);
    });
    box.addEventListener("focus", () => { if (!stale && hits.childElementCount) showHits(true); });
    box.form.addEventListener("focusout", (event) => {
      if (!box.form.contains(event.relatedTarget)) showHits(false);
    });
    hits.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus until the click
    box.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const all = hits.hidden ? [] : options();
      const here = all.indexOf(chosen());
      if (event.key === "ArrowDown" && all.length) { event.preventDefault(); choose(all[(here + 1) % all.length]); }
      if (event.key === "ArrowUp" && all.length) { event.preventDefault(); choose(all[(here <= 0 ? all.length : here) - 1]); }
      if (event.key === "Enter" && here >= 0) { event.preventDefault(); location.assign(all[here].href); }
      if (event.key === "Escape" && !hits.hidden) { event.preventDefault(); event.stopPropagation(); showHits(false); }
    });
  }

  // --- leaving a form without loss -----------------------------------------------------------------
  const leave = (form) => {
    const draft = form.querySelector(".draft");
    const away = () => location.assign(form.dataset.leave);
    if (!draft || !window.htmx) return away();
    draft.addEventListener("htmx:afterRequest", away, { once: true });
    window.htmx.trigger(draft, "crm:keep");
    setTimeout(away, 1500);
    return undefined;
  };

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.isComposing) return; // an input method is choosing a character
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      const form = target.closest("form") || document.querySelector("form.sheet");
      if (form) { event.preventDefault(); form.requestSubmit(form.querySelector(".btn-primary[type=submit]")); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      if (document.querySelector("dialog[open], .dropdown-menu.show")) return;
      if (target.id === "search-box") { target.blur(); return; }
      const form = target.closest("form[data-leave]") || document.querySelector("form[data-leave]");
      if (form) { event.preventDefault(); leave(form); }
      return;
    }
    if (event.key === "F2") { event.preventDefault(); shortcuts.F2(); return; }
    if (typing(target) || document.querySelector("dialog[open]")) return;
    if (goPressed && Date.now() - goPressed < 1500 && goTo(event.key)) { event.preventDefault(); goPressed = 0; return; }
    goPressed = event.key === "g" ? Date.now() : 0;
    if (event.key in shortcuts) { event.preventDefault(); shortcuts[event.key](); return; }
    if (event.key === "ArrowDown" && move(1)) event.preventDefault();
    if (event.key === "ArrowUp" && move(-1)) event.preventDefault();
    if (event.key === "Enter" && target.matches("tr[data-href]")) location.assign(target.dataset.href);
  });

  // --- dialogs -----------------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-help]")) help?.showModal();
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens)?.showModal();
    const toggle = event.target.closest("[data-toggles]");
    if (toggle) {
      const open = document.getElementById(toggle.dataset.toggles).classList.toggle("open");
      toggle.setAttribute("aria-expanded", String(open));
    }
    if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  });

  // --- feedback ------------------------------------------------------------------------------------
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.submitter?.formTarget) return; // a print opens beside the form, which is still to be sent
    if (form.method === "dialog" || form.hasAttribute("hx-post") || form.hasAttribute("hx-get")) return;
    if (form.dataset.sent) { event.preventDefault(); return; } // a second press sends nothing twice
    if (form.method === "post") form.dataset.sent = "1";
    event.submitter?.classList.add("busy");
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
    document.querySelectorAll(".busy").forEach((button) => button.classList.remove("busy"));
  });
  document.addEventListener("htmx:sendError", (event) => {
    const draft = event.detail.elt.closest?.(".draft");
    if (draft) draft.querySelector(".draft-words").textContent = draft.dataset.failed;
    else if (notice) tell(notice.dataset.failed);
  });
  document.addEventListener("htmx:responseError", (event) => {
    const draft = event.detail.elt.closest?.(".draft");
    if (draft) draft.querySelector(".draft-words").textContent = draft.dataset.failed;
    else if (notice) tell(event.detail.xhr.status >= 500 ? notice.dataset.failed : notice.dataset.refused);
  });

  // --- known values: quiet until somebody changes them -----------------------------------------------
  document.addEventListener("input", (event) => event.target.closest(".field.known")?.classList.remove("known"));

  document.querySelector("[data-focus]")?.focus();
})();
