// The drafting desk: dragging sends the very forms that stand on the page, and words selected in a source become a quote.
const desk = document.querySelector('[data-desk]');
if (desk) {
  const base = desk.dataset.desk;
  const sender = document.getElementById('drop');
  const said = document.getElementById('desk-said');
  const TARGETS = '.doc [data-recommendation], .doc [data-proposals], .outline [data-chapter], .doc [data-new], .pool';
  let held = null;

  const send = (action, fields) => {
    sender.action = `${base}/${action}`;
    for (const [name, value] of fields) {
      const input = document.createElement('input');
      Object.assign(input, { type: 'hidden', name, value });
      sender.append(input);
    }
    said.textContent = desk.dataset.saidSaving;
    sender.requestSubmit();
  };

  // What a target makes of what is held: the address and the fields of a form, or nothing.
  const act = (target) => {
    const { recommendation, proposals, chapter, new: fresh } = target.dataset;
    if (held.proposal) {
      const place = `proposals/${held.proposal}/place`;
      if (recommendation) return held.from === recommendation ? null : [place, [['recommendation', recommendation]]];
      if (proposals) {
        const ids = proposals.split(' ');
        return ids.includes(held.proposal) ? null : ['adopt', [...ids, held.proposal].map((id) => ['proposal', id]).concat([['stay', '1']])];
      }
      if (target.matches('.pool')) return held.from ? [`proposals/${held.proposal}/free`, []] : null;
      return [place, [['recommendation', '0'], ['chapter', chapter ?? fresh]]];
    }
    const move = `recommendations/${held.recommendation}/move`;
    if (recommendation) return recommendation === held.recommendation ? null : [move, [['ahead_of', recommendation]]];
    if (chapter !== undefined) return [move, [['chapter', chapter]]];
    return null;
  };

  const draggable = (element, facts, label) => {
    element.draggable = true;
    element.addEventListener('dragstart', (event) => {
      event.stopPropagation();
      held = facts;
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('text/plain', label);
      said.textContent = desk.dataset.saidDrag.replace('{}', label);
      desk.classList.add('dragging');
    });
    element.addEventListener('dragend', () => {
      held = null;
      desk.classList.remove('dragging');
      desk.querySelectorAll('.over').forEach((each) => each.classList.remove('over'));
    });
  };

  for (const item of desk.querySelectorAll('.pool .pi[id^="P"]')) {
    const link = item.querySelector('a');
    // An open one is read and quoted from: it is held by its title.
    draggable(item.matches('.sel') ? link : item, { proposal: item.id.slice(1), from: item.dataset.place }, `${item.id} ${link.textContent}`);
    if (!item.matches('.sel')) link.draggable = false;
  }
  for (const line of desk.querySelectorAll('.doc [data-recommendation]')) {
    const grip = line.matches('.paper') ? line.querySelector('h2') : line;
    draggable(grip, { recommendation: line.dataset.recommendation }, (line.querySelector('h2, a, span') ?? line).textContent.trim());
    line.querySelectorAll('.shut-line > a').forEach((link) => { link.draggable = false; });
  }
  for (const line of desk.querySelectorAll('.shut-line[data-proposals]')) {
    if (!line.dataset.proposals.includes(' ')) draggable(line, { proposal: line.dataset.proposals }, line.querySelector('a').textContent);
  }
  for (const chip of desk.querySelectorAll('.paper[data-recommendation] .chip-link[data-proposal]')) {
    const from = chip.closest('.paper').dataset.recommendation;
    draggable(chip, { proposal: chip.dataset.proposal, from }, chip.textContent.trim());
  }

  const over = (event) => {
    const target = held && event.target.closest(TARGETS);
    const found = target && act(target);
    desk.querySelectorAll('.over').forEach((each) => { if (each !== target || !found) each.classList.remove('over'); });
    if (!found) return null;
    event.preventDefault();
    target.classList.add('over');
    return found;
  };
  desk.addEventListener('dragover', over);
  desk.addEventListener('drop', (event) => {
    const found = over(event);
    if (found) send(...found);
  });

  // Words selected in the whole text fill the field; those selected in the pool go along with the link to quoting.
  document.addEventListener('selectionchange', () => {
    const chosen = document.getSelection();
    const text = chosen.toString().trim();
    const from = chosen.anchorNode?.parentElement?.closest('[data-picks], [data-quotable]');
    if (!text || !from || !from.contains(chosen.focusNode)) return;
    if (from.dataset.picks) from.closest('form').elements[from.dataset.picks].value = text;
    else {
      const link = from.closest('.pi').querySelector('[data-quote]');
      if (link) link.href = `${from.dataset.quotable}&said=${encodeURIComponent(text)}#act`;
    }
  });
}
