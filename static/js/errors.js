// After a refused form the summary of what is wrong takes the focus, so that nobody has to look for it.
const summary = document.getElementById('errors');
if (summary) summary.focus();
