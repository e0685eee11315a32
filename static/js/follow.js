// Something on this page is kept up to date: the address in data-follow is asked again, and what comes takes the place of what is there.
// A whole page may answer: then its own part with data-follow is taken. Nothing is changed while somebody is at work in it.
for (const part of document.querySelectorAll('[data-follow]')) {
  const again = Number(part.dataset.every || 2) * 1000;
  const lost = document.querySelector('[data-follow-lost]');
  let missed = 0;
  let before = '';
  const busy = () => part.contains(document.activeElement) || part.querySelector('[aria-busy="true"]');
  const look = async () => {
    try {
      if (!document.hidden && !busy()) {
        const answer = await fetch(part.dataset.follow, { cache: 'no-cache', headers: { Accept: 'text/html' } });
        if (!answer.ok) throw new Error(answer.statusText);
        const text = await answer.text();
        if (text !== before && !busy()) {
          const there = new DOMParser().parseFromString(text, 'text/html');
          part.replaceChildren(...(there.querySelector('[data-follow]') || there.body).childNodes);
          before = text;
        }
        missed = 0;
      }
    } catch {
      missed += 1;
    }
    if (lost) lost.hidden = missed < 3;
    setTimeout(look, again);
  };
  setTimeout(look, again);
}
