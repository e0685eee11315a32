// Single keys for the moderators' queue: only where a person switched them on, each for a button or link that is there to see.
const head = document.querySelector('[data-keys]');
if (head) {
  const acts = new Map();
  const keys = new Map();
  for (const pair of head.dataset.keys.split(' ')) {
    const cut = pair.indexOf('=');
    acts.set(pair.slice(cut + 1), pair.slice(0, cut));
    keys.set(pair.slice(0, cut), pair.slice(cut + 1));
  }
  const shown = (act) => [...document.querySelectorAll(`[data-key="${act}"]`)].find((each) => each.getClientRects().length);
  const reasons = () => [...document.querySelectorAll('#case input[type="radio"][name="ground"]')];
  const hint = (key, element) => {
    if (!key || !element || element.querySelector('kbd')) return;
    const kbd = document.createElement('kbd');
    kbd.textContent = key === 'Enter' ? key : key.toUpperCase();
    element.append(' ', kbd);
  };
  for (const act of keys.keys()) hint(keys.get(act), shown(act));
  reasons().forEach((each, place) => hint(keys.get(`reason${place + 1}`), each.parentElement.querySelector('span')));

  // Where letters are typed or chosen by, they belong to the field; Enter on a link or button is its own.
  const takesKeys = (element, key) => {
    if (element.isContentEditable || element.closest('select, textarea')) return true;
    if (element.closest('input') && !['radio', 'checkbox'].includes(element.type)) return true;
    return key === 'Enter' && Boolean(element.closest('a, button, summary, input'));
  };
  const step = (by) => {
    const links = [...document.querySelectorAll('.queue .q a')];
    const at = links.indexOf(document.activeElement);
    const current = links.findIndex((link) => link.closest('[aria-current]'));
    const next = links[Math.min(Math.max((at < 0 ? current : at) + by, 0), links.length - 1)];
    if (next) next.focus();
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat || event.defaultPrevented) return;
    const key = event.key === 'Enter' ? event.key : event.key.toLowerCase();
    const act = acts.get(key);
    if (!act || takesKeys(event.target, key)) return;
    const reason = /^reason(\d)$/.exec(act);
    if (act === 'down' || act === 'up') step(act === 'down' ? 1 : -1);
    else if (reason) {
      const chosen = reasons()[Number(reason[1]) - 1];
      if (!chosen) return;
      chosen.checked = true;
      chosen.dispatchEvent(new Event('change', { bubbles: true }));
    } else {
      const button = shown(act);
      if (!button) return;
      button.click();
    }
    event.preventDefault();
  });
}
