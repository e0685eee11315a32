// A form with data-away is sent while the network is there: without it the browser shows an error of its own and forgets what was typed.
const PATIENCE = 6000;

document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.dataset.away) return;
  if (form.dataset.reached) {
    delete form.dataset.reached;
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.dataset.reaching) return;
  form.dataset.reaching = 'yes';
  const { submitter } = event;
  const said = form.querySelector('[data-away-said]');
  try {
    // Any answer will do: it is asked whether there is somebody to answer.
    await fetch(form.dataset.reach, { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout?.(PATIENCE) });
    said.hidden = true;
    form.dataset.reached = 'yes';
  } catch {
    said.textContent = form.dataset.away;
    said.hidden = false;
    return;
  } finally {
    delete form.dataset.reaching;
  }
  form.requestSubmit(submitter);
});
