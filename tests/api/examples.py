"""What the tests ask for: an address for each route, and the Accept header of a browser."""

from __future__ import annotations

from tests.api.conftest import IDS

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

# An address that each route answers; test_parameters.py holds it against the routes there are.
EXAMPLES = {
    "/": "/",
    "/maps/{layers}": "/maps/parks,toilets",
    "/planner": "/planner?layer=toilets",
    "/map.js": "/map.js?layers=parks",
    "/embed": "/embed?layers=parks",
    "/embed.html": "/embed.html?layers=parks",
    "/embed.js": "/embed.js",
    "/oembed": "/oembed?url=/maps/parks",
    "/layers.css": "/layers.css?theme=dark",
    "/conformance": "/conformance",
    "/collections": "/collections",
    "/collections/{layer}": "/collections/parks",
    "/collections/{layer}/queryables": "/collections/parks/queryables",
    "/collections/{layer}/schema": "/collections/parks/schema",
    "/facility/{layer}/{feature_id:path}": "/facility/toilets/t%2F1",
    "/nearest": "/nearest?lon=119&lat=0&free_at=2026-11-23T22:00",
    "/search": "/search?q=%E4%BA%94%E9%81%93%E5%BA%99",
    "/resident.json": "/resident.json",
    "/newsroom": "/newsroom?layers=toilets",
    "/newsroom.zip": "/newsroom.zip?layers=toilets",
    "/qr.{form}": "/qr.svg?layers=toilets",
    "/facts": "/facts?layers=toilets",
    "/facts.csv": "/facts.csv?filters=toilets.accessible",
    "/processes": "/processes",
    "/processes/{process}": "/processes/siting",
    "/jobs": "/jobs?limit=3",
    "/picture.{form}": "/picture.svg?layers=toilets&preset=thumbnail",
    "/data/boundary.geojson": "/data/boundary.geojson",
    "/data/{layer}.geojson": "/data/parking.geojson",
    "/openapi.json": "/openapi.json",
    "/docs": "/docs",
    "/static/{name:path}": "/static/built/pages.css",
    "/favicon.ico": "/favicon.ico",
    "/sw.js": "/sw.js",
    "/manifest.webmanifest": "/manifest.webmanifest?lang=en",
    "/sitemap.xml": "/sitemap.xml",
    "/sitemap/pages.xml": "/sitemap/pages.xml",
    "/sitemap/{layer}/{part}.xml": "/sitemap/toilets/1.xml",
    "/robots.txt": "/robots.txt",
    "/healthz": "/healthz",
    "/readyz": "/readyz",
    **{f"/collections/{layer}/items": f"/collections/{layer}/items" for layer in IDS},
    "/collections/parking/items/{feature_id:path}": "/collections/parking/items/p-always",
    "/collections/parks/items/{feature_id:path}": "/collections/parks/items/park-gate",
    "/collections/toilets/items/{feature_id:path}": "/collections/toilets/items/t%2F1",
    "/collections/sunshades/items/{feature_id:path}": "/collections/sunshades/items/s-west",
    "/collections/communities/items/{feature_id:path}": "/collections/communities/items/c-1",
}

# Routes that work something out, or tell of a job that was asked for: tests/api/planning asks them.
PLANNED = {
    *(f"/coverage/{layer}" for layer in IDS),
    "/processes/{process}/execution",
    "/jobs/{job}",
    "/jobs/{job}/results",
    "/jobs/{job}/results/{file}",
}

# What each route that writes takes.
WRITTEN = {"/reports": {"layer": "parks", "id": "park-1", "kind": "right", "text": "很好"}}
