"""Suzhou's ten districts with their streets and towns, and addresses composed by rules.

Districts and streets are public facts (National Bureau of Statistics, divisions as of 2022-10-31). Roads,
estates and house numbers are composed here; that one exists in life is chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class DistrictFacts:
    """One district: code as in GB/T 2260, name, its streets and towns, its share of customers (per mille)."""

    code: str
    name: str
    short: str
    share: int
    streets: tuple[str, ...]


def _district(code: str, name: str, short: str, share: int, streets: str) -> DistrictFacts:
    return DistrictFacts(code, name, short, share, tuple(streets.split()))


# The share follows the size of the population, roughly; only the demo data's shape depends on it.
DISTRICTS: tuple[DistrictFacts, ...] = (
    _district("320505", "虎丘区", "虎丘", 65, "横塘街道 狮山街道 枫桥街道 镇湖街道 东渚街道 通安镇 浒墅关镇"),
    _district(
        "320506",
        "吴中区",
        "吴中",
        110,
        "长桥街道 越溪街道 郭巷街道 横泾街道 香山街道 城南街道 太湖街道 "
        "甪直镇 木渎镇 胥口镇 东山镇 光福镇 金庭镇 临湖镇",
    ),
    _district(
        "320507",
        "相城区",
        "相城",
        70,
        "元和街道 太平街道 黄桥街道 北桥街道 北河泾街道 漕湖街道 澄阳街道 望亭镇 黄埭镇 渭塘镇 阳澄湖镇",
    ),
    _district(
        "320508",
        "姑苏区",
        "姑苏",
        75,
        "白洋湾街道 平江街道 金阊街道 沧浪街道 双塔街道 虎丘街道 苏锦街道 吴门桥街道",
    ),
    _district(
        "320509",
        "吴江区",
        "吴江",
        120,
        "松陵街道 横扇街道 八坼街道 江陵街道 平望镇 盛泽镇 七都镇 震泽镇 桃源镇 黎里镇 同里镇",
    ),
    _district("320571", "苏州工业园区", "园区", 90, "娄葑街道 斜塘街道 唯亭街道 胜浦街道 金鸡湖街道"),
    _district(
        "320581",
        "常熟市",
        "常熟",
        130,
        "虞山街道 常福街道 琴川街道 "
        "莫城街道 碧溪街道 东南街道 梅李镇 海虞镇 古里镇 沙家浜镇 支塘镇 董浜镇 辛庄镇 尚湖镇",
    ),
    _district(
        "320582",
        "张家港市",
        "张家港",
        112,
        "金港街道 后塍街道 德积街道 杨舍镇 塘桥镇 锦丰镇 乐余镇 凤凰镇 南丰镇 大新镇",
    ),
    _district(
        "320583", "昆山市", "昆山", 163, "玉山镇 巴城镇 周市镇 陆家镇 花桥镇 张浦镇 千灯镇 淀山湖镇 周庄镇 锦溪镇"
    ),
    _district("320585", "太仓市", "太仓", 65, "城厢镇 沙溪镇 浏河镇 浮桥镇 璜泾镇 双凤镇 娄东街道 陆渡街道"),
)

_ROAD_FIRST = "星金枫松竹兰长永新华东西南北中吴虞娄阳澄盛平望同和安乐康泰景春秋文嘉宝友迎葑苏锦玉石青白沧云"
_ROAD_SECOND = "湖江山塘泾港桥园林溪浦亭岭门元庄阜丰昌福兴明辉城苑川泽河渎"
_ROAD_KINDS, _ROAD_WEIGHTS = ("路", "街", "巷", "大道", "弄"), (64, 12, 10, 9, 5)
_ESTATE_FIRST = "翠锦丽雅怡馨碧天鼎御都湖江枫桂荷雍兰海金玉水"
_ESTATE_SECOND = "湖园景庭澜悦邸香苑岸溪城峰洲泽和庄"
_ESTATE_KINDS, _ESTATE_WEIGHTS = ("花园", "新村", "家园", "苑", "公寓", "名邸", "小区"), (30, 22, 14, 14, 8, 6, 6)


class Addresses:
    """Composes addresses inside the districts; the same `Random` gives the same addresses."""

    def __init__(self, rng: Random, roads: int = 80, estates: int = 60) -> None:
        self.rng = rng
        self._shares = [district.share for district in DISTRICTS]
        self._roads = {d.code: [self._road() for _ in range(roads)] for d in DISTRICTS}
        self._estates = {
            d.code: [
                (rng.choice(d.streets), rng.choice(self._roads[d.code]), self._estate()) for _ in range(estates)
            ]
            for d in DISTRICTS
        }

    def district(self) -> DistrictFacts:
        """A district, drawn by its share of customers."""
        return self.rng.choices(DISTRICTS, self._shares)[0]

    def home(self, district: DistrictFacts) -> str:
        """A flat: district, street, road and number, estate, building, unit and room."""
        rng = self.rng
        street, road, estate = rng.choice(self._estates[district.code])
        room = f"{rng.randint(1, 18)}0{rng.randint(1, 4)}室"
        return (
            f"{district.name}{street}{road}{rng.randint(1, 60) * 2}号{estate}"
            f"{rng.randint(1, 42)}幢{rng.randint(1, 4)}单元{room}"
        )

    def premises(self, district: DistrictFacts) -> str:
        """A works, shop or office: district, street, road and number."""
        rng = self.rng
        street, road = rng.choice(district.streets), rng.choice(self._roads[district.code])
        return f"{district.name}{street}{road}{rng.randint(1, 899)}号"

    def _road(self) -> str:
        rng = self.rng
        kind = rng.choices(_ROAD_KINDS, _ROAD_WEIGHTS)[0]
        return f"{rng.choice(_ROAD_FIRST)}{rng.choice(_ROAD_SECOND)}{kind}"

    def _estate(self) -> str:
        rng = self.rng
        kind = rng.choices(_ESTATE_KINDS, _ESTATE_WEIGHTS)[0]
        return f"{rng.choice(_ESTATE_FIRST)}{rng.choice(_ESTATE_SECOND)}{kind}"
