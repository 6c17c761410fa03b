/* Passkeys: asks the browser for one, or for its answer, and sends the form with it. Without this script the form stays as it is. */
(function () {
  "use strict";
  const REFUSED = "Ключ доступа не сработал: запрос отменён или время вышло. Попробуйте ещё раз.";
  const KNOWN = "Этот ключ уже добавлен. Возьмите другой или вернитесь к списку.";
  const UNAVAILABLE = "Браузер не умеет ключей доступа на этом адресе: нужны HTTPS и имя сайта, а не номер. Возьмите другой браузер или код из приложения.";

  function say(form, text) {
    const place = form.querySelector("[data-passkey-message]");
    place.textContent = text;
    place.hidden = false;
  }

  async function ask(form) {
    const options = JSON.parse(form.dataset.options);
    if (!window.PublicKeyCredential) { say(form, UNAVAILABLE); return; }
    try {
      const answer = await window.webauthnJSON[form.dataset.passkey](options);
      form.elements.namedItem("credential").value = JSON.stringify(answer);
      form.submit();
    } catch (error) {
      const text = { InvalidStateError: KNOWN, SecurityError: UNAVAILABLE, NotSupportedError: UNAVAILABLE }[error.name];
      say(form, text || REFUSED);
    }
  }

  document.querySelectorAll("form[data-passkey]").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      ask(form);
    });
  });
})();
