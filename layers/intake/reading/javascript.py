"""Data in a script, `var x = {…}`: the literals are written as JSON, nothing is ever executed.

Every line of the JSON is the line of the script that it came from, so that places in one are
places in the other. What only running the script would tell (a call, a sum, a name) is refused
with its line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from layers.intake.reading.choice import other_tables
from layers.intake.reading.encoding import Decoded
from layers.intake.reading.faults import NoRecordsError, unreadable
from layers.intake.reading.json_file import Parsed, parse_document
from layers.intake.reading.request import Request
from layers.intake.table import IntakeError, Table

TOKEN = re.compile(
    r"""
    (?P<space>\s+|\ufeff|//[^\n]*|/\*.*?(?:\*/|\Z)|<!--[^\n]*)
    |(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)
    |(?P<regex>(?:(?<=[=(,:!&|?;])|(?<=[=(,:!&|?;][ ]))
        /(?![*/])(?:[^\\/\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*)
    |(?P<number>(?:0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+
        |(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)n?(?![\w$]))
    |(?P<word>[^\W\d]*[\w$]+(?:\.[\w$]+)*)
    |(?P<mark>=>|[{}\[\](),:;=]|[^\w\s])
    """,
    re.VERBOSE | re.DOTALL,
)
ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r\n|.)", re.DOTALL)
ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0",
           "\n": "", "\r\n": "", "\r": ""}  # fmt: skip
WORDS = {"true": "true", "false": "false", "null": "null", "undefined": "null", "NaN": "null",
         "Infinity": "null"}  # fmt: skip
# After these a bracket opens data; after a name or a closing bracket it opens code.
BEFORE_DATA = frozenset(("", "=", "(", ",", ":", "[", ";", "return", "default", "}", "?", "|", "&"))
BRACKETS_AND_SUCH = frozenset("{}[]:,")
MOST_NESTED = 200


class Token(NamedTuple):
    """A piece of a script: its sort, its text, and where it begins and ends."""

    sort: str
    text: str
    start: int
    end: int


class Literal(NamedTuple):
    """A literal as JSON, padded with its script's line breaks; or the reason why it is none."""

    name: str
    length: int
    json: str
    fault: IntakeError | None


def read_javascript(name: str, decoded: Decoded, request: Request) -> Table:
    """Read the records of a script or of a JSONP answer.

    Several literals may hold records: the one with most is read, unless `records` begins with the
    name of another.

    Raises
    ------
    IntakeError
        No literal holds records, or the largest one has parts that only running it would tell.
    """
    found = [literal for literal in literals(decoded.text) if literal.length > 2]
    if request.records is not None:
        head = request.records.partition(".")[0]
        found = [literal for literal in found if literal.name == head] or found
    parsed = [(_parsed(literal, request), literal) for literal in found]
    tables = [(table, literal) for table, literal in parsed if isinstance(table, Parsed)]
    faults = [
        (literal.length, fault)
        for fault, literal in parsed
        if isinstance(fault, IntakeError) and not isinstance(fault, NoRecordsError)
    ]
    best = max(tables, key=lambda pair: len(pair[0].lines), default=None)
    if best is None and not faults:
        raise unreadable(
            "脚本里没有找到数据（如 var x = […] 或 {…}）。",
            "The script holds no data (such as var x = […] or {…}).",
        )
    # What cannot be read may be the very data: the largest literal is not passed over.
    if best is None or max((length for length, _ in faults), default=0) > best[1].length:
        raise max(faults, key=lambda pair: pair[0])[1]
    table, chosen = best
    rows = {literal.name: len(one.lines) for one, literal in tables}
    others = other_tables(chosen.name, rows)
    return Table(
        file=name,
        format="js",
        columns=table.rows.columns,
        lines=table.lines,
        geometries=table.rows.geometries,
        crs=table.crs,
        encoding=decoded.encoding,
        findings=(*decoded.findings, *others, *table.rows.findings),
    )


def _parsed(literal: Literal, request: Request) -> Parsed | IntakeError:
    if literal.fault is not None:
        return literal.fault
    wish = request
    if request.records is not None:
        head, _, rest = request.records.partition(".")
        if literal.name == head:
            wish = Request(header_row=request.header_row, records=rest or None)
    try:
        return parse_document(literal.json, wish)
    except IntakeError as fault:
        return fault


def literals(text: str) -> Iterator[Literal]:
    """Return the outermost object and list literals of a script, in its order."""
    tokens = _tokens(text)
    before = Token("mark", "", 0, 0)
    name = assigned = ""
    for token in tokens:
        if token.text in {"{", "["} and before.text in BEFORE_DATA:
            yield _literal(text, assigned, token, tokens)
            before = Token("mark", "}", token.start, token.end)
            continue
        if token.text in {"=", ":", "("}:
            assigned = name
        elif token.sort == "word":
            name = token.text.rpartition(".")[2]
        before = token


def _tokens(text: str) -> Iterator[Token]:
    for match in TOKEN.finditer(text):
        if match.lastgroup and match.lastgroup != "space":
            yield Token(match.lastgroup, match[0], match.start(), match.end())


def _literal(text: str, name: str, first: Token, tokens: Iterator[Token]) -> Literal:
    """Write a literal as JSON, reading its tokens up to the bracket that closes it."""
    written: list[str] = ["\n" * text.count("\n", 0, first.start)]
    fault: IntakeError | None = None
    opened: list[str] = []
    # What stands before: a comma waits until it is clear that something follows it.
    before, at = "", first.start
    for token in chain([first], tokens):
        written.append("\n" * text.count("\n", at, token.start))
        at = token.start
        if token.text in {"{", "[", "("}:
            opened.append(token.text)
        elif token.text in {"}", "]", ")"}:
            if before == "," and written:
                _drop_comma(written)
            if opened:
                opened.pop()
        if fault is None:
            fault = _write(written, text, token, before, opened)
        before = token.text if token.sort == "mark" else token.sort
        if not opened:
            return Literal(name, token.end - first.start, "".join(written), fault)
    line = text.count("\n", 0, first.start) + 1
    cut = unreadable(
        f"脚本在第 {line} 行开始的数据没有结束，文件可能不完整。",
        f"The data that begin in line {line} of the script do not end; the file may be cut off.",
    )
    return Literal(name, len(text) - first.start, "", cut)


def _drop_comma(written: list[str]) -> None:
    for place in range(len(written) - 1, -1, -1):
        if written[place].endswith(","):
            written[place] = written[place][:-1]
            return


def _write(
    written: list[str], text: str, token: Token, before: str, opened: list[str]
) -> IntakeError | None:
    """Write one token as JSON, or return why it cannot be."""
    inside = opened[-1] if opened else ""
    key = inside == "{" and before in {"{", ","}
    value = before in {"[", ",", ":", ""} or (before in {"+", "-", "!"})
    if len(opened) > MOST_NESTED:
        return unreadable("脚本数据嵌套过深。", "The data in the script are nested too deeply.")
    json_text: str | None = None
    if token.sort == "mark" and token.text in BRACKETS_AND_SUCH:
        if value or token.text not in "{[":
            json_text = "null," if token.text == "," and before in {",", "["} else token.text
    elif token.sort == "mark" and token.text in {"+", "-", "!"} and value and not key:
        json_text = "-" if token.text == "-" else ""
    elif key or value:
        json_text = _json_of(token, before, key=key)
    if json_text is None:
        return _expression(text, token)
    written.append(json_text)
    return None


def _json_of(token: Token, before: str, *, key: bool) -> str | None:
    """Return a string, number or word as JSON, None where it is an expression."""
    if token.sort == "string":
        return None if before in {"+", "-", "!"} else _string(token.text)
    if key:
        return json.dumps(token.text, ensure_ascii=False) if token.sort != "mark" else None
    if before == "!":
        return {"0": "true", "1": "false"}.get(token.text)
    if token.sort == "number":
        return _number(token.text)
    return WORDS.get(token.text) if before != "+" else None


def _string(text: str) -> str | None:
    if text[0] == "`" and "${" in text:
        return None
    body = ESCAPE.sub(_unescaped, text[1:-1])
    # A character may be written as two halves; a half without the other is lost (U+FFFD).
    whole = body.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return json.dumps(whole, ensure_ascii=False)


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] in "ux" and len(code) > 1:
        return chr(min(int(code[1:].strip("{}"), 16), 0x10FFFF))
    return ESCAPED.get(code, code)


def _number(text: str) -> str | None:
    digits = text.replace("_", "").removesuffix("n")
    if digits[:2].lower() in {"0x", "0o", "0b"}:
        return str(int(digits, 0))
    # 012 was octal once and is an error now: nobody can tell what was meant.
    if re.match(r"0\d", digits):
        return None
    number = float(digits)
    return digits if re.fullmatch(r"\d+", digits) else repr(number)


def _expression(text: str, token: Token) -> IntakeError:
    line = text.count("\n", 0, token.start) + 1
    piece = " ".join(text[max(0, token.start - 20) : token.end + 20].split())
    return unreadable(
        f"脚本第 {line} 行的数据里有代码（“{piece}”），不运行脚本就无法得知其值；请改为固定的值。",
        f"Line {line} of the script has code among the data ({piece!r}), whose value only running "
        "it would tell; write the value itself.",
    )
