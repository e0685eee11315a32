// A photo larger than a phone on a tram should fetch is made smaller before it is sent; without this its sender does that.
document.addEventListener('change', async (event) => {
  const field = event.target.closest('input[type="file"][data-shrink]');
  const [file] = field ? field.files : [];
  if (!file || file.type !== 'image/jpeg' || file.size <= Number(field.dataset.most)) return;
  try {
    // Turned as it says, since what is drawn no longer says it.
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, Number(field.dataset.shrink) / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => { canvas.toBlob(done, 'image/jpeg', 0.82); });
    // Another one may have been chosen meanwhile.
    if (!blob || blob.size >= file.size || field.files[0] !== file) return;
    const chosen = new DataTransfer();
    chosen.items.add(new File([blob], file.name, { type: blob.type }));
    field.files = chosen.files;
  } catch {
    // The service says what is wrong with it.
  }
});
