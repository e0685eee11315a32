// A button that copies a text that can be selected by hand as well.
document.querySelectorAll("[data-copies]").forEach((row) => {
  const source = document.getElementById(row.dataset.copies);
  const told = row.querySelector("[data-copied]");
  if (!source || !navigator.clipboard) return;
  row.hidden = false;
  row.querySelector("button").addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.value);
    told.textContent = told.dataset.copied;
  });
});
