/* Draws the boxes `[data-chart]`: the attribute names the hidden JSON beside it, `data-echarts` the library,
   which is fetched only by a page that has a chart. Days without value stay gaps. Tooltips are text, never HTML. */
(function () {
  "use strict";
  var asked = false;
  function options(data) {
    return {
      animation: false,
      aria: { enabled: true },
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 8, right: 12, top: 36, bottom: 8, containLabel: true },
      legend: { top: 0, right: 0 },
      tooltip: {
        trigger: "axis",
        renderMode: "richText",
        confine: true,
        valueFormatter: function (value) {
          return value === null || value === undefined ? "–" : value.toLocaleString() + " " + data.unit;
        }
      },
      xAxis: { type: "category", data: data.days, boundaryGap: false },
      yAxis: { type: "value", min: 0, name: data.unit, axisLabel: { hideOverlap: true } },
      series: data.series.map(function (line) {
        return {
          type: "line", name: line.name, data: line.values, connectNulls: false, showSymbol: false,
          z: line.quiet ? 1 : 2,
          lineStyle: { width: line.quiet ? 1 : 1.5, type: line.quiet ? "dashed" : "solid" },
          color: line.quiet ? "#8a94a3" : "#206bc4"
        };
      })
    };
  }

  function draw(box) {
    var data = document.getElementById(box.dataset.chart);
    if (!data || box.dataset.drawn) { return; }
    box.dataset.drawn = "yes";
    var chart = window.echarts.init(box);
    chart.setOption(options(JSON.parse(data.textContent)));
    new ResizeObserver(function () { chart.resize(); }).observe(box);
  }

  function drawAll(root) {
    var boxes = root.querySelectorAll("[data-chart]:not([data-drawn])");
    if (!boxes.length) { return; }
    if (window.echarts) { boxes.forEach(draw); return; }
    if (asked) { return; }
    asked = true;
    var library = document.createElement("script");
    library.src = boxes[0].dataset.echarts;
    library.onload = function () { drawAll(document); };
    document.head.appendChild(library);
  }

  document.addEventListener("htmx:load", function () { drawAll(document); });
  drawAll(document);
})();
