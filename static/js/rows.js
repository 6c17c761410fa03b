/* «Добавить строку»: one more empty row of a form, without saving what is typed. */
(function () {
  "use strict";
  document.querySelectorAll("[data-add-row]").forEach(function (button) {
    var prefix = button.dataset.addRow;
    var total = document.getElementById("id_" + prefix + "-TOTAL_FORMS");
    var empty = document.getElementById(prefix + "-empty");
    if (!total || !empty) { return; }
    button.hidden = false;
    button.addEventListener("click", function () {
      var number = Number(total.value);
      var box = document.createElement("div");
      box.innerHTML = empty.innerHTML.replace(/__prefix__/g, number).replace(/__number__/g, number + 1);
      var row = box.firstElementChild;
      button.before(row);
      total.value = number + 1;
      var first = row.querySelector("select, input:not([type=hidden]), textarea");
      if (first) { first.focus(); }
    });
  });
})();
