"""Names of people: common surnames and given names of the generation, put together by chance."""

from itertools import product
from random import Random

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
FIRST = "建国志文明玉秀桂春永德兴福长正学金美凤素慧"
SECOND = "华国英兰珍军平林生民荣山海芳云霞贵清龙松梅"


def people(random: Random, count: int) -> list[str]:
    """So many different names."""
    given = [first + second for first, second in product(FIRST, SECOND) if first != second]
    return [surname + name for surname, name in random.sample(list(product(SURNAMES, given)), count)]
