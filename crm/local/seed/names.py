"""Names of people and firms, composed by rules of our own; nobody's real record is in here.

Surnames follow their rough frequency in China; given names have one or two characters; a firm is called place,
two-character trade name, trade word, legal form.
"""

from __future__ import annotations

from random import Random

# Surname and its rough frequency (per 10,000 people of this list), most frequent first, then single ones of
# the Suzhou region and a few of two characters.
_SURNAMES: tuple[tuple[str, int], ...] = (
    *zip("王李张刘陈", (720, 710, 680, 515, 465), strict=True),
    *zip("杨黄吴赵周徐孙马朱胡", (325, 248, 240, 203, 192, 176, 139, 131, 170, 118), strict=True),
    *zip(
        "林郭何高罗郑梁谢宋唐许韩冯邓曹",
        (115, 114, 106, 101, 98, 94, 86, 83, 71, 70, 90, 62, 62, 62, 62),
        strict=True,
    ),
    *((name, 55) for name in "彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"),
    *((name, 45) for name in "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段"),
    *((name, 60) for name in "钱顾陶邵严倪殷费华屈浦缪邬宣尤凌翁柳盛"),
    *((name, 20) for name in "雷侯龙史黎贺龚文庞樊兰章鲁葛伍毛温季俞单仇解曲柴查"),
    ("欧阳", 8),
    ("上官", 2),
    ("司马", 2),
    ("诸葛", 2),
    ("尉迟", 1),
)
_GIVEN_MALE = "伟强磊军勇涛明超辉建国文志海峰斌浩鹏宇飞俊杰博凯晨旭阳东平林波宏刚健成亮永昌坤荣祥安康良浚泽睿轩豪"
_GIVEN_FEMALE = "芳娜敏静丽艳娟秀英霞玲红梅雪琴云兰慧洁琳婷倩颖萍怡欣佳雅瑶璐莹菲晓月珍蓉薇素君惠嘉诗涵悦琪"

_TRADE_FIRST = "鑫盛恒华瑞宏博远精启昌隆润泰晟凯嘉诚信达通利丰兴亚中新天科宇德聚力金汇高正同安康万佳顺源联创优"
_TRADE_SECOND = "盛达远通源泰隆丰盈泽晖业成鸿祥禾邦锐腾耀航诺维斯瑞康宁辰海洋峰翔力华元诚科博创"
_FACTORY_TRADES = (
    "纺织", "精密机械", "电子", "精密电子", "五金", "塑胶制品", "包装材料", "新材料", "金属制品", "模具",
    "自动化设备", "汽车零部件", "化纤", "印染", "丝绸", "光电", "半导体", "医疗器械", "食品", "环保设备",
    "电缆", "钢结构", "纸业", "玻璃", "生物医药", "新能源", "冷链物流", "数据服务",
)  # fmt: skip
_SHOP_TRADES = (
    "餐饮", "便利店", "服饰", "汽车维修", "建材经营部", "五金经营部", "理发店", "网吧", "宾馆", "食品店",
    "水果店", "药房", "广告", "装饰", "眼镜店", "农家乐", "养殖场", "洗衣店", "文具店", "洗车场",
)  # fmt: skip
_LARGE_FORMS, _LARGE_WEIGHTS = ("有限公司", "股份有限公司", "(苏州)有限公司", "集团有限公司"), (80, 9, 8, 3)
_SMALL_FORMS = ("有限公司", "商行", "经营部", "工作室")
_STANDS_ALONE = ("店", "部", "吧", "馆", "房", "场", "乐")
_PLACES = ("苏州", "苏州市", "江苏")


class Names:
    """Composes names; the same `Random` gives the same names."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self._surnames = [name for name, _ in _SURNAMES]
        self._weights: list[int] = []
        total = 0
        for _, weight in _SURNAMES:
            total += weight
            self._weights.append(total)

    def person(self) -> str:
        """Surname and given name; about one in six given names has one character."""
        rng = self.rng
        surname = rng.choices(self._surnames, cum_weights=self._weights)[0]
        pool = _GIVEN_MALE if rng.random() < 0.51 else _GIVEN_FEMALE
        return surname + "".join(rng.choice(pool) for _ in range(1 if rng.random() < 0.17 else 2))

    def factory(self, place: str = "") -> str:
        """A firm of the size that takes high voltage; `place` is the short name of its district."""
        rng = self.rng
        where = place if place and rng.random() < 0.45 else rng.choice(_PLACES)
        form = rng.choices(_LARGE_FORMS, _LARGE_WEIGHTS)[0]
        where = "" if form.startswith("(") else where  # the place stands before the form then
        return f"{where}{self._trade_name()}{rng.choice(_FACTORY_TRADES)}{form}"

    def shop(self, place: str) -> str:
        """A small business: shop, workshop, restaurant."""
        rng = self.rng
        trade = rng.choice(_SHOP_TRADES)
        form = "" if trade.endswith(_STANDS_ALONE) else rng.choice(_SMALL_FORMS)
        return f"{place}{self._trade_name()}{trade}{form}"

    def mobile(self) -> str:
        """Eleven digits in the form of a mobile number."""
        rng = self.rng
        return f"1{rng.choice('3335578889')}{rng.randrange(10**9):09d}"

    def _trade_name(self) -> str:
        rng = self.rng
        first = rng.choice(_TRADE_FIRST)
        second = rng.choice(_TRADE_SECOND)
        return first + (second if second != first else "远")
