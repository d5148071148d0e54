"""A file is written beside its place and put there whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from layers.export.report import ExportError, FileExistsAlreadyError

T = TypeVar("T")


def write_beside(path: Path, write: Callable[[Path], T], *, suffix: str, overwrite: bool) -> T:
    """Have a file written in a folder of its own beside its place, and move it there.

    Parameters
    ----------
    write
        Writes the file whose path it is given; what it returns is returned.
    suffix
        What the name of the file given to it ends in: some writers insist.
    overwrite
        Whether a file that is there may be replaced.

    Raises
    ------
    FileExistsAlreadyError
        When a file is there and may not be replaced.
    ExportError
        When it cannot be written: no such folder, no right to write, no space left.
    """
    _check_place(path, overwrite=overwrite)
    try:
        with tempfile.TemporaryDirectory(prefix=".export-", dir=path.parent) as folder:
            written = Path(folder, f"layer{suffix}")
            result = write(written)
            with written.open("rb") as file:
                os.fsync(file.fileno())
            _check_place(path, overwrite=overwrite)
            written.replace(path)
    except OSError as refusal:
        raise unwritable(path, refusal.strerror or str(refusal)) from refusal
    return result


def unwritable(path: Path, reason: str) -> ExportError:
    """Return the error of a file that cannot be written."""
    return ExportError(
        f"无法写入 {path}：{reason}。请检查文件夹的写入权限和剩余空间。",
        f"{path} cannot be written: {reason}; look at the folder's permissions and free space",
    )


def _check_place(path: Path, *, overwrite: bool) -> None:
    if path.is_dir():
        raise ExportError(
            f"{path} 是文件夹：请写明文件名。", f"{path} is a folder: give the name of a file"
        )
    if path.exists() and not overwrite:
        raise FileExistsAlreadyError(path)
    if not path.parent.is_dir():
        raise ExportError(
            f"没有文件夹 {path.parent}：请先建立。",
            f"no folder {path.parent}: make it first",
        )
