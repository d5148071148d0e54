"""How likely a text is, in bits: what tells a right decoding from a wrong one.

Characters fall into classes, each with a cost in bits: what is written often costs little. The same
bytes decoded rightly cost less than decoded wrongly, since the right text consists of characters
that people use. This is naive Bayes over single characters (Li & Momoi 2001 tell encodings by the
share of a script's frequent characters in the same way).
"""

from __future__ import annotations

from collections import Counter
from functools import cache

# The most frequent characters of written Chinese, and those that tables of facilities, addresses
# and their headings consist of. Traditional forms are added by `_frequent`.
FREQUENT = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军"
    "者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见"
    "被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真"
    "论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直"
    "德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记"
    "南品住告类求据程北边死张该交规万取拉格望术领共确传师观清今切院识候带导争运名称地址编号序备注经纬坐标泊"
    "车停厕所卫免费收开闭间休息园林绿街巷镇乡村县省州楼层栋室户座亭棚遮阳雨口袋广场校医院超市商店银行政府委"
    "办街居馆站桥河湖江港湾岛城郊郡府京沪津渝环胜利和平解放人民建设中山文化体育健康幸福向阳友谊团结兴华光明"
    "单独双向线联系电话负责维护养管理日期时段状态类别型级等星米平方亩顷积面宽深数量容纳个处栏项说明情况现有"
    "无障碍母婴男女第三性急救热饮充桩口入侧对旁附近里外内约距离花草树木春夏秋冬早晚夜周末工作节假全免租划"
    "规划已改造年代竣工计划完成投资金额万元项目施企业乐宁泰康顺昌龙凤福寿祥瑞嘉丰盛达庄堡寨屯营坊胡同弄道段"
    "潍奎坊寒亭烟青岛济淄博枣威莱芜临沂聊滨菏泽陕甘川贵云闽粤桂琼藏疆蒙辽吉黑冀豫皖苏浙赣鄂湘皇帝后宫庙寺"
    "塔碑墓古迹遗址物馆院士墙柱灯椅凳石路面砖瓦油漆防水管网污排供暖气燃煤煮厨卧厅阁陈李刘黄赵吴孙朱胡郭何"
)
ASCII_BITS, FREQUENT_BITS, KANA_BITS, WIDE_BITS = 5.0, 9.0, 8.0, 9.0
COMMON_BITS, HANGUL_BITS, TRADITIONAL_BITS = 12.5, 11.0, 13.5
SELDOM_BITS, RARE_BITS, IMPOSSIBLE_BITS = 17.0, 20.0, 30.0
LETTER_BITS, SELDOM_LETTER_BITS = 6.5, 9.0
USUAL_SIGN_BITS, SIGN_BITS = 8.0, 11.0
HALF_KATAKANA_BITS = 10.0

# Full-width signs, kana, Hangul, half-width kana, private use and what replaces lost characters.
BLOCKS = (
    (0xFF01, 0xFF5E, WIDE_BITS),
    (0x3041, 0x30FF, KANA_BITS),
    (0xAC00, 0xD7A3, HANGUL_BITS),
    (0xFF61, 0xFF9F, HALF_KATAKANA_BITS),
    # Circled and Roman numbers, arrows, stars: real lists have them.
    (0x2000, 0x33FF, SELDOM_BITS),
    (0xE000, 0xF8FF, IMPOSSIBLE_BITS),
    (0xFFFD, 0xFFFD, IMPOSSIBLE_BITS),
)
WESTERN_LETTERS = "éèêëàâáäãåçñíîïóòôöõøúùûüßæœÄÖÜÉÈÀÁÅØÇÑÍÓÚ"
CENTRAL_LETTERS = "ąćęłńśźżčďěňřšťůýžőűŁŚŻČŘŠŽğışİŞĞăâîșțđ"
USUAL_SIGNS = "°²³½·®©«»£\xa0"
WIDE_SIGNS = "　、。〃々〇《》「」『』【】〔〕！（），．／：；？～－＋％＆＃＊＝“”‘’…—·×°℃㎡￥"


@cache
def _frequent() -> frozenset[str]:
    return frozenset(FREQUENT) | frozenset(_traditional(FREQUENT))


def _traditional(text: str) -> str:
    from opencc import OpenCC  # noqa: PLC0415

    # Apart, since a phrase would be turned as a whole.
    return str(OpenCC("s2t").convert("\n".join(text)))


@cache
def level_one() -> frozenset[str]:
    """Return the 3,755 common simplified characters (GB/T 2312-1980, level one)."""
    cells = [bytes((0xA0 + row, 0xA0 + cell)) for row in range(16, 56) for cell in range(1, 95)]
    return frozenset(b"".join(cells[:-5]).decode("gb2312"))


@cache
def _level_one_traditional() -> frozenset[str]:
    """Return the common traditional characters: forms of the above and level one of Big5."""
    of_big5 = bytearray()
    for lead in range(0xA4, 0xC7):
        trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
        of_big5 += b"".join(bytes((lead, trail)) for trail in trails)
    return frozenset(of_big5.decode("big5", "ignore"))


@cache
def bits_of(character: str) -> float:
    """Return the cost of one character in bits; an improbable one costs much."""
    point = ord(character)
    if point < 0x80:
        return ASCII_BITS if point >= 0x20 or character in "\t\r\n" else IMPOSSIBLE_BITS
    if point < 0x1000:
        return _letter_bits(character)
    if 0x4E00 <= point <= 0x9FFF:
        return _ideograph_bits(character)
    if character in WIDE_SIGNS:
        return WIDE_BITS
    of_block = (cost for first, last, cost in BLOCKS if first <= point <= last)
    return next(of_block, RARE_BITS if character.isprintable() else IMPOSSIBLE_BITS)


def _letter_bits(character: str) -> float:
    if character in WESTERN_LETTERS or character in CENTRAL_LETTERS:
        return LETTER_BITS
    if "α" <= character <= "ώ" or "а" <= character <= "я":
        return LETTER_BITS
    if character in USUAL_SIGNS:
        return USUAL_SIGN_BITS
    if character.isalpha():
        return SELDOM_LETTER_BITS
    return SIGN_BITS if character.isprintable() or character == "\xa0" else IMPOSSIBLE_BITS


def _ideograph_bits(character: str) -> float:
    if character in _frequent():
        return FREQUENT_BITS
    if character in level_one():
        return COMMON_BITS
    if character in _level_one_traditional():
        return TRADITIONAL_BITS
    # JIS X 0208 holds the simplified-looking forms that Japanese uses (駅, 広, 図).
    if _within(character, "gb2312") or _within(character, "euc_jp"):
        return SELDOM_BITS
    return RARE_BITS


def _within(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def bits(text: str) -> float:
    """Return how improbable a text is, in bits: the sum over its characters."""
    if len(text) < 200:
        return sum(map(bits_of, text))
    return sum(bits_of(character) * times for character, times in Counter(text).items())
