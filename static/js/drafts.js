/* What is typed into a long form is kept in this tab until it is saved: a link, a reload or a lapsed sign-in loses nothing.
   It is forgotten when the server has told that the form is saved (SavedFormMiddleware), when the user signs out and when somebody else signs in. */
(function () {
  "use strict";
  var PREFIX = "draft:";
  var user = document.body.dataset.user;
  var storage;
  try { storage = window.sessionStorage; storage.getItem(PREFIX); } catch (refusal) { return; }

  function kept() {
    return Object.keys(storage).filter(function (key) { return key.indexOf(PREFIX) === 0; });
  }
  function read(key) {
    try { return JSON.parse(storage.getItem(key)); } catch (refusal) { return null; }
  }
  function write(key, draft) {
    try { storage.setItem(key, JSON.stringify(draft)); } catch (refusal) { storage.removeItem(key); }
  }

  document.addEventListener("submit", function (event) {
    if (event.target.matches("[data-sign-out]")) { kept().forEach(function (key) { storage.removeItem(key); }); }
  });
  if (!user) { return; }  // a page before signing in: whoever comes back finds the draft
  var own = PREFIX + user + ":";
  var told = /(?:^|; )((?:__Host-)?)saved_form="?([^;"]+)/.exec(document.cookie);
  if (told) {  // of one form, once
    document.cookie = told[1] + "saved_form=; Max-Age=0; Path=/; SameSite=Lax" + (told[1] ? "; Secure" : "");
  }
  kept().forEach(function (key) {
    var draft = read(key);
    var saved = told && draft && draft.sent && key === own + decodeURIComponent(told[2]);
    if (key.indexOf(own) !== 0 || !draft || saved) { storage.removeItem(key); }
  });

  var form = document.querySelector("form[data-draft]");
  if (!form) { return; }
  var key = own + window.location.pathname;

  function fields() {
    return Array.prototype.filter.call(form.elements, function (field) {
      return field.name && field.name !== "csrfmiddlewaretoken" && ["file", "password", "submit", "button"].indexOf(field.type) < 0;
    });
  }
  function valueOf(field) {
    if (field.type === "checkbox" || field.type === "radio") { return field.checked; }
    if (field.type === "select-multiple") {
      return Array.prototype.map.call(field.selectedOptions, function (option) { return option.value; });
    }
    return field.value;
  }
  // A field is known by its name, and among choices of one name by the choice.
  function nameOf(field) {
    return field.type === "checkbox" || field.type === "radio" ? field.name + "=" + field.value : field.name;
  }
  function values() {
    var found = {};
    fields().forEach(function (field) { found[nameOf(field)] = valueOf(field); });
    return found;
  }
  function put(found) {
    fields().forEach(function (field) {
      var value = found[nameOf(field)];
      if (value === undefined) { return; }
      if (field.type === "checkbox" || field.type === "radio") { field.checked = value; }
      else if (field.type === "select-multiple") {
        Array.prototype.forEach.call(field.options, function (option) { option.selected = value.indexOf(option.value) >= 0; });
      } else { field.value = value; }
    });
  }

  // As the page came; of what the server has given back nothing is saved, whatever it is.
  var opened = JSON.stringify(values());
  var changed = false, sent = false, timer;
  function keep() {
    window.clearTimeout(timer);
    if (!changed) { return; }
    if (JSON.stringify(values()) === opened) { storage.removeItem(key); }
    else { write(key, { at: Date.now(), values: values(), sent: sent }); }
  }
  function note() {
    changed = true;
    sent = false;
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, 300);
  }
  form.addEventListener("input", note);
  form.addEventListener("change", note);
  form.addEventListener("submit", function () { sent = true; keep(); });
  window.addEventListener("pagehide", keep);
  window.addEventListener("beforeunload", function (event) {
    if (changed && !sent && JSON.stringify(values()) !== opened) { keep(); event.preventDefault(); }
  });

  function button(text, look, work) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-sm " + look;
    made.textContent = text;
    made.addEventListener("click", work);
    return made;
  }
  function offer(draft) {
    var bar = document.createElement("div"), words = document.createElement("p"), choice = document.createElement("div");
    var at = new Date(draft.at).toLocaleTimeString("ru-RU", { hour: "2-digit", minute: "2-digit" });
    bar.className = "callout";
    bar.setAttribute("role", "status");
    words.className = "mb-2";
    words.textContent = "В " + at + " вы заполняли эту форму и не сохранили её. Вернуть то, что было введено?";
    choice.className = "buttons mt-0";
    choice.append(
      button("Вернуть", "btn-primary", function () { put(draft.values); form.dispatchEvent(new Event("change")); bar.remove(); }),
      button("Не нужно", "btn-line", function () { storage.removeItem(key); bar.remove(); })
    );
    bar.append(words, choice);
    form.before(bar);
  }
  var draft = read(key);
  var refused = document.getElementById("error-summary") || document.querySelector("[data-given-back]");
  if (refused) {
    // The server has given back what was typed: it is still not saved.
    changed = true;
    opened = "";
    keep();
  } else if (draft && JSON.stringify(draft.values) !== JSON.stringify(values())) {
    offer(draft);
  } else {
    storage.removeItem(key);
  }
})();
