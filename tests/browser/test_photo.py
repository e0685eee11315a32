"""A photo as a phone takes it: the browser makes it smaller, and the page keeps room for it."""

from __future__ import annotations

from base64 import b64decode

from playwright.sync_api import expect

from civic.places.commands import LARGEST_PHOTO_KB
from tests.browser.test_boards import come_in
from tests.fixtures.browser import OpenPage

#: Noise of twelve million points, which no compression makes small.
_NOISE = """() => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 4000, height: 3000 });
  const pen = canvas.getContext('2d');
  const image = pen.createImageData(4000, 3000);
  for (let at = 0; at < image.data.length; at += 1) image.data[at] = at % 4 === 3 ? 255 : (at * 2654435761 >>> 8) & 255;
  pen.putImageData(image, 0, 0);
  return canvas.toDataURL('image/jpeg', 0.9).split(',')[1];
}"""


def test_a_large_photo_is_made_smaller_before_it_is_sent(open_page: OpenPage) -> None:
    page = open_page(width=390, height=844)
    come_in(page, "pelnomocnik", "/places")
    page.locator(".place-list h3 a").first.click()
    page.get_by_role("link", name="Zdjęcie", exact=True).click()
    photo = b64decode(page.evaluate(_NOISE))
    assert len(photo) > LARGEST_PHOTO_KB * 1000
    page.get_by_label("Zdjęcie", exact=True).set_input_files(
        {"name": "drzwi.jpg", "mimeType": "image/jpeg", "buffer": photo}
    )
    page.wait_for_function(
        f"() => document.querySelector('input[type=file]').files[0].size < {LARGEST_PHOTO_KB * 1000}"
    )
    page.get_by_label("Co widać na zdjęciu").fill("Szklane drzwi na poziomie ulicy.")
    page.get_by_role("button", name="Zapisz zdjęcie").click()
    shown = page.get_by_role("img", name="Szklane drzwi na poziomie ulicy.")
    expect(shown).to_be_visible()
    assert (shown.get_attribute("width"), shown.get_attribute("height")) == ("1600", "1200")
