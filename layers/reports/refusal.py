"""The words of each reason for which no report is taken in.

Residents read what they can do, and nothing of folders; whoever runs the service reads the cause.
"""

from __future__ import annotations

import errno
import math
from pathlib import Path

from layers._layer import Text
from layers.reports.errors import ReportsUnavailableError, TooManyReportsError
from layers.store.writing import WAYS_OUT

LATER = Text("现在无法保存报告，请稍后再试。", "No report can be kept right now; try again later.")
MINUTE_S, HOUR_S = 60, 3_600

_WAYS_OUT = WAYS_OUT | {
    errno.ENOTDIR: Text("它是文件而不是文件夹", "it is a file where a folder is needed"),
    errno.ENOENT: Text("它的上级文件夹不存在", "the folder above it is not there"),
}


def unwritable(folder: Path, fault: OSError) -> ReportsUnavailableError:
    """Return the refusal where the queue's folder or file cannot be written."""
    reason = fault.strerror or str(fault)
    why = _WAYS_OUT.get(fault.errno or 0, Text(f"系统报告“{reason}”", reason))
    return ReportsUnavailableError(
        LATER,
        Text(
            f"无法写入居民报告文件夹 {folder}：{why.zh}。"
            "也可用 FACILITIES_REPORTS 指定另一个可写的文件夹。",
            f"The folder of residents' reports {folder} cannot be written: {why.en}. Or name "
            "another one with FACILITIES_REPORTS.",
        ),
    )


def locked(folder: Path) -> ReportsUnavailableError:
    """Return the refusal where another process holds the queue for too long."""
    return ReportsUnavailableError(
        LATER,
        Text(
            f"另一个程序一直占用 {folder}，等候超时；请稍后再试。",
            f"Another program holds {folder} all the while; try again later.",
        ),
    )


def busy() -> ReportsUnavailableError:
    """Return the refusal where too many reports wait for the disk already."""
    return ReportsUnavailableError(
        LATER, Text("等待写入的报告太多。", "Too many reports wait to be written.")
    )


def full(waiting: int, size_bytes: int) -> ReportsUnavailableError:
    """Return the refusal where the queue has as many reports as it may have."""
    return ReportsUnavailableError(
        Text(
            "待处理的报告已满，暂时不能再收，请过些日子再试。",
            "The queue of reports is full; none can be taken in for now. Try again another day.",
        ),
        Text(
            f"居民报告已满（待处理 {waiting} 条，{size_bytes} 字节）：用 facilities reports --done "
            "标记已处理的，再用 facilities reports --archive 移出。",
            f"The queue of residents' reports is full ({waiting} open, {size_bytes} bytes): mark "
            "what is dealt with (facilities reports --done), then move it out (facilities reports "
            "--archive).",
        ),
    )


def closed() -> ReportsUnavailableError:
    """Return the refusal of a place that takes no reports."""
    return ReportsUnavailableError(
        Text("此处不接收报告。", "No reports are taken in here."),
        Text("FACILITIES_PLACE_REPORTS_PER_HOUR 为 0。", "FACILITIES_PLACE_REPORTS_PER_HOUR is 0."),
    )


def too_many_from_all(wait_s: float) -> TooManyReportsError:
    """Return the refusal where all together have sent as many as are taken in within an hour."""
    wait = wait_words(wait_s)
    return TooManyReportsError(
        Text(
            f"现在报告的人太多，请 {wait.zh}后再试。",
            f"Too many reports are coming in; try again in {wait.en}.",
        ),
        math.ceil(wait_s),
    )


def too_many_from_one(most: int, per: Text, wait_s: float) -> TooManyReportsError:
    """Return the refusal where one address has sent as many as are taken in from it."""
    wait = wait_words(wait_s)
    return TooManyReportsError(
        Text(
            f"同一网络地址{per.zh}最多报告 {most} 次，请 {wait.zh}后再试。",
            f"At most {most} reports {per.en} are taken in from one address; try again in "
            f"{wait.en}.",
        ),
        math.ceil(wait_s),
    )


def wait_words(wait_s: float) -> Text:
    """Return how long to wait, rounded up to what a person reckons with."""
    if wait_s <= MINUTE_S:
        seconds = math.ceil(wait_s)
        return Text(f"{seconds} 秒", f"{seconds} second{'s' * (seconds != 1)}")
    if wait_s <= HOUR_S:
        minutes = math.ceil(wait_s / MINUTE_S)
        return Text(f"{minutes} 分钟", f"{minutes} minutes")
    hours = math.ceil(wait_s / HOUR_S)
    return Text(f"{hours} 小时", f"{hours} hours")
