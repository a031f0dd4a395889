"""The fixed words of the pages, in both languages."""

from schakel.analysis.report import Language, chosen

_PAIRS = {
    "picture": ("Het verloop", "The course"),
    "picture_note": (
        "Dichte punten: verschil met de verwachting zonder jeugdondersteuner, met 95 %-interval. Open punten: hoe de "
        "scholen vóór de start van elkaar verschilden; die horen rond nul te liggen. Vlak: de band die voor alle "
        "punten van zo'n groep tegelijk geldt.",
        "Filled points: difference from what was expected without a youth supporter, with 95 % interval. Open points: "
        "how the schools differed before the start; those should lie around zero. Area: the band that holds for all "
        "points of such a group at once.",
    ),
    "naive": ("Waarom niet gewoon voor en na vergelijken?", "Why not simply compare before and after?"),
    "checks": ("Hoe stevig is dit?", "How firm is this?"),
    "money": ("Wat is het waard, en voor wie?", "What is it worth, and to whom?"),
    "money_note": (
        "Contante waarde over de hele looptijd; plus is voordeel, min is nadeel. Tussen haakjes het 95 %-interval. "
        "Verschuivingen tussen betalers tellen op tot nul.",
        "Present value over all years; plus is a gain, minus a loss. Between brackets the 95 % interval. Shifts "
        "between payers add up to zero.",
    ),
    "no_money": (
        "Nog niet in euro's uitgedrukt: daarvoor zijn prijzen met bron en jaar nodig.",
        "Not yet expressed in euros: that takes prices with a source and a year.",
    ),
    "not_priced": ("Niet in euro's uit te drukken", "What could not be priced"),
    "assumptions": ("Waar dit op rust", "What this rests on"),
    "changes": ("Wijzigingen in de vraag", "Changes of the question"),
    "tornado": ("Wat verandert de uitkomst het meest?", "What changes the outcome most?"),
    "sources": ("Prijzen en aannamen", "Prices and assumptions"),
    "claims": ("Wat anderen hebben gezegd", "What others have said"),
    "power": ("Wat elke opzet kan laten zien", "What each design could show"),
    "drawn": ("Wie begint wanneer", "Who starts when"),
    "lot": ("Zo is er geloot", "How the lot was drawn"),
    "made": ("Gemaakt met Schakel", "Made with Schakel"),
    "item": ("onderdeel", "item"),
    "low": ("laag", "low"),
    "mid": ("midden", "middle"),
    "high": ("hoog", "high"),
    "source": ("bron", "source"),
    "school": ("school", "school"),
    "stratum": ("groep", "stratum"),
    "start": ("start", "start"),
    "ticket": ("lotnummer", "ticket"),
}  # fmt: skip


def headings(language: Language) -> dict[str, str]:
    """Headings and notes by their name."""
    return {name: chosen(language, *both) for name, both in _PAIRS.items()}
