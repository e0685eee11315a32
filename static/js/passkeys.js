// A passkey: the page asks the server what to ask, the device answers, the server decides. Without WebAuthn the page says so instead.
const able = Boolean(window.PublicKeyCredential && navigator.credentials);

const bytes = (text) => {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
};

const text = (buffer) => {
  const plain = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('');
  return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
};

const post = async (place, url, body) => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-CSRFToken': place.dataset.token },
    body: JSON.stringify(body),
  });
  // A page instead of data: the proof of identity has run out, so the page is opened anew and asks for it.
  if (answer.redirected) {
    location.reload();
    return new Promise(() => {});
  }
  const sort = answer.headers.get('Content-Type') || '';
  const said = sort.startsWith('application/json') ? await answer.json() : {};
  if (!answer.ok) throw new Error(said.error || '');
  return said;
};

const make = async (options) => {
  const key = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: (options.excludeCredentials || []).map((each) => ({ ...each, id: bytes(each.id) })),
    },
  });
  return {
    id: key.id,
    rawId: text(key.rawId),
    type: key.type,
    response: {
      clientDataJSON: text(key.response.clientDataJSON),
      attestationObject: text(key.response.attestationObject),
    },
  };
};

const answer = async (options) => {
  const key = await navigator.credentials.get({
    publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: [] },
  });
  return {
    id: key.id,
    rawId: text(key.rawId),
    type: key.type,
    response: {
      clientDataJSON: text(key.response.clientDataJSON),
      authenticatorData: text(key.response.authenticatorData),
      signature: text(key.response.signature),
      userHandle: key.response.userHandle ? text(key.response.userHandle) : null,
    },
  };
};

const start = async (place, button) => {
  const said = place.querySelector('[data-said]');
  const field = place.dataset.name && document.getElementById(place.dataset.name);
  if (field && !field.reportValidity()) return;
  said.hidden = true;
  button.disabled = true;
  try {
    const options = await post(place, place.dataset.options, {});
    const credential = await (place.dataset.passkey === 'add' ? make(options) : answer(options));
    const end = await post(place, place.dataset.send, {
      credential,
      name: field ? field.value : '',
      next: place.dataset.next || '',
    });
    location.assign(end.next);
  } catch (fault) {
    const stopped = fault instanceof DOMException;
    said.querySelector('span').textContent = fault.constructor === Error && fault.message
      || (stopped ? place.dataset.stopped : place.dataset.failed);
    said.hidden = false;
    button.disabled = false;
    button.focus();
  }
};

for (const place of document.querySelectorAll('[data-passkey]')) {
  if (!able) continue;
  place.querySelector('[data-without]').hidden = true;
  place.querySelector('[data-with]').hidden = false;
  const button = place.querySelector('[data-passkey-start]');
  button.addEventListener('click', () => start(place, button));
}

// A page that is worth printing has a button for it, where a script can do that.
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}
