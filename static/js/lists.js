/* The way back to a list keeps its filter and page: this tab remembers the last address of each list, and the links above a
   card lead there. What was searched for is forgotten when the user signs out and when somebody else signs in. */
(function () {
  "use strict";
  var PREFIX = "list:";
  var user = document.body.dataset.user;
  var storage;
  try { storage = window.sessionStorage; storage.getItem(PREFIX); } catch (refusal) { return; }

  function forget(isOld) {
    Object.keys(storage).forEach(function (key) {
      if (key.indexOf(PREFIX) === 0 && isOld(key)) { storage.removeItem(key); }
    });
  }
  document.addEventListener("submit", function (event) {
    if (event.target.matches("[data-sign-out]")) { forget(function () { return true; }); }
  });
  if (!user) { return; }
  var own = PREFIX + user + ":";
  forget(function (key) { return key.indexOf(own) !== 0; });

  function remember() {
    if (document.getElementById("list")) { storage.setItem(own + location.pathname, location.search); }
  }
  remember();
  document.addEventListener("htmx:pushedIntoHistory", remember);
  window.addEventListener("pageshow", remember);
  document.querySelectorAll(".crumb a, a[data-to-list]").forEach(function (link) {
    var seen = storage.getItem(own + link.pathname);
    if (seen && !link.search && link.origin === location.origin) { link.search = seen; }
  });
})();
