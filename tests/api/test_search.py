"""Search by what people type: characters, pinyin, initials, English, addresses; and by mistake."""

from __future__ import annotations

import pytest


def found(client, q, **params):
    answer = client.get("/search", params={"q": q, **params})
    assert answer.status_code == 200, answer.text
    document = answer.json()
    assert document["numberReturned"] == len(document["features"])
    return [feature["id"] for feature in document["features"]]


@pytest.mark.parametrize(
    "q",
    [
        "自怡园",
        "自怡",
        "怡园",
        "zyy",
        "ZYY",
        "ｚｙｙ",
        "ziyiyuan",
        "ZiYiYuan",
        "ziyi",
        "yiyuan",
        "ziyiy",
        "zy",
        "Ziyi Garden",
        "ziyi garden",
        "garden ziyi",
        "ＺＩＹＩ　ｇａｒｄｅｎ",
        "  自怡园  ",
        "自怡园 garden",
        "zyy 自怡",
        "gard",
    ],
)
def test_the_park_is_found_by_each_way_of_calling_it(client, q):
    assert found(client, q)[0] == "park-1"


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        # 街 is in three names, in the order of the file.
        ("街", ["p-always", "p-short", "p-night"]),
        ("泊位", ["p-always", "p-short"]),
        ("bowei", ["p-always", "p-short"]),
        ("东街", ["p-night"]),
        ("djtcc", ["p-night"]),
        ("tingchechang", ["p-night"]),
        ("East Street", ["p-night"]),
        ("解放路", ["p-unknown"]),
        ("解放路 5", ["p-unknown"]),
        ("５ 号", ["p-unknown"]),
        ("wdmxq", ["c-1"]),
        ("五道庙", ["c-1"]),
        ("五道庙小区", ["c-1"]),
        # Pinyin begins at a syllable: "an" is no beginning in "yuan".
        ("uan", []),
        ("iyiyuan", []),
        # All words must be there.
        ("自怡园 泊位", []),
        ("东街 garden", []),
        ("nowhere", []),
        ("   ", []),
    ],
)
def test_what_is_found_and_in_which_order(client, q, expected):
    assert found(client, q) == expected


def test_a_whole_name_comes_before_the_beginning_of_one_and_pinyin_after_both(demonstration):
    names = [
        feature["properties"]["name"]
        for feature in demonstration.get("/search", params={"q": "自怡园"}).json()["features"]
    ]

    assert names[0] == "自怡园"
    assert len(names) > 1
    assert all(name.startswith("自怡园") for name in names[1:3])


def test_search_can_be_kept_to_some_layers_and_to_a_number(client):
    assert found(client, "y", layers="parks") == ["park-1", "park-gate"]
    assert found(client, "泊位", limit=1) == ["p-always"]
    answer = client.get("/search", params={"q": "泊位", "limit": 1}).json()
    assert (answer["numberMatched"], answer["numberReturned"]) == (2, 1)


def test_each_match_says_its_layer_and_its_status_now(client):
    feature = client.get("/search", params={"q": "西街泊位"}).json()["features"][0]

    assert feature["layer"] == "parking"
    assert feature["status"]["state"] == "free"
    assert feature["properties"]["name"] == "西街泊位"


@pytest.mark.parametrize(
    "q",
    [
        "\x00",
        "\n",
        "\r\n\t",
        "'; DROP TABLE facilities; --",
        "<script>alert(1)</script>",
        "${alert(1)}",
        "%",
        "%%%",
        "\\",
        "*",
        ".*",
        "(((((",
        "[",
        "🚻",
        "é́́́",
        "\u202e自怡园",
        "\ufffd",
        "ﷺ" * 100,
        "a" * 100,
        "ab " * 33,
        "自" * 100,
        "NULL",
        "../../etc/passwd",
    ],
)
def test_hostile_words_are_only_words_that_are_not_found(client, q):
    assert found(client, q) == []


def test_an_upper_bound_is_told_for_too_long_a_query(client):
    answer = client.get("/search", params={"q": "自" * 101})

    assert answer.status_code == 400
    assert "at most 100 characters" in answer.json()["detail"]
