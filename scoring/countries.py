"""The countries that the food list and the food table know.

What fortified foods hold, which foods are asked first and what goes unasked differ between
countries. A person's country is guessed from their time zone and language until they choose one;
without a country the international figures count.

    >>> COUNTRIES["IE"].name, COUNTRIES["IE"].region
    ('Ireland', 'british_isles')
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .languages import N_, _

INTERNATIONAL = ""
"""Stands for no country: the figures of all countries together."""


@dataclass(frozen=True)
class Country:
    """One country.

    Attributes:
        code: Its two letters in ISO 3166-1.
        name_en: Its name in English; see `name`.
        region: Word for the countries that it shares a food list with: those of one region eat
            alike, though each may fortify foods as it likes.
        languages: Languages (ISO 639-1) from which it is guessed where no time zone tells.
        time_zones: Names in the IANA time zone database from which it is guessed.
    """

    code: str
    name_en: str
    region: str
    languages: tuple[str, ...]
    time_zones: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its name in the language in use."""
        return _(self.name_en)


_ALL = (
    Country("AT", N_("Austria"), "german_speaking", (), ("Europe/Vienna",)),
    Country("BE", N_("Belgium"), "low_countries", (), ("Europe/Brussels",)),
    Country("DK", N_("Denmark"), "nordic", ("da",), ("Europe/Copenhagen",)),
    Country("FI", N_("Finland"), "nordic", ("fi",), ("Europe/Helsinki", "Europe/Mariehamn")),
    Country("FR", N_("France"), "france", ("fr",), ("Europe/Paris",)),
    Country("DE", N_("Germany"), "german_speaking", ("de",), ("Europe/Berlin", "Europe/Busingen")),
    Country("IS", N_("Iceland"), "nordic", ("is",), ("Atlantic/Reykjavik",)),
    Country("IE", N_("Ireland"), "british_isles", ("ga",), ("Europe/Dublin",)),
    Country("JP", N_("Japan"), "japan", ("ja",), ("Asia/Tokyo",)),
    Country("NL", N_("Netherlands"), "low_countries", ("nl",), ("Europe/Amsterdam",)),
    Country("NO", N_("Norway"), "nordic", ("nb", "nn", "no"), ("Europe/Oslo",)),
    Country("SE", N_("Sweden"), "nordic", ("sv",), ("Europe/Stockholm",)),
    Country("CH", N_("Switzerland"), "german_speaking", (), ("Europe/Zurich",)),
    Country(
        "GB",
        N_("United Kingdom"),
        "british_isles",
        ("cy",),
        ("Europe/London", "Europe/Belfast", "Europe/Isle_of_Man", "Europe/Jersey"),
    ),
    Country(
        "US",
        N_("United States"),
        "north_america",
        (),
        (
            "America/New_York",
            "America/Detroit",
            "America/Chicago",
            "America/Denver",
            "America/Boise",
            "America/Phoenix",
            "America/Los_Angeles",
            "America/Anchorage",
            "America/Juneau",
            "America/Indiana/Indianapolis",
            "America/Indianapolis",
            "America/Kentucky/Louisville",
            "America/Louisville",
            "Pacific/Honolulu",
        ),
    ),
)

COUNTRIES: Mapping[str, Country] = MappingProxyType({c.code: c for c in _ALL})
"""The countries by their code, in the order of their English names."""

COUNTRY_CODES = tuple(sorted(COUNTRIES))
"""Their codes, in alphabetical order."""

COUNTRY_NUMBERS: Mapping[str, int] = MappingProxyType(
    {code: n for n, code in enumerate((INTERNATIONAL, *COUNTRY_CODES))}
)
"""The number that stands for each of them in arrays, and 0 for no country."""

_OF_TIME_ZONE = {zone: country.code for country in _ALL for zone in country.time_zones}
_OF_LANGUAGE = {language: country.code for country in _ALL for language in country.languages}

_SAY_NO_PLACE = ("", "UTC", "GMT", "Etc/UTC", "Etc/GMT", "Etc/Unknown")
"""What a browser gives as its time zone where it does not say where it is."""


def guess(language: str, time_zone: str) -> str:
    """The country in which a person most likely eats.

    A time zone says where they are, and so comes first. Where it says nothing, the region of the
    language does, or the language. American English says nothing: it is what browsers are set to
    everywhere.

        >>> guess("en-US", "Europe/Dublin"), guess("nl-BE", ""), guess("ja", "UTC")
        ('IE', 'BE', 'JP')
        >>> guess("de", "Asia/Taipei"), guess("en-US", "UTC")
        ('', '')

    Args:
        language: A language tag such as `de` or `nl-BE`.
        time_zone: A name in the IANA time zone database; may be empty.

    Returns:
        One of COUNTRIES, or INTERNATIONAL where it is none of them or cannot be told.
    """
    if time_zone not in _SAY_NO_PLACE:
        return _OF_TIME_ZONE.get(time_zone, INTERNATIONAL)
    language, *parts = language.replace("_", "-").split("-")
    region = next((p.upper() for p in reversed(parts) if len(p) == 2), "")
    if region and (language.lower(), region) != ("en", "US"):
        return region if region in COUNTRIES else INTERNATIONAL
    return _OF_LANGUAGE.get(language.lower(), INTERNATIONAL)


def in_region(region: str) -> tuple[str, ...]:
    """Codes of the countries of a region.

    >>> in_region("british_isles")
    ('IE', 'GB')
    """
    return tuple(country.code for country in _ALL if country.region == region)


def of_regions(words: Iterable[str]) -> tuple[str, ...]:
    """Codes of the countries that codes and regions name together, each once.

        >>> of_regions(["low_countries", "FR"])
        ('BE', 'NL', 'FR')

    Raises:
        KeyError: A word is neither a code nor a region.
    """
    found: dict[str, None] = {}
    for word in words:
        codes = (word,) if word in COUNTRIES else in_region(word)
        if not codes:
            raise KeyError(word)
        found.update(dict.fromkeys(codes))
    return tuple(found)
