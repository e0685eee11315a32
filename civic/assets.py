"""Makes static/build out of node_modules and our own sources; run by `make setup`."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NODE = ROOT / "node_modules"
STATIC = ROOT / "static"
BUILD = STATIC / "build"
MANIFEST = "manifest.json"
STAMP = "stamp.txt"

DESIGN = NODE / "@digdir" / "designsystemet-css" / "dist"
# Only what our components stand on; the rest of the package would double the size of the page.
DESIGN_PARTS = {
    "ds.base": ("base", "fieldset"),
    "ds.components": ("button", "card", "field", "input", "tag", "table", "error-summary"),
}
WEB_FONTS = (
    ("inter", "wght", ("normal", "italic")),
    ("source-serif-4", "opsz", ("normal", "italic")),
)
SUBSETS = ("latin", "latin-ext", "cyrillic")
# What a Polish page needs before its first line can stand: fetched with the styles, so that no line moves when they arrive.
FIRST_FONTS = tuple(
    f"{family}-{subset}-{axis}-normal"
    for family, axis, _styles in WEB_FONTS
    for subset in ("latin", "latin-ext")
)
PRINT_FONTS = {
    "inter": ("400Regular", "500Medium", "600SemiBold", "700Bold", "400Regular_Italic"),
    "source-serif-4": ("400Regular", "400Regular_Italic", "500Medium", "600SemiBold", "700Bold"),
}
OWN_STYLES = ("layers", "tokens", "base", "layout")
FACE = re.compile(r"@font-face\s*\{.*?\}", re.DOTALL)
# A data: address is refused by our content security policy, so no rule that needs one is kept.
DATA_RULE = re.compile(r"[^{};]*:[^{};]*url\(\"data:(?:[^\"\\]|\\.)*\"\)[^{};]*;?")


class AssetsMissing(Exception):
    """Something that set-up makes is not there; the message says what to do."""


def digest(data: bytes) -> str:
    """The first ten hexadecimal figures of the SHA-256: names of built files."""
    return hashlib.sha256(data).hexdigest()[:10]


def design_css() -> str:
    """The chosen parts of the design system, in its own cascade layers."""
    parts = ["@layer ds.theme, ds.base, ds.components;"]
    for layer, names in DESIGN_PARTS.items():
        sheets = "".join((DESIGN / "src" / f"{name}.css").read_text("utf-8") for name in names)
        parts.append(f"@layer {layer}{{{DATA_RULE.sub('', sheets)}}}")
    parts.append((DESIGN / "theme" / "designsystemet.css").read_text("utf-8"))
    return "\n".join(parts)


def font_css(out: dict[str, bytes]) -> str:
    """The @font-face rules of the chosen subsets; the files themselves are added to `out`."""
    rules = []
    for family, axis, styles in WEB_FONTS:
        package = NODE / "@fontsource-variable" / family
        for style in styles:
            suffix = "-italic" if style == "italic" else ""
            sheet = (package / f"{axis}{suffix}.css").read_text("utf-8")
            for subset in SUBSETS:
                name = f"{family}-{subset}-{axis}-{style}.woff2"
                rule = next(r for r in FACE.findall(sheet) if f"/{name})" in r)
                data = (package / "files" / name).read_bytes()
                built = f"fonts/{name.removesuffix('.woff2')}.{digest(data)}.woff2"
                out[built] = data
                rules.append(rule.replace(f"./files/{name}", built))
    return "\n".join(rules)


def own_css() -> str:
    """Our layers, tokens, base and layout, then one file a component, then print."""
    folder = STATIC / "css"
    sheets = [folder / f"{name}.css" for name in OWN_STYLES]
    sheets += sorted((folder / "components").glob("*.css"))
    sheets.append(folder / "print.css")
    return "\n".join(sheet.read_text("utf-8") for sheet in sheets)


def own_js() -> str:
    """Our scripts one after the other; each is wrapped, so that none sees the names of another."""
    scripts = sorted((STATIC / "js").glob("*.js"))
    return "\n".join(f"(() => {{\n{s.read_text('utf-8')}}})();" for s in scripts)


def make_files() -> tuple[dict[str, bytes], dict[str, str]]:
    """All built files by their name, and the manifest: name that a page uses -> built file."""
    out: dict[str, bytes] = {}
    fonts = font_css(out)
    named = {
        "site.css": f"{design_css()}\n{fonts}\n{own_css()}".encode(),
        "site.js": own_js().encode(),
        "mark.svg": (STATIC / "mark.svg").read_bytes(),
    }
    manifest = {
        f"{name}.woff2": built for name in FIRST_FONTS for built in out if built.startswith(f"fonts/{name}.")
    }
    for name, data in named.items():
        stem, dot, ending = name.partition(".")
        manifest[name] = f"{stem}.{digest(data)}{dot}{ending}"
        out[manifest[name]] = data
    for family, weights in PRINT_FONTS.items():
        for weight in weights:
            for font in sorted((NODE / "@expo-google-fonts" / family / weight).glob("*.ttf")):
                out[f"print-fonts/{font.name}"] = font.read_bytes()
    out[MANIFEST] = json.dumps(manifest, indent=1, sort_keys=True).encode() + b"\n"
    return out, manifest


def source_stamp() -> str:
    """Changes whenever a source of the build does; costs a few stats, no reading."""
    sources = [ROOT / "package-lock.json", Path(__file__), *STATIC.glob("*.svg")]
    sources += sorted(p for f in ("css", "js") for p in (STATIC / f).rglob("*") if p.is_file())
    facts = [f"{p.relative_to(ROOT)} {p.stat().st_size} {p.stat().st_mtime_ns}" for p in sources]
    return digest("\n".join(facts).encode())


def last_generation() -> dict[str, bytes]:
    """The styles and scripts of the build before: a server that still runs goes on pointing to them."""
    try:
        names = json.loads((BUILD / MANIFEST).read_text("utf-8")).values()
        return {name: (BUILD / name).read_bytes() for name in names}
    except (FileNotFoundError, json.JSONDecodeError):
        return {}


def build() -> bool:
    """Make static/build; False when it was already up to date."""
    if not NODE.is_dir():
        raise AssetsMissing("The folder node_modules is missing. Run: make setup")
    stamp = BUILD / STAMP
    current = source_stamp()
    if (BUILD / MANIFEST).exists() and stamp.exists() and stamp.read_text() == current:
        return False
    files, _ = make_files()
    files = {**last_generation(), **files}
    fresh = STATIC / "build.new"
    shutil.rmtree(fresh, ignore_errors=True)
    for name, data in files.items():
        path = fresh / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (fresh / STAMP).write_text(current)
    shutil.rmtree(BUILD, ignore_errors=True)
    fresh.rename(BUILD)
    return True


def first_fonts() -> list[str]:
    """The addresses of the fonts that every page begins with."""
    return [url_of(f"{name}.woff2") for name in FIRST_FONTS]


@cache
def manifest() -> dict[str, str]:
    """What the last build made. Raises AssetsMissing, with the way out, when there was none."""
    try:
        loaded: dict[str, str] = json.loads((BUILD / MANIFEST).read_text("utf-8"))
    except FileNotFoundError:
        raise AssetsMissing("The styles and scripts are not built yet. Run: make setup") from None
    return loaded


def url_of(name: str) -> str:
    """The address of a built file: "site.css" gives /static/build/site.<digest>.css."""
    return f"/static/build/{manifest()[name]}"


def main() -> int:
    """Build, and say in one line what happened."""
    try:
        made = build()
    except AssetsMissing as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    sys.stdout.write("Assets built.\n" if made else "Assets are up to date.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
