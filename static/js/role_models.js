/* Of the role models only those of the chosen form are offered; without a script they stand under the names of their forms. */
(function () {
  "use strict";
  var form = document.getElementById("id_form");
  var model = document.getElementById("id_role_model");
  if (!form || !model) { return; }
  var whole = model.cloneNode(true);
  function follow() {
    var chosen = model.value;
    var copy = whole.cloneNode(true);
    copy.querySelectorAll("option[data-form]").forEach(function (option) {
      if (form.value && option.dataset.form !== form.value) { option.remove(); }
    });
    copy.querySelectorAll("optgroup").forEach(function (group) {
      if (!group.querySelector("option")) { group.remove(); }
    });
    model.replaceChildren.apply(model, copy.childNodes);
    model.value = chosen;
    if (model.value !== chosen) { model.value = ""; }
  }
  follow();
  form.addEventListener("change", follow);
})();
