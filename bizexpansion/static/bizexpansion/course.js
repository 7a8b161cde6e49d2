/* Draws the course of a case with bpmn-js: the flow's BPMN (`data-drawing`), each step marked with its state
   (`data-states`). Library and drawing are fetched when the box comes into sight. A click on a step that has been
   filled in shows its form below. The list of all steps beside it says the same in words. */
(function () {
  "use strict";
  var READABLE = 0.72;

  function load(box) {
    var style = document.createElement("link"), library = document.createElement("script");
    style.rel = "stylesheet";
    style.href = box.dataset.style;
    library.src = box.dataset.library;
    library.onload = function () {
      fetch(box.dataset.drawing, { credentials: "same-origin" })
        .then(function (answer) { return answer.ok ? answer.text() : Promise.reject(answer.status); })
        .then(function (drawing) { draw(box, drawing); })
        .catch(function () { fail(box); });
    };
    library.onerror = function () { fail(box); };
    document.head.append(style, library);
  }

  /* Without its drawing the course is the list. */
  function fail(box) {
    box.hidden = true;
    box.parentElement.querySelector(".course-list").open = true;
  }

  function draw(box, drawing) {
    var states = JSON.parse(document.getElementById(box.dataset.states).textContent);
    var viewer = new window.BpmnJS({
      container: box.querySelector(".course-drawing"),
      zoomScroll: { enabled: false },
      bpmnRenderer: { defaultFillColor: "#fff", defaultStrokeColor: "#5f6f6b", defaultLabelColor: "#24302e" },
      textRenderer: { defaultStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13, lineHeight: 1.2 },
                      externalStyle: { fontSize: 12, lineHeight: 1.2 } }
    });
    viewer.importXML(drawing).then(function () {
      var canvas = viewer.get("canvas");
      Object.keys(states).forEach(function (id) { canvas.addMarker(id, "is-" + states[id].state); });
      viewer.get("elementRegistry").forEach(function (element, shape) { name(states[element.id], shape); });
      viewer.on("element.click", function (event) { open(box, states[event.element.id], event.element.id); });
      silence(box);
      box.dataset.drawn = "yes";
      tools(box, viewer, canvas, states);
      byTouch(box, canvas);
    }).catch(function () { fail(box); });
  }

  /* The list says the same in words: the drawing is passed over by the keyboard and by screen readers. */
  function silence(box) {
    box.querySelectorAll(".djs-container > svg").forEach(function (paper) {
      paper.setAttribute("aria-hidden", "true");
      paper.setAttribute("tabindex", "-1");
    });
  }

  function name(state, shape) {
    if (!state || !shape) { return; }
    var title = document.createElementNS("http://www.w3.org/2000/svg", "title");
    title.textContent = state.title;
    shape.prepend(title);
    if (state.opens) { shape.classList.add("opens"); }
  }

  function open(box, state, id) {
    if (state && state.opens) {
      window.htmx.ajax("GET", box.dataset.step.replace("STEP", id), { target: "#step-panel", swap: "innerHTML" });
    }
  }

  /* The step that presses most; in a case that has ended, the last that was done. */
  function present(states) {
    function those(state) { return Object.keys(states).filter(function (id) { return states[id].state === state; }); }
    var pressing = ["late", "returned", "open", "waiting"].map(those).filter(function (ids) { return ids.length; })[0];
    return pressing ? pressing[0] : those("done").pop() || Object.keys(states)[0];
  }

  function tools(box, viewer, canvas, states) {
    function whole() { canvas.zoom("fit-viewport"); }
    function now() {
      var room = canvas.viewbox().outer, step = viewer.get("elementRegistry").get(present(states));
      var scale = Math.max(READABLE, Math.min(1, room.width / (canvas.viewbox().inner.width + 40)));
      var width = room.width / scale, height = room.height / scale, inner = canvas.viewbox().inner;
      var x = Math.min(step.x + step.width / 2 - width / 2, inner.x + inner.width + 20 - width);
      canvas.viewbox({ x: Math.max(x, inner.x - 20), y: Math.max(step.y - height / 3, inner.y - 20), width: width, height: height });
    }
    var does = {
      now: now, whole: whole,
      "in": function () { canvas.zoom(canvas.zoom() * 1.25); },
      out: function () { canvas.zoom(canvas.zoom() / 1.25); }
    };
    box.querySelectorAll("[data-course]").forEach(function (button) {
      button.addEventListener("click", does[button.dataset.course]);
    });
    now();
  }

  /* bpmn-js pans by mouse only. */
  function byTouch(box, canvas) {
    var at = null, paper = box.querySelector(".course-drawing");
    paper.addEventListener("pointerdown", function (event) {
      at = event.pointerType === "mouse" ? null : { x: event.clientX, y: event.clientY };
    });
    paper.addEventListener("pointermove", function (event) {
      if (!at || event.pointerType === "mouse") { return; }
      canvas.scroll({ dx: event.clientX - at.x, dy: event.clientY - at.y });
      at = { x: event.clientX, y: event.clientY };
    });
    ["pointerup", "pointercancel"].forEach(function (kind) {
      paper.addEventListener(kind, function () { at = null; });
    });
  }

  var sight = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      if (entry.isIntersecting) { sight.unobserve(entry.target); load(entry.target); }
    });
  }, { rootMargin: "200px" });
  document.querySelectorAll(".course[data-drawing]").forEach(function (box) { sight.observe(box); });
})();
