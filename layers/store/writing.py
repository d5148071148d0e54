"""Write a file whole or not at all, so that it survives a crash of the program or the machine."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE

from layers._layer import Text
from layers.errors import PublishError


def part_path(path: Path) -> Path:
    """Return where a file is written before it takes its name: no reader looks there.

    Always the same for the same file: only who holds the layer's lock writes it, and the next who
    does finds what a killed writer left.
    """
    return path.with_name(f".{path.name}.part")


def write_whole(path: Path, data: bytes, like: os.stat_result | None) -> None:
    """Replace a file's content in one step: beside it, to the disk, then renamed.

    Parameters
    ----------
    like
        Whose mode and owner it gets, as far as we may; the process's own when None.

    Raises
    ------
    OSError
        When it cannot be written; nothing is left behind then.
    """
    part = part_path(path)
    part.unlink(missing_ok=True)
    try:
        # Exclusive: a link that somebody put there is not followed.
        with part.open("xb") as file:
            if like is not None:
                make_like(file.fileno(), like)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def make_folder(path: Path, like: os.stat_result) -> None:
    """Make a folder unless it is there, with the mode and owner of another."""
    try:
        path.mkdir()
    except FileExistsError:
        if not path.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), path) from None
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        make_like(descriptor, like)
    finally:
        os.close(descriptor)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Bring a folder's names to the disk, where its file system can."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as fault:
        # Some network file systems do not know how, and keep names safe in their own way.
        if fault.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


def make_like(descriptor: int, like: os.stat_result) -> None:
    """Give an open file or folder the mode and owner of another, as far as we may."""
    own_like(descriptor, like)
    # After the owner, since a change of owner takes mode bits away. Disks of Windows have no modes.
    with suppress(PermissionError):
        os.fchmod(descriptor, S_IMODE(like.st_mode))


def own_like(descriptor: int, like: os.stat_result) -> None:
    """Give an open file the owner and the group of another, or the group alone, or nothing."""
    own = os.fstat(descriptor)
    if (own.st_uid, own.st_gid) == (like.st_uid, like.st_gid):
        return
    # Only root gives files away; a member may give one to the group.
    try:
        os.fchown(descriptor, like.st_uid, like.st_gid)
    except PermissionError:
        with suppress(PermissionError):
            os.fchown(descriptor, -1, like.st_gid)


WAYS_OUT = {
    errno.ENOSPC: Text("磁盘已满，请清理空间", "the disk is full: make room"),
    errno.EDQUOT: Text("磁盘配额已用完，请清理或申请扩容", "the disk quota is used up: make room"),
    errno.EFBIG: Text(
        "文件超过系统允许的大小，请放宽限制（ulimit -f）",
        "the file is larger than the system allows: raise the limit (ulimit -f)",
    ),
    errno.EROFS: Text(
        "所在磁盘为只读，请改为可写", "the file system is read-only: mount it for writing"
    ),
    errno.ENOTDIR: Text(
        "其中的 history 应为文件夹，却是文件，请移走该文件",
        "history in it is a file where a folder is needed: move that file away",
    ),
    errno.EISDIR: Text(
        "其中有文件夹占用了文件的名称，请移走该文件夹",
        "a folder in it has the name of a file: move that folder away",
    ),
} | dict.fromkeys(
    (errno.EACCES, errno.EPERM),
    Text(
        "没有读写权限，请换用有权限的账户，或请管理员授权",
        "there is no right to read and write: use an account that has it, or ask for it",
    ),
)


def write_error(folder: Path, fault: OSError) -> PublishError:
    """Return in words why nothing could be written in a place's folder, and the way out."""
    reason = fault.strerror or str(fault)
    why = WAYS_OUT.get(
        fault.errno or 0, Text(f"系统报告“{reason}”，请查明原因", f"{reason}: find out why")
    )
    return PublishError(
        Text(
            f"无法写入文件夹 {folder}：{why.zh}后重新发布。未作任何改动。",
            f"Cannot write in the folder {folder}: {why.en}, then publish again. "
            "Nothing was changed.",
        )
    )
