"""Pages load nothing from elsewhere and stand in no foreign frame; data is open to every page."""

from __future__ import annotations

import pytest

from api.main import create_app
from api.settings import Settings
from tests.api.conftest import PLACE, client_of, write_town
from tests.api.examples import FIREFOX
from tests.serving import serving

PAGES = (
    "/",
    "/maps/parks",
    "/docs",
    "/conformance",
    "/collections",
    "/collections/parks",
    "/collections/parks/items",
    "/collections/parks/items/park-1",
    "/facility/parks/park-1",
    "/nothing",
    "/nearest?lon=x",
)
DATA = ("/", "/collections/parks/items", "/nearest?lon=1&lat=1", "/data/parks.geojson", "/nothing")


def policy_of(answer):
    """Return a Content-Security-Policy as a mapping of directive to sources."""
    directives = answer.headers["content-security-policy"].split(";")
    return {name: sources for name, *sources in map(str.split, directives)}


@pytest.mark.parametrize("target", PAGES)
def test_a_page_may_load_only_from_its_own_server_and_runs_nothing_inline(client, target):
    answer = client.get(target, headers={"accept": FIREFOX})
    policy = policy_of(answer)

    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == ["'self'"]
    assert policy["img-src"] == ["'self'", "data:"]
    assert policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "geolocation=(self)" in answer.headers["permissions-policy"]
    for inline in ("<style", " style=", "javascript:", " onclick=", " onload="):
        assert inline not in answer.text


@pytest.mark.parametrize("target", PAGES)
def test_every_script_of_a_page_is_a_file_of_its_own(client, target):
    page = client.get(target, headers={"accept": FIREFOX}).text

    for opening in page.split("<script")[1:]:
        tag, _, rest = opening.partition(">")
        # Data blocks are never carried out, so the policy does not ask about them.
        is_data = 'type="application/json"' in tag or 'type="application/ld+json"' in tag
        assert is_data or ' src="/' in tag
        assert is_data or rest.startswith("</script>")


def test_pictures_may_also_come_from_the_basemap_of_the_place(tmp_path):
    folder = write_town(tmp_path / "town")
    basemap = '[basemap]\nurl = "https://tile.example:8443/a/{z}/{x}/{y}.png"\nattribution = "x"\n'
    (folder / "place.toml").write_text(f"{PLACE}\n{basemap}", encoding="utf-8")
    with serving(create_app(Settings(data=folder))) as url, client_of(url) as client:
        policy = policy_of(client.get("/", headers={"accept": FIREFOX}))

    assert policy["img-src"] == ["'self'", "data:", "https://tile.example:8443"]
    assert policy["script-src"] == policy["connect-src"] == ["'self'"]


@pytest.mark.parametrize("target", DATA)
def test_a_page_of_any_other_site_may_read_the_data(client, target):
    answer = client.get(target, headers={"origin": "https://news.example.cn"})

    assert answer.headers["access-control-allow-origin"] == "*"
    assert "etag" in answer.headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers


def test_a_browser_that_asks_beforehand_is_told_that_it_may(client):
    answer = client.options(
        "/nearest",
        headers={
            "origin": "https://news.example.cn",
            "access-control-request-method": "GET",
            "access-control-request-headers": "if-none-match",
        },
    )

    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "GET" in answer.headers["access-control-allow-methods"]
    assert answer.headers["access-control-allow-headers"] == "*"


def test_the_server_does_not_say_what_it_runs_on(client):
    assert "x-powered-by" not in client.get("/").headers


@pytest.mark.parametrize("target", ["/collections?x=%0d%0aSet-Cookie:%20a=b", "/%0d%0aX-Evil:%201"])
def test_nothing_that_is_asked_becomes_a_header(client, target):
    answer = client.get(target)

    assert answer.status_code in {400, 404}
    assert "set-cookie" not in answer.headers
    assert "x-evil" not in answer.headers
