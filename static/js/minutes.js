// The page of note takers: a line stays on the device until the server says that it is safe there. It is sent until then, and counts once.
const AGAIN = [2000, 5000, 15000, 30000, 60000];
const PATIENCE = 10000;
const LOOK = 20000;
const TOGETHER = 100;

const page = document.querySelector('[data-minutes]');

const start = () => {
  const { minutes, state, worker } = page.dataset;
  const form = page.querySelector('form[data-line]');
  const list = page.querySelector('[data-lines]');
  const waiting = page.querySelector('[data-waiting]');
  const said = page.querySelector('[data-said]');
  const template = page.querySelector('template');
  const counts = JSON.parse(page.dataset.counts);
  const plural = new Intl.PluralRules(document.documentElement.lang);
  const last = `minutes:${minutes}:last`;
  if (page.dataset.who) localStorage.setItem(last, page.dataset.who);
  const who = page.dataset.who || localStorage.getItem(last) || '';
  const place = `minutes:${minutes}:${who}`;
  // Two tables may be open on one device: each has its lines and what is being typed there.
  const table = Number(new URLSearchParams(window.location.search).get('table')) || 0;
  const typing = table ? `${place}:typing:${table}` : `${place}:typing`;
  const sign = page.querySelector('[data-sign]');
  if (table) {
    form.elements.table.value = table;
    if (sign) {
      sign.textContent = page.dataset.atTable.replace(/\d+/, table);
      sign.hidden = false;
      page.querySelector('[data-again]').search = window.location.search;
    }
  }
  let flying = false;
  let failures = 0;
  let timer = 0;
  // Lines that the server does not take as they are wait for their writer and hold up no other; each page that opens tries them again.
  const refused = new Set();
  let most = TOGETHER;

  // Read anew each time: the same page may stand open twice.
  const pending = () => JSON.parse(localStorage.getItem(place) || '[]');
  const keep = (lines) => localStorage.setItem(place, JSON.stringify(lines));
  const say = (text, bad = false) => {
    if (said.textContent !== text) said.textContent = text;
    said.classList.toggle('failed', bad);
  };
  const number = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

  const show = () => {
    const lines = pending();
    waiting.replaceChildren(...lines.map((line) => {
      const row = template.content.cloneNode(true).firstElementChild;
      row.querySelector('[data-text]').textContent = line.text;
      row.querySelector('[data-about]').textContent = [line.label, line.organisation, line.place].filter(Boolean).join(' · ');
      // A line of another table does not become one of this; one that was on its way may have arrived, and would be there twice.
      if ((line.table || 0) !== table || line.tried) row.querySelector('button').hidden = true;
      row.querySelector('button').addEventListener('click', () => {
        // Back into the form, so that nothing is lost by a slip of the finger.
        if (form.elements.text.value.trim() || pending().some((each) => each.id === line.id && each.tried)) return;
        form.elements.text.value = line.text;
        keep(pending().filter((each) => each.id !== line.id));
        localStorage.setItem(typing, line.text);
        show();
        form.elements.text.focus();
      });
      return row;
    }));
    waiting.hidden = !lines.length;
    return lines.length;
  };

  const count = (many) => {
    const form_ = { one: counts[0], few: counts[1] }[plural.select(many)] || counts[2];
    return form_.replace(/\d+/, many);
  };

  const tell = (why = '') => {
    const many = show();
    if (many) say(why ? `${count(many)} ${why}` : count(many), true);
    else say(why || page.dataset.safe, Boolean(why));
  };

  const ask = (init) => fetch(table ? `${state}?table=${table}` : state, { headers: { Accept: 'application/json' }, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE), ...init });

  const redraw = (html) => {
    if (!list.contains(document.activeElement)) list.innerHTML = html;
  };

  const round = async () => {
    const answer = await ask();
    // Whoever is signed out is sent to the page for it.
    if (answer.type === 'opaqueredirect' || [401, 403].includes(answer.status)) return page.dataset.signin;
    if (!answer.ok) throw new Error(answer.status);
    const told = await answer.json();
    if (who && told.who !== who) return page.dataset.other;
    const lines = pending().filter((line) => !refused.has(line.id)).slice(0, most);
    if (!lines.length) {
      redraw(told.html);
      most = TOGETHER;
      return pending().length ? page.dataset.refused : '';
    }
    const now = Date.now();
    const going = new Set(lines.map(({ id }) => id));
    const mark = (tried) => {
      try { keep(pending().map((line) => (going.has(line.id) ? { ...line, tried } : line))); } catch { /* a full device sends all the same */ }
    };
    mark(true);
    const body = JSON.stringify({ lines: lines.map(({ id, text, kind, speaker, organisation, table: here, at }) => ({ id, text, kind, speaker, organisation, table: here, age: (now - at) / 1000 })) });
    const sent = await ask({ method: 'POST', body, headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'X-CSRFToken': told.token } });
    if (sent.type === 'opaqueredirect' || sent.status === 401) return page.dataset.signin;
    if (sent.status === 422) {
      // One by one it shows which of them it is.
      if (lines.length === 1) refused.add(lines[0].id);
      mark(false);
      most = 1;
      return null;
    }
    if (!sent.ok) throw new Error(sent.status);
    const { safe, html } = await sent.json();
    keep(pending().filter((line) => !safe.includes(line.id)));
    redraw(html);
    return pending().length ? null : '';
  };

  const send = async () => {
    clearTimeout(timer);
    if (flying) return;
    flying = true;
    let wait = LOOK;
    try {
      const why = await round();
      failures = 0;
      if (why === null) wait = 0;
      tell(why || '');
    } catch {
      wait = AGAIN[Math.min(failures, AGAIN.length - 1)];
      failures += 1;
      tell(page.dataset.away);
    } finally {
      flying = false;
      timer = setTimeout(send, wait);
    }
  };

  form.addEventListener('submit', (event) => {
    const { text, kind, organisation } = form.elements;
    if (!text.value.trim()) return;
    const speaker = organisation.value.trim() ? 'organisation' : form.elements.speaker.value;
    const label = kind.options[kind.selectedIndex].text;
    try {
      keep([...pending(), { id: number(), text: text.value.trim(), kind: kind.value, speaker, organisation: organisation.value.trim(), table, place: table ? page.dataset.atTable.replace(/\d+/, table) : '', label, at: Date.now() }]);
    } catch {
      // There is no room on the device: the form goes the ordinary way.
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    text.value = '';
    localStorage.removeItem(typing);
    kind.selectedIndex = 0;
    text.focus();
    tell();
    failures = 0;
    send();
  });
  form.elements.text.addEventListener('input', (event) => {
    try { localStorage.setItem(typing, event.target.value); } catch { /* what is being typed stays in the field */ }
  });
  // Ctrl+Enter adds the line; Enter alone makes a new row of it.
  form.elements.text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  if (!form.elements.text.value) form.elements.text.value = localStorage.getItem(typing) || '';
  window.addEventListener('online', () => { failures = 0; send(); });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) send(); });
  if ('serviceWorker' in navigator && worker) navigator.serviceWorker.register(worker, { scope: page.dataset.scope }).catch(() => {});
  tell();
  send();
};

if (page) start();
