// Leaving a page with something written and not sent asks first. Forms for it carry data-guard.
const written = new Set();

const isWritten = (form) => [...form.querySelectorAll('textarea, input[type="text"]')].some((field) => field.value !== field.defaultValue);

document.addEventListener('input', (event) => {
  const form = event.target.closest('form[data-guard]');
  if (!form) return;
  if (isWritten(form)) written.add(form);
  else written.delete(form);
});

document.addEventListener('submit', (event) => written.delete(event.target));
document.addEventListener('kept', (event) => written.delete(event.target));

window.addEventListener('beforeunload', (event) => {
  if (written.size) event.preventDefault();
});
