"""Generated complaints and findings: the same matter in a villager's words and in an official's, and others near it."""

import random
from dataclasses import dataclass

MATTERS = {  # category -> what it is about: as a villager says it, as an official writes it
    "roads": [
        (["路上好多坑", "路坏得不成样子", "坑坑洼洼骑车要摔跤"], ["路面破损", "道路坑槽较多", "路面大面积开裂"]),
        (["桥栏杆断了", "桥边上没有拦的", "小桥扶手掉了一截"], ["桥梁护栏缺失", "便桥栏杆损坏", "桥栏断裂存在隐患"]),
        (["晚上路灯不亮", "黑灯瞎火看不见路", "灯坏了好久"], ["路灯损坏", "路灯不亮未维修", "照明设施失修"]),
        (["车子乱停出不来", "没有地方停车", "停车位不够用"], ["机动车乱停放", "停车位不足", "占道停车严重"]),
    ],
    "water": [
        (["一下雨就积水", "门口水排不掉", "下雨水漫到家里"], ["雨后积水", "排水不畅", "雨水管道堵塞"]),
        (["水渠堵了浇不了田", "沟里全是泥水过不来"], ["灌溉渠淤积", "水渠堵塞需清淤", "沟渠淤塞"]),
        (["自来水发黄", "水龙头出来的水不干净"], ["供水水质浑浊", "自来水管网老化"]),
    ],
    "environment": [
        (["垃圾堆了没人收", "垃圾臭得很", "到处都是垃圾"], ["垃圾清运不及时", "生活垃圾堆积", "垃圾池满溢"]),
        (["塘里水又黑又臭", "河边扔满了东西"], ["水体黑臭", "河道漂浮物较多", "池塘污染"]),
        (["隔壁养猪味道大", "养鸡场臭得开不了窗"], ["养殖异味扰民", "畜禽粪污未处理"]),
    ],
    "health": [
        (["看病拿药太远", "卫生室老是没人"], ["卫生室值班不到位", "村卫生室药品不足"]),
        (["老人吃饭没人管", "助餐点关了"], ["助餐点停止运营", "老年助餐服务缺失"]),
    ],
}
PLACES = ("村口", "小学门口", "三组", "五组", "菜场旁边", "老桥头", "晒谷场", "村委会后面", "塘埂上", "东边大路")
LEADS = ("", "我们那边", "跟你们反映一下，", "说了好几回了，", "麻烦管一管，", "前几天开始")
ENDS = ("", "，没人管", "，一个多月了", "，老人小孩都不方便", "，什么时候能弄好", "，打过电话没下文")
NOTES = ("", "，建议尽快处理", "，需上报", "，已拍照", "，涉及多户", "，缺少经费")


@dataclass(frozen=True)
class Matter:
    """One thing that is the matter somewhere, in two voices."""

    said: str
    found: str
    category: str
    place: str


def matters(count, seed=1):
    """So many matters, no two about the same thing in the same place."""
    rng = random.Random(seed)
    kinds = [(category, voices) for category, of in MATTERS.items() for voices in of]
    places = [f"{name}{land}{spot}" for name in "张王李赵陈周吴徐孙马" for land in "家庄塘湾坝岗" for spot in PLACES]
    chosen = rng.sample(range(len(kinds) * len(places)), count)
    return [_matter(rng, *kinds[n % len(kinds)], places[n // len(kinds)]) for n in chosen]


def _matter(rng, category, voices, place):
    villager, official = voices
    said = f"{rng.choice(LEADS)}{place}{rng.choice(villager)}{rng.choice(ENDS)}"
    found = f"{place}{rng.choice(official)}{rng.choice(NOTES)}"
    return Matter(said, found, category, place)


def judged(count, seed=1):
    """Lines of an evaluation file: each matter in both voices, and as many pairs of different matters."""
    made = matters(count, seed)
    rng = random.Random(seed)
    same = [(one.said, one.found, 1) for one in made]
    other = [(one.said, rng.choice([m for m in made if m is not one]).found, 0) for one in made]
    return same + other
