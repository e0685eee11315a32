// A long text is read page by page: an address that names a recommendation by its mark alone is led to the page that holds it.
for (const part of document.querySelectorAll("[data-elsewhere]")) {
  const look = () => {
    const mark = location.hash.slice(1);
    if (/^(r|auto-p)\d+$/.test(mark) && !document.getElementById(mark)) {
      location.replace(`${part.dataset.elsewhere}?at=${mark}`);
    }
  };
  look();
  addEventListener("hashchange", look);
}
