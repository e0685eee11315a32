// The editor: a toolbar for the marks of Markdown, a counter that speaks only when it matters, and a preview in place.
const QUIET = 1500;
const SPOKEN = 0.1;

// Through the browser's own editing, so that Ctrl+Z takes it back.
const put = (area, start, end, text) => {
  area.focus();
  area.setSelectionRange(start, end);
  if (!document.execCommand('insertText', false, text)) {
    area.setRangeText(text, start, end, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }
};

const around = (area, mark) => {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const chosen = value.slice(start, end);
  const marked = chosen.startsWith(mark) && chosen.endsWith(mark) && chosen.length > 2 * mark.length;
  const text = marked ? chosen.slice(mark.length, -mark.length) : `${mark}${chosen}${mark}`;
  put(area, start, end, text);
  area.setSelectionRange(start + (marked ? 0 : mark.length), start + text.length - (marked ? 0 : mark.length));
};

const before = (area, mark) => {
  const { value } = area;
  const start = value.lastIndexOf('\n', area.selectionStart - 1) + 1;
  const stop = value.indexOf('\n', area.selectionEnd);
  const end = stop < 0 ? value.length : stop;
  const lines = value.slice(start, end).split('\n');
  const all = lines.every((line) => line.startsWith(mark));
  put(area, start, end, lines.map((line) => (all ? line.slice(mark.length) : `${mark}${line}`)).join('\n'));
};

const link = (area) => {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const chosen = value.slice(start, end);
  const address = /^https?:\/\/\S+$/.test(chosen) ? chosen : 'https://';
  const words = address === chosen ? '' : chosen;
  put(area, start, end, `[${words}](${address})`);
  if (words) area.setSelectionRange(start + words.length + 3, start + words.length + 3 + address.length);
  else area.setSelectionRange(start + 1, start + 1);
};

const ACTS = {
  bold: (area) => around(area, '**'),
  heading: (area) => before(area, '## '),
  list: (area) => before(area, '- '),
  quote: (area) => before(area, '> '),
  link,
};

// One stop for the Tab key; arrows, Home and End go from tool to tool.
const walk = (bar) => {
  const tools = [...bar.children];
  const reach = (tool) => tools.forEach((each) => { each.tabIndex = each === tool ? 0 : -1; });
  reach(tools[0]);
  bar.addEventListener('focusin', (event) => reach(event.target));
  bar.addEventListener('keydown', (event) => {
    const at = tools.indexOf(document.activeElement);
    const goal = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    tools.at(goal % tools.length).focus();
  });
};

const count = (box, area, shown, said) => {
  const room = Number(box.dataset.room);
  if (!room) return;
  let waiting = 0;
  const figure = (number) => number.toLocaleString(document.documentElement.lang);
  const draw = () => {
    const used = [...area.value].length;
    const over = used > room;
    shown.textContent = over
      ? box.dataset.over.replace('{over}', figure(used - room))
      : box.dataset.used.replace('{used}', figure(used)).replace('{room}', figure(room));
    shown.classList.toggle('over', over);
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const left = room - used;
      said.textContent = over ? shown.textContent
        : left <= room * SPOKEN ? box.dataset.left.replace('{left}', figure(left)) : '';
    }, QUIET);
  };
  shown.hidden = false;
  area.addEventListener('input', draw);
  draw();
};

const previews = (box, area, said) => {
  const button = box.querySelector('[name="preview"]');
  const word = button.querySelector('span');
  const shown = box.querySelector('.editor-preview');
  const field = area.closest('.ds-field');
  const first = word.textContent;
  button.type = 'button';
  const turn = (open) => {
    shown.hidden = !open;
    field.hidden = open;
    button.setAttribute('aria-expanded', String(open));
    word.textContent = open ? box.dataset.back : first;
  };
  turn(false);
  button.addEventListener('click', async () => {
    if (!shown.hidden) {
      turn(false);
      area.focus();
      return;
    }
    const body = new URLSearchParams({ text: area.value, csrf_token: area.form.elements.csrf_token?.value || '' });
    said.textContent = '';
    try {
      const answer = await fetch('/preview', { method: 'POST', body });
      if (!answer.ok) throw new Error(answer.status);
      shown.innerHTML = await answer.text();
      turn(true);
      shown.focus();
    } catch {
      said.textContent = box.dataset.failed;
      said.classList.remove('sr');
    }
  });
};

for (const box of document.querySelectorAll('[data-editor]')) {
  const area = document.getElementById(box.dataset.editor);
  const said = box.querySelector('[role="status"]');
  const bar = box.querySelector('template').content.firstElementChild.cloneNode(true);
  area.before(bar);
  walk(bar);
  bar.addEventListener('click', (event) => {
    const tool = event.target.closest('[data-act]');
    if (tool) ACTS[tool.dataset.act](area);
  });
  area.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    const act = { b: 'bold', k: 'link' }[event.key];
    if (!act) return;
    event.preventDefault();
    ACTS[act](area);
  });
  count(box, area, box.querySelector('.count-left'), said);
  previews(box, area, said);
}
