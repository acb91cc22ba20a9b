"""From what kind of device and roughly from where somebody asks; enough to know one's own, too little to follow one."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from flask import request

__all__ = ["device", "household", "in_wechat", "origin"]

_HOUSEHOLD_BITS = 56  # of an IPv6 address: providers give a household 256 networks (RIPE-690), each of very many

_SYSTEMS = (  # the word in the browser's own description, in the order in which they may be trusted
    ("OpenHarmony", "HarmonyOS"), ("HarmonyOS", "HarmonyOS"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip
_BROWSERS = (
    ("MicroMessenger", "WeChat"), ("HuaweiBrowser", "Huawei"), ("MiuiBrowser", "Mi"), ("HeyTapBrowser", "HeyTap"),
    ("VivoBrowser", "vivo"), ("MQQBrowser", "QQ"), ("UCBrowser", "UC"), ("SamsungBrowser", "Samsung"),
    ("Edg", "Edge"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip


def device() -> str:
    """The system and the browser by name, such as "Android, Chrome"; empty where they do not say."""
    said = request.user_agent.string
    names = (next((name for word, name in known if word in said), "") for known in (_SYSTEMS, _BROWSERS))
    return ", ".join(filter(None, names))


def origin() -> str:
    """The network that the request came from: an address without its last part."""
    address = _address()
    if isinstance(address, IPv4Address):
        return str(address).rpartition(".")[0] + ".*"
    return ":".join(address.exploded.split(":")[:3]) + ":*" if address else ""


def household() -> str:
    """The household or office that the request came from, which may have many addresses of the newer kind.

    All of whom nothing can be told are one: nobody is to escape being counted.
    """
    address = _address()
    if isinstance(address, IPv6Address):
        return str(ip_network((address, _HOUSEHOLD_BITS), strict=False))
    return str(address or "unknown")


def in_wechat() -> bool:
    """Whether the page is being opened inside WeChat, whose own browser forgets who has logged in."""
    return "MicroMessenger" in request.user_agent.string


def _address() -> IPv4Address | IPv6Address | None:
    """None where what a proxy says is no address; one of the older kind also where it is written as a newer one."""
    try:
        found = ip_address(request.remote_addr or "")
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found
