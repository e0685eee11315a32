// A form with data-draft keeps what is typed on the server, a moment after the last key; its button does the same at once.
const AFTER = 2000;
const PATIENCE = 4000;

for (const form of document.querySelectorAll('form[data-draft]')) {
  const said = form.querySelector('[data-kept]');
  const button = form.querySelector('[data-keep]');
  const { lost } = form.dataset;
  let waiting = 0;
  let flying = null;
  let changed = false;

  const keep = async () => {
    clearTimeout(waiting);
    if (!changed || flying || form.dataset.sending) return;
    changed = false;
    const typed = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string'));
    const init = { method: 'POST', body: typed, headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(PATIENCE) };
    flying = fetch(form.dataset.draft, init);
    try {
      const answer = await flying;
      if (!answer.ok) throw new Error(answer.status);
      const told = await answer.json();
      // The same words are not said again, so that nobody is told each sentence.
      if (said.textContent !== told.said) said.textContent = told.said;
      said.classList.remove('failed');
      if (!changed) form.dispatchEvent(new CustomEvent('kept', { bubbles: true }));
    } catch {
      changed = true;
      if (said.textContent !== lost) said.textContent = lost;
      said.classList.add('failed');
    } finally {
      flying = null;
    }
  };

  form.addEventListener('input', () => {
    changed = true;
    clearTimeout(waiting);
    waiting = setTimeout(keep, AFTER);
  });
  document.addEventListener('visibilitychange', () => { if (document.hidden) keep(); });
  button.addEventListener('click', (event) => {
    event.preventDefault();
    changed = true;
    keep();
  });

  // What is on its way arrives before the form does, or it would be kept after it was sent.
  form.addEventListener('submit', (event) => {
    clearTimeout(waiting);
    if (!flying) return;
    event.preventDefault();
    event.stopPropagation();
    const { submitter } = event;
    flying.catch(() => {}).finally(() => { setTimeout(() => form.requestSubmit(submitter)); });
  });
}
