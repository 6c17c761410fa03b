/* After an answer the next row is under one's hands: the list is drawn anew, the focus goes where the work goes on. */
(function () {
  "use strict";
  var place = null;
  function cards() { return Array.prototype.slice.call(document.querySelectorAll(".row-card")); }
  document.addEventListener("htmx:beforeRequest", function (event) {
    var card = event.target.closest && event.target.closest(".row-card");
    place = card && event.target.matches("form.answer, form.cell") ? { index: cards().indexOf(card), name: card.dataset.place } : null;
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    var field = event.target.querySelector && event.target.querySelector("[autofocus]");
    if (field) { field.focus(); field.select(); }
    if (!place) { return; }
    var left = cards();
    var next = left.find(function (card) { return card.dataset.place === place.name; }) || left[Math.min(place.index, left.length - 1)];
    place = null;
    if (!next) { window.scrollTo(0, 0); return; }
    var first = next.querySelector(".invalid-feedback ~ * input:not([type=hidden]), .answer input:not([type=hidden]), .answer select, .answer button");
    if (first) { first.focus({ preventScroll: true }); }
    next.scrollIntoView({ block: "nearest" });
  });
})();
