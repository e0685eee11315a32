// In long conversations each first-level comment gets a button that folds its replies away.
const LONG = 12;

const fold = (list) => {
  if (list.querySelectorAll('.cm').length < LONG || !list.dataset.fold) return;
  const [hide, show] = list.dataset.fold.split('|');
  for (const comment of list.children) {
    const replies = comment.querySelector(':scope > ol');
    const line = comment.querySelector(':scope > .cm-b > .cm-a');
    const count = replies ? replies.querySelectorAll('.cm').length : 0;
    // A button for a reply or two would be longer than what it folds.
    if (count < 3 || line.querySelector('.cm-fold')) continue;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'cm-fold';
    const draw = () => {
      button.setAttribute('aria-expanded', String(!replies.hidden));
      button.textContent = `${replies.hidden ? show : hide} (${count})`;
    };
    button.addEventListener('click', () => {
      replies.hidden = !replies.hidden;
      draw();
    });
    draw();
    // Into the line that is there already, so that nothing moves.
    line.append(button);
  }
};
document.querySelectorAll('ol.cms').forEach(fold);

// The next page of a long conversation can be brought under the present one; without this script its link leads there.
const more = (list) => {
  const pages = list.parentElement.querySelector('nav.pager');
  const next = pages && pages.querySelector('a[rel="next"]');
  if (!next || !list.dataset.more) return;
  const [word, busy] = list.dataset.more.split('|');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'cm-more cm-next';
  button.textContent = word;
  button.addEventListener('click', async () => {
    button.textContent = busy;
    button.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(next.href, { credentials: 'same-origin' });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const sprite = document.querySelector('svg.sprite');
      for (const symbol of page.querySelectorAll('svg.sprite symbol')) {
        if (!document.getElementById(symbol.id)) sprite.append(document.adoptNode(symbol));
      }
      const first = page.querySelector('#conversation ol.cms > li');
      const come = [...page.querySelectorAll('#conversation ol.cms > li')];
      list.append(...come.map((each) => document.adoptNode(each)));
      fold(list);
      pages.replaceWith(document.adoptNode(page.querySelector('#conversation nav.pager')));
      button.remove();
      more(list);
      if (!first) return;
      first.tabIndex = -1;
      first.focus({ preventScroll: true });
      first.scrollIntoView({ block: 'start' });
    } catch {
      location.assign(next.href);
    }
  });
  pages.before(button);
};
document.querySelectorAll('#conversation > ol.cms[data-more]').forEach(more);

// A link to a folded comment opens its thread.
const reveal = () => {
  const goal = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  const folded = goal && goal.closest('ol[hidden]');
  if (!folded) return;
  folded.parentElement.querySelector(':scope > .cm-b > .cm-a > .cm-fold').click();
  goal.scrollIntoView();
};
window.addEventListener('hashchange', reveal);
reveal();
