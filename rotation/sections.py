"""The sections of config.toml, each a frozen dataclass; what a key means stands beside it in that file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Site:
    """How the site presents itself."""

    public_url: str
    language: str
    trusted_proxies: int
    upload_mib: int


@dataclass(frozen=True, slots=True)
class Server:
    """Where the server listens and with how many processes."""

    host: str
    port: int
    workers: int
    threads: int
    connections: int
    request_seconds: int
    answer_seconds: int


@dataclass(frozen=True, slots=True)
class Store:
    """Where the data lie."""

    instance: str
    url: str


@dataclass(frozen=True, slots=True)
class Login:
    """Limits on logging in, and what it takes."""

    tries: int
    wait_minutes: int
    tries_in_all: int
    hours: int
    second_factor: str
    card_days: int
    first_use_days: int
    code_minutes: int
    pin_tries: int
    pin_tries_in_all: int
    log_days: int


@dataclass(frozen=True, slots=True)
class Weights:
    """Points for each wish that is not met."""

    unmet_skill: int
    repeat_partner: int
    disliked: int
    no_continuity: int
    repeat_village: int
    crowding: int
    km: float


@dataclass(frozen=True, slots=True)
class RosterRules:
    """What a plan is asked for unless the planner says otherwise."""

    team_size: int
    rest_weeks: int
    spacing_weeks: int
    continuity_weeks: int
    weeks: int
    kept_weeks: int
    owes_limit: int
    seconds: int
    weights: Weights


@dataclass(frozen=True, slots=True)
class StandIns:
    """How a stand-in is looked for."""

    wait_minutes: int
    asked_at_once: int
    answer_hours: int


@dataclass(frozen=True, slots=True)
class Swaps:
    """How two members trade terms."""

    approved_by_planner: bool
    days: int


@dataclass(frozen=True, slots=True)
class Notices:
    """How people are told."""

    quiet_from: str
    quiet_until: str
    tries: int
    mail: str
    sms: str


@dataclass(frozen=True, slots=True)
class Retention:
    """How long what is over is kept."""

    notice_days: int
    asked_days: int
    link_days: int
    job_days: int


@dataclass(frozen=True, slots=True)
class Jobs:
    """How long work is held."""

    lease_seconds: int


@dataclass(frozen=True, slots=True)
class Spreadsheets:
    """Limits on what a workbook may hold."""

    rows: int
    unfolded_mib: int


@dataclass(frozen=True, slots=True)
class Feeds:
    """Limits on guessing the addresses of private calendars."""

    tries: int
    wait_minutes: int


@dataclass(frozen=True, slots=True)
class Voices:
    """Limits on what is said, and looked up by a code, without a login."""

    said: int
    codes: int
    wait_minutes: int


@dataclass(frozen=True, slots=True)
class Names:
    """What a skill or a category is called."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Days:
    """Working days that a task has, by how urgent it is."""

    normal: int
    soon: int
    urgent: int


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Working days that a task has at each level."""

    village: Days
    township: Days
    district: Days


@dataclass(frozen=True, slots=True)
class Record:
    """The rhythm of the field record."""

    open_lists_at: str
    answer_days: int
    deadlines: Deadlines
