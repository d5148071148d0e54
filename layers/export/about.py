"""What every exported file should tell its reader: whose data, of when, in which datum."""

from __future__ import annotations

from layers._layer import Text
from layers.export.records import Records
from layers.place import Place

ILLUSTRATIVE = Text(
    "含示意位置：凡“位置精度”为“示意”（illustrative）的，均非实测。",
    "Some positions are illustrative, as their field Position says: nobody surveyed them.",
)


def about(records: Records, place: Place | None) -> list[tuple[Text, Text]]:
    """Return what there is to say of an export, each with its label, the place's part first."""
    snapshot, layer = records.snapshot, records.layer
    said: list[tuple[Text, Text]] = []
    if place is not None:
        said.append((Text("地区", "Place"), place.name))
    said += [
        (Text("图层", "Layer"), layer.title),
        (Text("数量", "Number"), Text(f"{len(records)} {layer.counter}", str(len(records)))),
        (Text("版本", "Version"), _same(snapshot.version)),
        (Text("坐标系", "Datum"), datum_words(records)),
    ]
    if snapshot.updated_at is not None:
        said.append((Text("更新时间", "Updated"), _same(snapshot.updated_at.isoformat())))
    if place is None:
        return said + _illustrative(records)
    if place.data_date is not None:
        said.append((Text("数据日期", "Data of"), _same(place.data_date.isoformat())))
    said += [
        (Text("来源", "Source"), place.attribution),
        (Text("许可", "Licence"), _same(" ".join(filter(None, _licence(place))))),
    ]
    if place.approval_line:
        said.append((Text("审图号", "Map approval"), _same(place.approval_line)))
    if place.notice is not None:
        said.append((Text("说明", "Notice"), place.notice))
    return said + _illustrative(records)


def description(records: Records, place: Place | None) -> str:
    """Return all of it as plain text, a line each, both languages."""
    return "\n".join(
        f"{label.zh} {label.en}: {value.zh if value.zh == value.en else ' / '.join(value)}"
        for label, value in about(records, place)
    )


def datum_words(records: Records) -> Text:
    """Return what the coordinates refer to, in words."""
    datum = records.datum
    if datum.code in (datum.name, "wgs84") or len(datum.code) > 40:
        return _same(datum.name)
    return Text(f"{datum.name}（{datum.code}）", f"{datum.name} ({datum.code})")


def terms(place: Place | None) -> Text | None:
    """Return source, licence and notice in one sentence, for whoever passes on a bare file."""
    if place is None:
        return None
    licence = " ".join(filter(None, _licence(place)))
    zh = f"来源：{place.attribution.zh}；许可：{licence}"
    en = f"Source: {place.attribution.en}; licence: {licence}"
    if place.notice is not None:
        zh, en = f"{zh}；{place.notice.zh}", f"{en}; {place.notice.en}"
    return Text(zh.rstrip("。") + "。", en.rstrip(".") + ".")


def _illustrative(records: Records) -> list[tuple[Text, Text]]:
    return [(Text("提示", "Caution"), ILLUSTRATIVE)] if records.snapshot.illustrative else []


def _licence(place: Place) -> tuple[str, str | None]:
    return place.licence.name, place.licence.url


def _same(text: str) -> Text:
    return Text(text, text)
