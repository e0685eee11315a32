// A form is sent once: its button says what is happening, and a second press does nothing.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method.toLowerCase() !== 'post') return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = 'yes';
  const button = event.submitter;
  if (!button || !button.classList.contains('ds-button')) return;
  button.setAttribute('aria-busy', 'true');
  if (button.dataset.busy) {
    button.dataset.idle = button.textContent;
    // The text changes after the browser has read the form, so that the button's own value is sent.
    setTimeout(() => { button.textContent = button.dataset.busy; });
  }
});

// Coming back by the browser's own button finds the form as it was, ready again.
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sending]')) delete form.dataset.sending;
  for (const button of document.querySelectorAll('[aria-busy="true"]')) {
    button.removeAttribute('aria-busy');
    if (button.dataset.idle) button.textContent = button.dataset.idle;
  }
});
