"""A municipality that is on no map, and its schools."""

from typing import Final

MUNICIPALITY: Final = "Merrewolde"
PLACES: Final = ("Merrewolde", "Oosterlauwe", "Tjallewier", "Zuidermerrum", "Klaarwolde")

# What a site is called after its sort; invented, after plants, ships and winds.
_FIRST = [
    "Wiekenrank",
    "Kraggevink",
    "Lauwerbolder",
    "Waterlampje",
    "Zilverlisdodde",
    "Merrelhoeve",
    "Rietorchis",
    "Vlotbrugge",
    "Skûtsjehaven",
    "Windhapper",
    "Waterlelietuin",
    "Turfbankje",
    "Moerasspirea",
    "Zeggedauw",
    "Gagelstruik",
    "Lepelbladhof",
    "Wolkenwever",
    "Turfschipper",
    "Elzenkatje",
    "Pluimzegge",
    "Vlonderpad",
    "Kwartelkoning",
    "Blauwborst",
    "Biezenmat",
]
_KINDS = (
    "Veen",
    "Wolken",
    "Riet",
    "Water",
    "Zilver",
    "Wind",
    "Lauwe",
    "Merre",
    "Turf",
    "Elzen",
    "Ooster",
    "Klaver",
    "Duiker",
)
_ENDS = (
    "kring",
    "baken",
    "wimpel",
    "schelp",
    "drift",
    "zwaluw",
    "vaart",
    "bolder",
    "wiek",
    "halm",
    "kever",
    "spiegel",
)
STREETS: Final = [
    "Kraggenweg",
    "Bolderlaan",
    "Zeggepad",
    "Lauwersingel",
    "Turfkade",
    "Merrewal",
    "Vlonderstraat",
    "Wiekzwaai",
    "Rietsnor",
    "Zeggedauwplein",
    "Elzenkatlaan",
    "Schuitmakerspad",
]


def site_names(number: int) -> list[str]:
    """So many different names."""
    made = [f"{kind}{end}" for end in _ENDS for kind in _KINDS]
    return (_FIRST + made)[:number]
