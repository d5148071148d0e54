"""Pictures of a map: `/picture.png`, `.svg`, `.pdf`, `.jpg`."""

from __future__ import annotations

from typing import Annotated, get_args
from urllib.parse import quote

from fastapi import Query
from fastapi.routing import APIRouter

from api.answers import REVALIDATE, Answer, prepared, strong_etag
from api.asking import Ask
from api.errors import NoRouteError, NotFoundError, ParameterError
from api.pictures.parameters import PictureParameters
from api.pictures.presets import Form
from api.published.map import PublishedMap, bounds_of, published_map
from api.published.parameters import Bounds, View, asked_query
from api.routing import Route
from layers.errors import shown as shown_text
from layers.store.snapshot import Snapshot

router = APIRouter(route_class=Route)

MEDIA_TYPES: dict[Form, bytes] = {
    "png": b"image/png",
    "svg": b"image/svg+xml",
    "pdf": b"application/pdf",
    "jpg": b"image/jpeg",
}
# An SVG that is opened on its own is a page: this one may do nothing.
SVG_POLICY = (b"content-security-policy", b"default-src 'none'; sandbox")
# What is pinned stays, but for the place's own words (place.toml).
FOR_A_DAY = b"public, max-age=86400"
# A facility's picture shows its street.
FACILITY_ZOOM = 15.0
WHOLE_WORLD = Bounds(-180.0, -60.0, 180.0, 70.0)


@router.get("/picture.{form}", summary="地图图片 A picture of a map", tags=["pictures"])
async def read_picture(ask: Ask, form: str, asked: Annotated[PictureParameters, Query()]) -> Answer:
    """Return a map as a picture: PNG, SVG, PDF or JPEG.

    Drawn here, without a browser and without the network; the same question about the same data
    gives the same bytes.
    """
    if form not in get_args(Form):
        raise NoRouteError(
            f"no picture is {shown_text(form)!r}; there are {', '.join(get_args(Form))}"
        )
    wanted: Form = form  # type: ignore[assignment]
    size = asked.size()
    desk, client = ask.service.pictures, ask.scope["client"]
    # All that a picture hangs on: what was asked, and what is served now.
    key = (wanted, asked_query(asked), ask.service.version_key())
    kept = desk.kept(key)
    if kept is not None:
        return kept
    shown = await published_map(ask, asked, now=False)
    chosen = _chosen(shown, asked.at)
    view = _view(shown, asked, chosen)

    def draw() -> Answer:
        # Drawing brings ReportLab and PDFium: a service that is asked for no picture needs neither.
        from api.pictures.files import picture_file  # noqa: PLC0415
        from api.pictures.map_picture import MapPicture  # noqa: PLC0415

        picture = MapPicture(
            shown=shown,
            view=view,
            width=size.width,
            height=size.height,
            lang=asked.lang or "zh",
            theme="dark" if asked.theme == "dark" else "light",
            title=asked.title,
            credit=asked.credit,
            accent=f"#{asked.accent}" if asked.accent else None,
            chosen=chosen,
            large=asked.text == "large",
            labels=asked.labels,
        )
        return _answer(wanted, picture_file(picture, size, wanted), shown)

    return await desk.drawn(key, draw, client[0] if client else "")


def _answer(form: Form, body: bytes, shown: PublishedMap) -> Answer:
    name = "-".join(part.snapshot.layer.name for part in shown.parts)
    full_name = quote(f"{shown.place.name.zh}-{name}")
    file = f"inline; filename=\"{name}.{form}\"; filename*=UTF-8''{full_name}.{form}"
    headers = ((b"content-disposition", file.encode()),)
    answer = Answer(
        body,
        MEDIA_TYPES[form],
        cache=FOR_A_DAY if shown.pinned else REVALIDATE,
        headers=(*headers, SVG_POLICY) if form == "svg" else headers,
    )
    return prepared(answer) if form == "svg" else answer._replace(etag=strong_etag(body))


def _chosen(shown: PublishedMap, at: str | None) -> tuple[Snapshot, int] | None:
    """Return the facility that a picture is about.

    Raises
    ------
    ParameterError
        When its layer is none of the map's.
    NotFoundError
        When the layer has no such facility.
    """
    if at is None:
        return None
    name, _, feature_id = at.partition("/")
    for part in shown.parts:
        if part.snapshot.layer.name == name:
            row = part.snapshot.row_of(feature_id)
            if row is None:
                raise NotFoundError(f"layer {name} has no facility {shown_text(feature_id)!r}")
            return part.snapshot, row
    reason = f"layer {name!r} is not on the map; add it to layers"
    raise ParameterError([{"parameter": "at", "value": at, "reason": reason}])


def _view(
    shown: PublishedMap, asked: PictureParameters, chosen: tuple[Snapshot, int] | None
) -> View | Bounds:
    if asked.shown_view is None and chosen is not None:
        snapshot, row = chosen
        return View(float(snapshot.lon[row]), float(snapshot.lat[row]), FACILITY_ZOOM)
    return bounds_of(shown, asked) or WHOLE_WORLD
