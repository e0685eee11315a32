// Who else is at the desk: this window says every twenty seconds that it is open, and shows who is there and who took the wording over.
const AGAIN = 20000;
const here = document.querySelector('[data-together]');

if (here) {
  const editors = here.querySelector('[data-editors]');
  const taken = here.querySelector('[data-taken]');
  const tell = async () => {
    if (document.hidden) return;
    const body = new URLSearchParams({ csrf_token: here.dataset.token, r: here.dataset.r });
    if ('words' in here.dataset) body.append('words', '1');
    try {
      const answer = await fetch(here.dataset.together, { method: 'POST', body, headers: { Accept: 'application/json' } });
      if (!answer.ok) return;
      const told = await answer.json();
      if (editors && editors.innerHTML.trim() !== told.html.trim()) editors.innerHTML = told.html;
      if (taken && taken.textContent !== told.taken) {
        taken.textContent = told.taken;
        taken.hidden = !told.taken;
      }
    } catch {
      // The next one tells.
    }
  };
  setInterval(tell, AGAIN);
}
