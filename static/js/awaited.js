// Something is being made in the background: the page is looked at again every two seconds, and shown anew once it is there.
const awaited = document.querySelector('[data-await]');

if (awaited) {
  const look = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (answer.ok && !page.querySelector('[data-await]')) location.reload();
    } catch {
      // The next look finds it.
    }
  };
  setInterval(look, 2000);
}
