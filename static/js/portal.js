/* Small comforts; every page works without them. */
(function () {
  "use strict";
  // A second click on a form's button sends nothing twice.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || form.dataset.sent) {
      if (form.dataset.sent) { event.preventDefault(); }
      return;
    }
    form.dataset.sent = "yes";
    window.setTimeout(function () { delete form.dataset.sent; }, 8000);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) { window.print(); }
    // An open menu closes when one clicks elsewhere.
    document.querySelectorAll("details.me[open], details.phone-menu[open]").forEach(function (details) {
      if (!details.contains(event.target)) { details.removeAttribute("open"); }
    });
  });
  // A page with mistakes brings the reader to the summary of them.
  var summary = document.getElementById("error-summary");
  if (summary) { summary.focus(); }
})();
