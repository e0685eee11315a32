// A decision's form: choosing a ground writes the reason to begin from, and words marked in the text are the words to cover.
for (const form of document.querySelectorAll('form[data-decide]')) {
  const reason = form.elements.reason;
  const fragment = form.elements.fragment;
  const patterns = new Set([...form.querySelectorAll('[data-pattern]')].map((each) => each.dataset.pattern));
  form.addEventListener('change', (event) => {
    const pattern = event.target.dataset.pattern;
    // What somebody typed is never written over.
    if (pattern && (!reason.value.trim() || patterns.has(reason.value))) reason.value = pattern;
  });
  const text = form.parentElement.querySelector('[data-decided]');
  if (!text || !fragment) continue;
  document.addEventListener('selectionchange', () => {
    const marked = document.getSelection();
    if (marked.isCollapsed || !text.contains(marked.anchorNode) || !text.contains(marked.focusNode)) return;
    if (form.elements.act.value === 'cover') fragment.value = marked.toString().trim();
  });
}
