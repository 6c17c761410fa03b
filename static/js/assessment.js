/* The total of nine marks while they are being chosen. The server reckons anew when the form is sent. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-assessment]");
  if (!form) { return; }
  var result = form.querySelector("[data-result]");
  var levels = Array.prototype.map.call(document.querySelectorAll(".levels li"), function (item) {
    return { lowest: Number(item.dataset.lowest), highest: Number(item.dataset.highest), title: item.dataset.title };
  });
  var indicators = Number(form.dataset.total);

  function marksIn(place) {
    return Array.prototype.map.call(place.querySelectorAll(".marks input:checked"), function (input) { return input.value; })
      .filter(function (value) { return value !== ""; })
      .map(Number);
  }
  function sum(marks) { return marks.reduce(function (total, mark) { return total + mark; }, 0); }
  function remain(number) {
    var tail = number % 10;
    if (tail === 1) { return "остался " + number + " показатель"; }
    return "осталось " + number + (tail >= 2 && tail <= 4 ? " показателя" : " показателей");
  }
  function show(place, bold, rest) {
    var strong = document.createElement("b");
    strong.textContent = bold;
    place.replaceChildren(strong, " · " + rest);
  }
  function reckon() {
    form.querySelectorAll("[data-criterion]").forEach(function (criterion) {
      var marks = marksIn(criterion);
      criterion.querySelector("[data-subtotal]").textContent = marks.length === criterion.querySelectorAll(".marks").length
        ? "Подытог: " + sum(marks)
        : "Подытог появится, когда будут все баллы критерия";
    });
    var marks = marksIn(form);
    if (marks.length < indicators) {
      show(result, marks.length + " из " + indicators, remain(indicators - marks.length));
      return;
    }
    var total = sum(marks);
    var level = levels.find(function (item) { return item.lowest <= total && total <= item.highest; });
    show(result, total + " из " + 2 * indicators, level ? level.title : "");
  }
  var changed = false;
  form.addEventListener("change", function () { changed = true; reckon(); });
  form.addEventListener("input", function () { changed = true; });
  form.addEventListener("submit", function () { changed = false; });
  // Work that has not been saved is not lost by a stray click.
  window.addEventListener("beforeunload", function (event) { if (changed) { event.preventDefault(); } });
  reckon();
})();
