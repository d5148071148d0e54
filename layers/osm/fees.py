"""When parking is free, and for how long, by OSM's tags for fees.

Read in this order: `fee:conditional`, `fee=no`, `fee` with hours in it, the older
`parking:condition` with its `:default`, `:time_interval` and `:maxstay`, `fee=yes`. Whatever is not
understood never makes anything free.
"""

from __future__ import annotations

from dataclasses import dataclass

from layers.hours import HoursError
from layers.osm.conditional import TIME_WORDS, Clause, clauses
from layers.osm.errors import LeftOutError
from layers.osm.values import Tags, duration_minutes, one_line
from layers.osm.week import ALWAYS, Change, NotExactError, hours_after

# Values of parking:condition. A parking disc costs nothing; a permit is not for everybody.
FREE_CONDITIONS = frozenset({"free", "disc"})
RESTRICTED_CONDITIONS = frozenset({"residents", "customers", "private", "disabled"})
CONDITION_KEYS = ("parking:condition:area", "parking:condition")
NOT_EXACT = "the free hours do not follow exactly from these"


@dataclass(frozen=True)
class Fee:
    """What the tags say about the price.

    Parameters
    ----------
    free_hours
        Opening hours; None where they are not understood.
    max_stay_minutes
        The longest free stay, None where no limit is known.
    rule
        The tag as it was given, where the fields do not say all of it.
    not_understood
        The text that stands in the way of free hours and why, if any.
    """

    free_hours: str | None
    max_stay_minutes: int | None = None
    rule: str | None = None
    not_understood: tuple[str, str] | None = None


def fee_of(tags: Tags) -> Fee:
    """Return when parking is free.

    Raises
    ------
    LeftOutError
        It never is (`paid`), or the tags do not say (`fee_unknown`).
    """
    fee = one_line(tags.get("fee", ""))
    conditional = fee if "@" in fee else one_line(tags.get("fee:conditional", ""))
    if conditional:
        found = _conditional_fee(fee, conditional)
    elif fee == "no":
        found = Fee(ALWAYS)
    elif TIME_WORDS.search(fee):
        charged_hours = [Change(opens=False, hours=fee)]
        found = _fee_from(charged_hours, text=fee, rule=f"fee={fee}", open_at_first=True)
    else:
        found = _fee_by_condition(tags, charged=fee not in ("", "unknown") or "charge" in tags)
    return _with_longest_stay(found, tags)


def _conditional_fee(fee: str, text: str) -> Fee:
    rule = f"{'fee' if fee == text else 'fee:conditional'}={text}"
    parts = clauses(text)
    # A clause for some people changes nothing for the others, as long as it only lets them off.
    general = [part for part in parts if not (part.for_some and part.value == "no")]
    if not all(part.understood and not part.for_some and _fits(part) for part in general):
        return Fee(None, None, rule, (text, "the condition is not understood"))
    free_at_first = fee == "no"
    changes, limits = _changes(general, free_at_first=free_at_first)
    if not any(change.opens for change in changes) and not free_at_first:
        raise LeftOutError("paid" if fee == "yes" else "fee_unknown")
    said = len(changes) == len(parts) == 1 and not limits
    found = _fee_from(changes, text=text, rule=rule, open_at_first=free_at_first)
    return Fee(
        found.free_hours,
        min(limits, default=None),
        None if said else rule,
        found.not_understood,
    )


def _fits(clause: Clause) -> bool:
    """Tell whether a limit of stay goes with the value: short stays free, longer ones charged."""
    return clause.stay is None or (clause.stay[0] == "<") == (clause.value == "no")


def _changes(parts: list[Clause], *, free_at_first: bool) -> tuple[list[Change], list[int]]:
    """Return the changes of the free hours, and the limits of stay, which hold at all times.

    Hours that are free without a limit are taken alone where there are any, so that a limit
    elsewhere takes nothing away from them.
    """
    free = [part for part in parts if part.value == "no"]
    unlimited = free_at_first or any(part.stay is None for part in free)
    changes: list[Change] = []
    limits: list[int] = []
    for part in parts:
        if part.value == "no" and not (part.stay and unlimited):
            changes.append(Change(opens=True, hours=part.hours))
        elif part.value != "no" and part.stay is None:
            changes.append(Change(opens=False, hours=part.hours))
        if part.stay and (part.value != "no" or not unlimited):
            limits.append(part.stay[1])
    return changes, limits


def _fee_from(changes: list[Change], *, text: str, rule: str, open_at_first: bool) -> Fee:
    try:
        free_hours = hours_after(changes, open_at_first=open_at_first)
    except HoursError as fault:
        return Fee(None, None, rule, (text, f"{fault.reason}; {fault.suggestion}"))
    except NotExactError:
        return Fee(None, None, rule, (text, NOT_EXACT))
    if free_hours is None:
        raise LeftOutError("paid")
    return Fee(free_hours)


def _fee_by_condition(tags: Tags, *, charged: bool) -> Fee:
    """Read the scheme that OSM used until 2022 and that most older objects still have."""
    condition, default, interval, stay = (
        _condition_tag(tags, part) for part in ("", ":default", ":time_interval", ":maxstay")
    )
    if not condition or (condition == "ticket" and not (interval and default)):
        raise LeftOutError("paid" if charged or condition == "ticket" else "fee_unknown")
    if condition not in FREE_CONDITIONS | {"ticket"}:
        unpaid = "private" if condition in RESTRICTED_CONDITIONS else "fee_unknown"
        raise LeftOutError("paid" if charged else unpaid)
    is_free = condition in FREE_CONDITIONS
    free_otherwise = default in FREE_CONDITIONS
    rule = f"parking:condition={condition}"
    if interval:
        rule += f" @ ({interval})"
    if is_free and (free_otherwise or not interval):
        found = Fee(ALWAYS)
    elif is_free or free_otherwise:
        changes = [Change(opens=is_free, hours=interval)]
        found = _fee_from(changes, text=interval, rule=rule, open_at_first=free_otherwise)
    else:
        raise LeftOutError("paid")
    # The limit is for the hours of the condition; those of a ticket are not the free ones.
    limit = duration_minutes(stay) if is_free else None
    problem = found.not_understood
    return Fee(found.free_hours, limit, None if condition == "free" else rule, problem)


def _condition_tag(tags: Tags, part: str) -> str:
    for key in CONDITION_KEYS:
        if value := one_line(tags.get(key + part, "")):
            others = {word.strip() for word in value.split(";")} - {"residents"}
            # "free; residents" is free, and residents may stay for longer.
            return value if part == ":time_interval" or len(others) != 1 else others.pop()
    return ""


def _with_longest_stay(fee: Fee, tags: Tags) -> Fee:
    """Add `maxstay`; a limit that holds at times only is taken as one that always holds."""
    limits = [fee.max_stay_minutes, duration_minutes(tags.get("maxstay"))]
    rule = fee.rule
    if conditional := one_line(tags.get("maxstay:conditional", "")):
        limits += [duration_minutes(part.value) for part in clauses(conditional)]
        rule = "; ".join(part for part in (rule, f"maxstay:conditional={conditional}") if part)
    known = [limit for limit in limits if limit is not None]
    return Fee(fee.free_hours, min(known, default=None), rule, fee.not_understood)


def is_charged(tags: Tags) -> bool:
    """Tell whether something other than parking costs money, at times at least."""
    fee = one_line(tags.get("fee", ""))
    return fee not in ("", "no", "unknown") or "fee:conditional" in tags or "charge" in tags
