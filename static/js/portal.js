/* Small comforts; every page works without them. */
(function () {
  "use strict";
  var OPEN_MENUS = "details.me[open], details.phone-menu[open], details.export-menu[open], details.why[open]";
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
    document.querySelectorAll(OPEN_MENUS).forEach(function (details) {
      if (!details.contains(event.target)) { details.removeAttribute("open"); }
    });
  });
  // Escape closes it as well, and the focus returns to what opened it.
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    document.querySelectorAll(OPEN_MENUS).forEach(function (details) {
      var inside = details.contains(document.activeElement);
      details.removeAttribute("open");
      if (inside) { details.querySelector("summary").focus(); }
    });
  });
  // A search field has filtered its list while one typed: leaving it asks for nothing again.
  document.addEventListener("change", function (event) {
    if (event.target.matches("form[hx-get] input[type=search]")) { event.stopPropagation(); }
  }, true);
  // A menu that comes anew with its list stays open.
  document.addEventListener("htmx:oobBeforeSwap", function (event) {
    if (event.detail.target.open) { event.detail.fragment.querySelectorAll("details").forEach(function (menu) { menu.open = true; }); }
  });
  // What htmx has sent and the server has not taken is told above the content; what was typed stays.
  function tell(words) {
    var content = document.getElementById("content"), bar = document.getElementById("refusal") || document.createElement("div");
    bar.id = "refusal";
    bar.className = "alert alert-danger";
    bar.setAttribute("role", "alert");
    bar.textContent = words;
    content.prepend(bar);
    bar.scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("htmx:responseError", function (event) {
    var answer = event.detail.xhr;
    tell((answer.status === 503 || answer.status === 404 && (answer.getResponseHeader("Content-Type") || "").indexOf("text/plain") === 0) && answer.responseText || "Портал ответил ошибкой. Введённое осталось на странице: обновите её и повторите.");
  });
  document.addEventListener("htmx:sendError", function () {
    tell("Портал не отвечает. Введённое осталось на странице: проверьте связь и повторите.");
  });
  document.addEventListener("htmx:afterSwap", function () {
    var bar = document.getElementById("refusal");
    if (bar) { bar.remove(); }
  });
  // A link to something folded unfolds it.
  function unfold() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var part = target; part; part = part.parentElement) { if (part.tagName === "DETAILS") { part.open = true; } }
    if (target) { target.scrollIntoView(); }
  }
  unfold();
  window.addEventListener("hashchange", unfold);
  // A link beside a choice leads to what is chosen, and to the list while nothing is.
  function leadToChoice(link) {
    var choice = link.closest("[id^=div_id]").querySelector("select");
    link.dataset.list = link.dataset.list || link.getAttribute("href");
    link.href = link.dataset.list + (choice && choice.value ? choice.value + "/" : "");
  }
  function leadToChoices() { document.querySelectorAll("[data-leads-to-choice]").forEach(leadToChoice); }
  leadToChoices();
  document.addEventListener("change", leadToChoices);
  window.addEventListener("pageshow", leadToChoices);
  // Of a choice only what belongs to the answer of another field is offered; without a script it stands under headings.
  document.querySelectorAll("select[data-narrowed-by]").forEach(function (choice) {
    var by = choice.form && choice.form.elements.namedItem(choice.dataset.narrowedBy);
    if (!by) { return; }
    var whole = choice.cloneNode(true);
    function follow() {
      var chosen = choice.value;
      var copy = whole.cloneNode(true);
      copy.querySelectorAll("option[data-only-with]").forEach(function (option) {
        if (by.value && option.dataset.onlyWith !== by.value) { option.remove(); }
      });
      copy.querySelectorAll("optgroup").forEach(function (group) {
        if (!group.querySelector("option")) { group.remove(); }
      });
      choice.replaceChildren.apply(choice, copy.childNodes);
      choice.value = chosen;
      if (choice.value !== chosen) { choice.value = ""; }
    }
    follow();
    by.addEventListener("change", follow);
  });
  // Of many choices those that hold every word of the search; what is ticked stays.
  document.querySelectorAll("[data-search-choices]").forEach(function (box) {
    var field = box.querySelector("[data-search-field]"), folded = box.querySelector("details");
    if (!field || !folded) { return; }
    var search = field.querySelector("input"), told = field.querySelector("[data-search-found]");
    function plain(words) { return words.toLowerCase().replace(/ё/g, "е"); }
    field.hidden = false;
    search.addEventListener("input", function () {
      var words = plain(search.value).split(/\s+/).filter(Boolean), number = 0;
      box.querySelectorAll("[data-choice]").forEach(function (choice) {
        var fits = words.every(function (word) { return plain(choice.textContent).indexOf(word) >= 0; });
        choice.hidden = !fits && !choice.querySelector("input").checked;
        number += fits ? 1 : 0;
      });
      folded.open = words.length > 0;
      told.textContent = !words.length ? "" : number ? "Подходит: " + number : "Ничего не подходит: проверьте номер или слово";
    });
    search.addEventListener("keydown", function (event) { if (event.key === "Enter") { event.preventDefault(); } });
    // What a draft gives back is seen.
    box.closest("form").addEventListener("change", function () { if (folded.querySelector("input:checked")) { folded.open = true; } });
  });
  // A page with mistakes brings the reader to the summary of them.
  var summary = document.getElementById("error-summary");
  if (summary) { summary.focus(); }
})();
