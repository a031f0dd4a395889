"""Whom a visitor of the demonstration can be: one account for each role, entered with one click in demo mode only.

Nobody here exists. The addresses end in `.example`, which no mail ever reaches, and no password opens them.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

TEACHER_GROUP: Final = "groep 4"
SUPPORTERS: Final = ("Fenna de Boer", "Jelle Hiemstra", "Amira Tahiri")
DESK: Final = "Tsjerk Kingma"


@dataclass(frozen=True)
class Persona:
    """A role, who has it in the demonstration, and what one sees there (a Dutch sentence, translated on the page)."""

    role: str
    name: str
    sees: str

    @property
    def email(self) -> str:
        return f"{ascii_word(self.name.split()[0])}@demo.example"


_ALL: Final = (
    Persona(
        "youth_supporter",
        SUPPORTERS[0],
        "Mijn week: een vraag voor vandaag, een huisbezoek morgen, wie nog ja moet zeggen.",
    ),
    Persona(
        "teacher", "Marit Visser", "Een vraag stellen, eigen vragen volgen en lezen wat met u gedeeld is."
    ),
    Persona(
        "childcare_worker", "Samira El Khattabi", "Een vraag stellen over een kind of groep in de opvang."
    ),
    Persona("care_coordinator", "Hanneke Bouma", "Vragen stellen en volgen voor de hele school."),
    Persona("coordinator", "Anouk Dijkstra", "Vandaag: welke vragen bijna te laat zijn en waar niemand is."),
    Persona("support_staff", "Bram Kuipers", "De ondersteuningen waarin taken zijn overgenomen."),
    Persona("school_head", "Wietske Terpstra", "Cijfers van de school, nooit een dossier."),
    Persona("policy_officer", "Lotte Zijlstra", "Cijfers van de gemeente, nooit een dossier."),
    Persona("researcher", "Deniz Aydın", "Cijfers zonder namen."),
    Persona("privacy_officer", "Marijke Nauta", "Wie keek wat, en wie mag een kind zien en waarom."),
    Persona("administrator", "Piotr Mazur", "Accounts, scholen en lijsten; geen enkel dossier."),
)


def all() -> tuple[Persona, ...]:
    """Every persona, in the order of the log-in page."""
    return _ALL


def name_of(role: str) -> str:
    """Who has this role in the demonstration."""
    return next(persona.name for persona in _ALL if persona.role == role)


def ascii_word(word: str) -> str:
    """Lower case, letters only, without accents."""
    plain = unicodedata.normalize("NFKD", word.replace("ı", "i").casefold())
    return re.sub("[^a-z]", "", plain)
