"""Numbers as a person reads them: micrograms rounded to what the estimate can carry."""

from scoring.intake.estimate import Intake
from scoring.intake.not_asked import WholeIntake
from scoring.languages import _, figure
from scoring.languages import plain as plain  # which the words of the questionnaire need too


def micrograms(value: float) -> str:
    """Format an amount in µg without its unit: two decimals below 0.1, one below 10, none above.

    >>> micrograms(0), micrograms(0.034), micrograms(3.14159), micrograms(53.7), micrograms(1234.5)
    ('0', '0.03', '3.1', '54', '1,234')
    """
    if value == 0:
        return "0"
    if value < 0.005:
        return _("under {amount}").format(amount=figure("0.01"))
    if value < 0.095:
        return figure(f"{value:.2f}")
    return figure(f"{value:.1f}" if value < 9.95 else f"{value:,.0f}")


def with_unit(ug: float) -> str:
    """Format an amount in µg with its unit: '12 µg'."""
    return _("{amount} µg").format(amount=micrograms(ug))


def signed_with_unit(ug: float) -> str:
    """Format a difference in µg with its sign and unit: '+12 µg'."""
    sign = "+" if ug > 0 else "\N{MINUS SIGN}" if ug < 0 else ""
    return f"{sign}{with_unit(abs(ug))}"


def span(low: float, high: float) -> str:
    """Format a range of µg amounts: '12 to 48', or one number when both ends read the same."""
    first, last = micrograms(low), micrograms(high)
    return first if first == last else _("{low} to {high}").format(low=first, high=last)


def likely(intake: Intake | WholeIntake) -> str:
    """Format an intake's likely range in µg a day, without its unit."""
    return span(intake.low, intake.high)


def percent(share: float, decimals: int = 0) -> str:
    """Format a share of 1: '12 %', 'under 1 %' where it is not nothing."""
    if 0 < share < 0.005 and not decimals:
        return _("under {amount}").format(amount=percent(0.01))
    return _("{number}\N{NO-BREAK SPACE}%").format(number=figure(f"{100 * share:.{decimals}f}"))
