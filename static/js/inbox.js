// What one opens from the inbox is read: the form beside it says so in the background.
document.addEventListener('click', (event) => {
  const link = event.target.closest('.inbox .new a');
  const form = link && link.closest('article').querySelector('form');
  if (!form) return;
  fetch(form.action, { method: 'POST', body: new FormData(form), keepalive: true });
});
