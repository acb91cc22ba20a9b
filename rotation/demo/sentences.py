"""The sentences of the sample: what its villagers, officials, members and offices say, put together by chance."""

from random import Random

from rotation.demo.matters import Matter

_BEGINS = ("", "", "我们那边", "跟你们反映一下，", "说了好几回了，", "麻烦管一管，", "前几天开始，", "还是老问题，")
_ENDS = ("。", "，没人管。", "，一个多月了。", "，老人小孩都不方便。", "，什么时候能弄好？", "，打过电话没下文。")
_NOTES = ("", "，建议尽快处理", "，需上报", "，已拍照", "，涉及多户", "，缺少经费", "，上周已提醒一次")
_WALLS = ("经费没有着落", "不归村里管，要街道出面", "人手不够", "要等农忙过了", "涉及三家，意见不一")
_ANSWERED = ("当场解释清楚，本人认可。", "已经在办，告诉了日期。", "电话问了街道，当场答复。", "带去窗口，当天办好。")
_ASIDE = ("属私人之间的约定，建议走调解。", "去年已有书面答复，没有新情况。", "不在本村范围，已转告邻村。")
_HOW_FAR = (
    "已到现场看过，{plan}。",
    "材料备齐，{plan}，估计再要三天。",
    "约了施工的人，先看天气。",
    "{plan}，正在等回复。",
)
_DECLINED = ("去现场看过，属于住户自己的院内设施，已说明。", "规划已定，明年整体改造，不再单独修。")
_UP = ("超出村里能办的，请上级部门处理。", "经费超出村里额度，报上级研究。", "涉及管线产权，村里无权动。")
_PRESSING = ("天要下雨，拖不得。", "小孩每天从这里过，不能等。", "已经有人摔过，先处理。")
_ASKED = (
    "哪一天能动工？",
    "为什么还没有修？",
    "修的时候路能不能走？",
    "要不要我们自己出钱？",
    "上次说的日子过了，怎么办？",
)
_REPLIED = (
    "已经排在下周，动工前一天贴告示。",
    "材料到了就动工，请留意公示栏。",
    "不用住户出钱。",
    "留出半边路，可以走。",
)
_CALLS = ("{weekday}上午帮忙清理，自带手套", "{weekday}下午搬东西，约两小时", "{weekday}早上维持秩序，约一小时")
_OFFERS = ("我来，家里有推车。", "我周末有空，可以来。", "会一点瓦工，能搭把手。", "和老伴一起来。")
_PROMISED = ("周三以前答复住户。", "下周一到现场再看一次。", "把公示栏的电话补上。", "约水务来看，定下日子。")
_NOTES_LEFT = (
    "大的事情都在台账里。住户最急的是路，答应过的日子别忘了。",
    "和村里配合得好。有两件要盯着街道，电话打过，还没回。",
    "有一户情绪比较大，去的时候多坐一会儿，话要说到。",
    "这一周人来得多，有几件还没有定，请先看一遍诉求。",
)
_MONEY = {"ask": "用于{title}：材料和人工。", "grant": "同意，从小型工程经费列支。", "spend": "{title}，发票齐全。"}
_REFUSED = ("今年额度已经用完，列入明年。", "应由产权单位承担，请先联系。")
_DAYS = ("上午晨访来了{came}个人，{heard}。", "今天人不多，{heard}。", "一早有人在门口等，{heard}。")
_SEEN = (
    "和村干部一起去看了{place}，情况属实。",
    "下午走了两个组，{place}那边要盯紧。",
    "去{place}回访，住户说还可以。",
)
_FELT = (
    "明天接着跑。",
    "有些事急不得，但要给个准话。",
    "晚上把台账对了一遍。",
    "跟下一组要交代清楚。",
    "天冷，早点去。",
)


def said(random: Random, matter: Matter) -> str:
    """A complaint in a villager's words."""
    return f"{random.choice(_BEGINS)}{matter.place}{random.choice(matter.kind.said)}{random.choice(_ENDS)}"


def found(random: Random, matter: Matter) -> str:
    """A finding in an official's words."""
    return f"{matter.place}{random.choice(matter.kind.found)}{random.choice(_NOTES)}"


def obstacle(random: Random) -> str:
    """What stands in the way."""
    return random.choice(_WALLS)


def summary(random: Random, matter: Matter) -> str:
    """What the board tells of a task beside its title."""
    found_there = random.choice(matter.kind.found)
    return f"{matter.place}：现场确认{found_there}。打算：{random.choice(matter.kind.plan)}。"


def how_far(random: Random, matter: Matter) -> str:
    """A report of progress."""
    return random.choice(_HOW_FAR).format(plan=random.choice(matter.kind.plan))


def done(random: Random, matter: Matter) -> str:
    """What was done in the end."""
    return f"{random.choice(matter.kind.done)}。"


def money(step: str, matter: Matter) -> str:
    """What a sum is for."""
    return _MONEY[step].format(title=matter.title)


def call(random: Random, weekday: str) -> str:
    """When helpers are wanted, and what for."""
    return random.choice(_CALLS).format(weekday=weekday)


def diary(random: Random, came: int, heard: int, places: list[str]) -> str:
    """A day of a secretary: who came, what was seen, and a word at the end."""
    told = f"记下{heard}件事" if heard else "没有新的诉求"
    seen = random.choice(_SEEN).format(place=random.choice(places))
    return f"{random.choice(_DAYS).format(came=came, heard=told)}\n{seen}{random.choice(_FELT)}"


def seen(random: Random, place: str) -> str:
    """A paragraph of a diary that may stand on the board."""
    return random.choice(_SEEN).format(place=place)


def one_of(random: Random, what: str) -> str:
    """A sentence that says the same of everything: why it is declined, passed up, or what was asked."""
    return random.choice(_ANY[what])


_ANY = {
    "answered": _ANSWERED,
    "set_aside": _ASIDE,
    "decline": _DECLINED,
    "escalate": _UP,
    "take": _PRESSING,
    "question": _ASKED,
    "answer": _REPLIED,
    "offer": _OFFERS,
    "refuse": _REFUSED,
    "note": _NOTES_LEFT,
    "promise": _PROMISED,
    "correct": ("晨访地点写错了。", "有一件的进展写到了别的事项上。"),
    "excuse": ("住院检查", "家里有事，已电话说明", "参加区里培训"),
}
