// Handing a link on: copied by one press, or by the device's own way where it has one; without JavaScript the field and the mail do.
for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  const word = button.querySelector('span');
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    word.textContent = button.dataset.done;
  });
}

for (const button of document.querySelectorAll('[data-share]')) {
  if (!navigator.share) continue;
  button.hidden = false;
  // Whoever closes the device's list of ways has changed their mind: nothing went wrong.
  button.addEventListener('click', () => {
    navigator.share({ title: button.dataset.title, url: button.dataset.share }).catch(() => {});
  });
}

for (const field of document.querySelectorAll('[data-select]')) field.addEventListener('focus', () => field.select());
