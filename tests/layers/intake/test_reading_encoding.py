"""Encodings are told, and garbled text is caught; expected texts are the texts themselves."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.intake.reading import read_table_bytes
from layers.intake.reading.commonness import level_one
from layers.intake.reading.encoding import decode
from layers.intake.reading.garbled import garbled
from layers.intake.table import IntakeError

SIMPLIFIED = "名称,地址,泊位数\n潍城区人民公园停车场,胜利西街12号,120\n五道庙小区公厕,向阳路8号,3\n"
TRADITIONAL = "名稱,地址,座數\n花蓮漁港公廁,花蓮縣花蓮市民孝里港濱37號,10\n"
HONG_KONG = "名稱,地址,地區\n路旁泊車位 - 新娘潭路,鴻圖道41號,大埔\n深水埗邨,觀塘道,觀塘\n"
JAPANESE = "施設名,住所,備考\n中央公園トイレ,東京都新宿区西新宿2丁目,多目的トイレあり\n"
KOREAN = "이름,주소\n중앙공원 화장실,서울특별시 종로구 세종대로 1\n"
FRENCH = "nom,adresse,capacité\nParking de la Cité,8 rue des Écoles,12\nHôtel,place Général,5\n"
GERMAN = "Name;Straße;Plätze\nParkhaus Zürich;Bahnhofstraße 1;120\nÖrlikon;Müllerweg;5\n"
POLISH = "nazwa,ulica\nŁódź Fabryczna,Świętokrzyska 5\nŻabka,Źródlana 7\n"
RUSSIAN = "название,адрес\nТуалет,ул. Ленина 5\nПарк,пр. Мира 7\n"


@pytest.mark.parametrize(
    ("text", "codec", "shown"),
    [
        (SIMPLIFIED, "utf-8", "UTF-8"),
        (SIMPLIFIED, "utf-8-sig", "UTF-8 (BOM)"),
        (SIMPLIFIED, "utf-16", "UTF-16-LE (BOM)"),
        (SIMPLIFIED, "utf-16-le", "UTF-16-LE"),
        (SIMPLIFIED, "gb18030", "GB18030"),
        ("编号,名称\n1,自怡园\n", "gbk", "GB18030"),
        ("名称,地址,经度,纬度\n", "gbk", "GB18030"),
        (TRADITIONAL, "big5", "Big5"),
        ("名稱,地址,經度,緯度\n", "big5", "Big5"),
        (HONG_KONG, "big5hkscs", "Big5"),
        (TRADITIONAL, "gb18030", "GB18030"),
        (JAPANESE, "cp932", "Shift-JIS"),
        (JAPANESE, "euc_jp", "EUC-JP"),
        (JAPANESE, "iso2022_jp", "ISO-2022-JP"),
        ("ﾄｲﾚ名,住所\nﾁｭｳｵｳｺｳｴﾝ,新宿区\n", "cp932", "Shift-JIS"),
        (KOREAN, "cp949", "EUC-KR"),
        (FRENCH, "cp1252", "Windows-1252"),
        (GERMAN, "cp1252", "Windows-1252"),
        (POLISH, "cp1250", "Windows-1250"),
        (RUSSIAN, "cp1251", "Windows-1251"),
    ],
)
def test_the_encoding_of_an_office_text_is_told_and_shown(text, codec, shown):
    decoded = decode(text.encode(codec))
    assert (decoded.text, decoded.encoding) == (text, shown)


def test_one_broken_byte_leaves_the_encoding_and_makes_its_row_an_error():
    data = bytearray(SIMPLIFIED.encode("gb18030"))
    data[SIMPLIFIED.encode("gb18030").index("公园".encode("gb18030"))] = 0xFF
    table = read_table_bytes("a.csv", bytes(data))
    assert table.encoding == "GB18030"
    assert {(f.code, f.line) for f in table.findings} >= {
        ("characters_lost", None),
        ("mojibake", 2),
    }


def test_a_wrong_encoding_given_by_the_user_is_refused_with_the_line():
    with pytest.raises(IntakeError, match=r"第 1 行.*line 1"):
        read_table_bytes("a.csv", SIMPLIFIED.encode("gb18030"), encoding="utf-8")


def test_an_encoding_nobody_knows_is_refused_with_those_that_are_usual():
    with pytest.raises(IntakeError, match=r"No encoding is called 'klingon'.*GB18030"):
        read_table_bytes("a.csv", SIMPLIFIED.encode(), encoding="klingon")


def test_gbk_named_by_the_user_also_reads_what_only_gb18030_has():
    table = read_table_bytes("a.csv", "名称\n䶮园\n".encode("gb18030"), encoding="gbk")
    assert table.columns["名称"] == ["䶮园"]


def test_an_encoding_that_cannot_be_told_apart_is_said_to_be_doubtful():
    decoded = decode("名称,住所\n".encode("euc_jp"))
    assert [finding.code for finding in decoded.findings] == ["encoding_unsure"]


@pytest.mark.parametrize(
    ("cell", "was"),
    [
        ("娼嶅煄", "潍城"),
        ("娼嶅煄鍖?", "潍城"),
        ("潍城公厕".encode().decode("latin-1"), "潍城公厕"),
        ("å…¬åŽ•", "公厕"),
        ("æ½åŸŽ", None),
        ("Î«³Ç", "潍城"),
        ("開放時間".encode("big5").decode("gb18030"), "開放時間"),
        ("cafÃ© MÃ¼ller", "café Müller"),
        ("锟斤拷", None),
        ("人民公\N{REPLACEMENT CHARACTER}", None),
        ("????", None),
        ("???12?", None),
    ],
)
def test_text_garbled_before_is_caught_with_what_it_probably_was(cell, was):
    found = garbled(cell)
    assert found is not None
    assert found.was == was


REAL_NAMES = """
潍城区 联通营业厅 陆家嘴 亳州 衢州 鄱阳 涪陵 瓯江 婺城 嵊州 漯河 邛崃 莒县 郯城 籼米 缥缈 乜斜 芫荽
犇羴鱻 囍 䶮 深圳市龍崗區坂田街道 泰順公園 88年(捐贈) 埗 邨 鍾 傢俬 豈肯 瑗琿 澳門氹仔
中央公園トイレ ﾄｲﾚ 鷺ノ宮 龍ケ崎 渋谷区 埼玉 박물관 한국 Πλατεία Москва Zürich Straße Ärzteheim
Ñuñoa CRÉÉE NESTLÉ® São Þórshöfn Ålesund Łódź İstanbul Çankaya Nẵng Œuvre l’île “x” 25°C ½ ㎡
①号楼 Ⅱ期 ★推荐 😀 €5 What??? https://a.cn/?a=??? — … 116°23′29″
"""


@pytest.mark.parametrize("text", REAL_NAMES.split())
def test_real_names_of_many_languages_are_not_accused(text):
    assert garbled(text) is None


COMMON = st.text(st.sampled_from(sorted(level_one())), min_size=1, max_size=20)


@given(COMMON, st.text("0123456789ABCabc-()（）号", max_size=5))
@settings(deadline=None, max_examples=200)
def test_no_text_of_common_chinese_characters_is_accused(words, more):
    assert garbled(words + more) is None


@given(st.lists(st.sampled_from(FRENCH.split() + GERMAN.split() + POLISH.split()), min_size=1))
@settings(deadline=None, max_examples=100)
def test_no_western_words_are_accused(words):
    assert garbled(" ".join(words)) is None


@given(
    st.lists(
        st.sampled_from(["人民公园", "胜利西街", "停车场", "五道庙小区", "自怡园", "向阳路"]),
        min_size=2,
    )
)
@settings(deadline=None, max_examples=100)
def test_chinese_in_utf_8_read_as_gbk_never_passes(names):
    seen = "".join(names).encode().decode("gb18030", "replace")
    assert garbled(seen) is not None


def test_garbled_cells_are_errors_with_line_and_column_and_left_as_they_are():
    table = read_table_bytes("a.csv", "名称,地址\n甲公园,路1\n娼嶅煄,路2\n".encode())
    assert table.columns["名称"] == ["甲公园", "娼嶅煄"]
    (finding,) = [f for f in table.findings if f.code == "mojibake"]
    assert (finding.severity, finding.line, finding.column, finding.value) == (
        "error", 3, "名称", "娼嶅煄",
    )  # fmt: skip
    assert "潍城" in finding.reason.zh


def test_a_file_garbled_throughout_in_one_way_is_mended_and_said():
    seen = SIMPLIFIED.encode().decode("latin-1")
    table = read_table_bytes("a.csv", seen.encode())
    assert table.columns["名称"] == ["潍城区人民公园停车场", "五道庙小区公厕"]
    assert [f.code for f in table.findings if "mojibake" in f.code] == ["mojibake_repaired"]


@pytest.mark.parametrize(
    ("text", "written", "read"),
    [
        (TRADITIONAL, "big5", "gb18030"),
        (SIMPLIFIED, "gbk", "big5"),
        (SIMPLIFIED, "utf-8", "cp1252"),
    ],
)
def test_a_whole_file_read_wrongly_before_never_passes(text, written, read):
    seen = text.encode(written).decode(read, "replace")
    table = read_table_bytes("a.csv", seen.encode())
    assert any("mojibake" in finding.code for finding in table.findings)


def test_stray_nul_bytes_in_utf_8_do_not_make_it_utf_16():
    # Lines of an even size, so that every NUL byte lies on the same side of its pair.
    table = read_table_bytes(
        "a.csv", "名称,所在地址\n".encode() + "甲\0公厕,东风西街一号\n".encode() * 5
    )
    assert table.encoding == "UTF-8"
    assert table.columns == {"名称": ["甲公厕"] * 5, "所在地址": ["东风西街一号"] * 5}
    assert [finding.code for finding in table.findings] == ["nul_bytes"]


def test_a_word_that_lost_its_first_letters_is_garbled():
    assert garbled("???公厕") is not None
    assert garbled("有停车位吗??") is None
