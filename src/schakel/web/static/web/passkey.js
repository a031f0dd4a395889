/* A passkey is made or shown by the browser itself; HTML alone cannot ask for it. */
(() => {
  "use strict";

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const read = (asked) => {
    const key = asked.publicKey;
    key.challenge = bytes(key.challenge);
    if (key.user) key.user.id = bytes(key.user.id);
    for (const list of [key.allowCredentials, key.excludeCredentials]) {
      list?.forEach((each) => { each.id = bytes(each.id); });
    }
    return asked;
  };

  const told = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return {
      type: credential.type,
      id: credential.id,
      rawId: text(credential.rawId),
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  };

  const asked = async (form) => {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const answer = await fetch(form.dataset.optionsFrom, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
    return (await answer.json()).request_options;
  };

  const send = async (form) => {
    const says = form.querySelector("[data-passkey-says]");
    says.textContent = "";
    try {
      const credential = await navigator.credentials[form.dataset.passkey](read(await asked(form)));
      form.elements.credential.value = JSON.stringify(told(credential));
      form.submit();
    } catch {
      says.textContent = form.dataset.failed;
    }
  };

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-passkey]")) return;
    event.preventDefault();
    send(event.target);
  });
})();
