"""The load that a stage is planned for, and the rules by which what is not given follows. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

MONTH_DAYS = 30
HOURS_A_DAY = 8
"""How long a day is at its peak. The other hours count as empty."""
VISIT_SECONDS = 600
"""How long a page is open, unless the connects per second are given."""
ORDERS_PER_CONNECTION = 10
"""Orders a day for each connection of the peak, unless they are given."""
BUSIEST = 3
"""How many times the mean of the peak's hours the busiest second has, in orders."""
MOST_CONNECTIONS, MOST_ORDERS, MOST_CONNECTS = 100_000_000, 1_000_000_000, 1_000_000


class LoadError(ValueError):
    """A number of the load cannot be used. The text says which, and what is allowed."""


@dataclass(frozen=True)
class Load:
    """Connections at the peak, orders a day, connects a second at the peak."""

    connections: int
    orders_a_day: int
    connects_per_second: float
    subscription_check_minutes: int = 10

    @property
    def page_hours(self) -> float:
        """Hours of open pages in a month."""
        return float(self.connections * HOURS_A_DAY * MONTH_DAYS)

    @property
    def connects(self) -> float:
        """Connections opened in a month."""
        return self.connects_per_second * HOURS_A_DAY * 3600 * MONTH_DAYS

    @property
    def orders(self) -> float:
        """Orders in a month."""
        return float(self.orders_a_day * MONTH_DAYS)

    @property
    def orders_per_second(self) -> float:
        """In the busiest second."""
        return BUSIEST * self.orders_a_day / (HOURS_A_DAY * 3600)


def load_of(
    peak: str, orders: str = "", connects: str = "", subscription_check_minutes: int = 10
) -> Load:
    """The load as the command's options say it. ``LoadError`` for what is no such number."""
    connections = _whole("PEAK", peak, MOST_CONNECTIONS)
    return Load(
        connections,
        _whole("ORDERS", orders, MOST_ORDERS) if orders else connections * ORDERS_PER_CONNECTION,
        _whole("CONNECTS", connects, MOST_CONNECTS) if connects else connections / VISIT_SECONDS,
        subscription_check_minutes,
    )


def with_usual_visits(load: Load) -> Load:
    """The same load, its connects those of pages that are open for ten minutes.

    A month is reckoned with it: connects a second at the peak are what the quotas must stand, and
    no stage has them for hours.
    """
    return replace(load, connects_per_second=load.connections / VISIT_SECONDS)


def scaled(load: Load, connections: int) -> Load:
    """The same load for another number of connections."""
    times = connections / load.connections
    return Load(
        connections,
        round(load.orders_a_day * times),
        load.connects_per_second * times,
        load.subscription_check_minutes,
    )


def _whole(name: str, text: str, most: int) -> int:
    digits = text.strip().replace("_", "").replace(",", "")
    if not (digits.isascii() and digits.isdigit() and 1 <= int(digits[:20]) <= most):
        raise LoadError(f"{name} must be a whole number from 1 to {most:,}, got {text!r}")
    return int(digits)
