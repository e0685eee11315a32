// In long conversations each first-level comment gets a button that folds its replies away.
const LONG = 12;

for (const list of document.querySelectorAll('ol.cms')) {
  if (list.querySelectorAll('.cm').length < LONG || !list.dataset.fold) continue;
  const [hide, show] = list.dataset.fold.split('|');
  for (const comment of list.children) {
    const replies = comment.querySelector(':scope > ol');
    if (!replies) continue;
    const count = replies.querySelectorAll('.cm').length;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'cm-more';
    const draw = () => {
      button.setAttribute('aria-expanded', String(!replies.hidden));
      button.textContent = `${replies.hidden ? show : hide} (${count})`;
    };
    button.addEventListener('click', () => {
      replies.hidden = !replies.hidden;
      draw();
    });
    draw();
    replies.before(button);
  }
}

// A link to a folded comment opens its thread.
const reveal = () => {
  const goal = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  const folded = goal && goal.closest('ol[hidden]');
  if (!folded) return;
  folded.previousElementSibling.click();
  goal.scrollIntoView();
};
window.addEventListener('hashchange', reveal);
reveal();
