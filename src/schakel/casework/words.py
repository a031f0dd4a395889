"""The choices of the work, in the words of the screen."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class About(TextChoices):
    CHILD = "child", _("Een kind")
    GROUP = "group", _("Een groep")
    TEAM = "team", _("Ons team")
    UNNAMED = "unnamed", _("Zeg ik nog niet")


# The title of a question whose asker named nobody.
TITLES = {
    About.CHILD: _("Een kind zonder naam"),
    About.GROUP: _("Een groep"),
    About.TEAM: _("Het team"),
    About.UNNAMED: _("Een vraag zonder naam"),
}


class ParentsKnow(TextChoices):
    YES = "yes", _("Ja")
    WILL_TALK = "will_talk", _("Nog niet, ik ga ze spreken")
    ADVICE_FIRST = "advice_first", _("Nee, ik wil eerst advies")
    SAFETY = "safety", _("Nee, want dat is niet veilig")


class Requester(TextChoices):
    TEACHER = "teacher", _("leerkracht")
    CHILDCARE_WORKER = "childcare_worker", _("pedagogisch medewerker")
    CARE_COORDINATOR = "care_coordinator", _("intern begeleider")
    PARENT = "parent", _("ouder")
    CHILD = "child", _("kind")
    PARTNER = "partner", _("partner")
    SUPPORTER = "youth_supporter", _("jeugdondersteuner")
    COORDINATOR = "coordinator", _("coördinator")


class Human(TextChoices):
    """How the first human contact was. A receipt is none."""

    MET = "met", _("even gesproken op school")
    CALLED = "called", _("gebeld")
    VIDEO = "video", _("online gesproken")
    WROTE = "wrote", _("persoonlijk bericht, en antwoord gehad")


class Joined(TextChoices):
    DUPLICATE = "duplicate", _("dezelfde vraag")
    TOGETHER = "together", _("samen opgepakt")


class Surroundings(TextChoices):
    """For whom an answer was offered before one for the child alone."""

    CLASS = "class", _("de klas of groep")
    TEAM = "team", _("het team")
    HOME = "home", _("thuis")
    NONE = "none", _("geen, want")


class AnswerKind(TextChoices):
    CONSULTATION = "consultation", _("Meedenken (consultatie)")
    SHORT_INTERVENTION = "short_intervention", _("Korte interventie")
    EXPERTISE_TRANSFER = "expertise_transfer", _("Kennis delen met leerkracht of team")
    RETURN_PLAN = "return_to_school_plan", _("Plan om terug naar school te gaan")
    SUPPORT = "support", _("Ondersteuning")
    REFERRAL = "referral", _("Verwijzing")


class Track(TextChoices):
    """The legal track of a support: decides BSN, consent, plan and retention."""

    ADVICE = "advice", _("advies")
    PREVENTION = "prevention", _("preventie")
    FREE_YOUTH_HELP = "free_youth_help", _("vrij toegankelijke jeugdhulp")
    INDIVIDUAL_PROVISION = "individual_provision", _("individuele voorziening")


class SupportFor(TextChoices):
    CHILD = "child", _("een kind en het gezin")
    FAMILY = "family", _("een gezin")
    GROUP = "group", _("een groep")
    TEACHER = "teacher", _("een leerkracht")
    TEAM = "team", _("een team")


class Rung(TextChoices):
    """The ladder, lowest first. Down is as normal as up."""

    EVERYDAY = "everyday", _("gewone leven en buurt")
    SCHOOL = "school_basic", _("basisondersteuning op school")
    SHORT = "short_support", _("korte ondersteuning")
    FAMILY_TEAM = "team_around_family", _("team rond het gezin")
    NEIGHBOURHOOD = "neighbourhood_team", _("wijkteam")
    YOUTH_CARE = "youth_care", _("jeugdhulp")
    EXPERT = "expert_team", _("expertteam")


class Layer(TextChoices):
    """From which layer someone helps: what a family experiences as "weer een ander loket"."""

    SCHOOL = "school", _("school of kinderopvang")
    SUPPORTER = "supporter", _("jeugdondersteuner")
    SUPPORT_STAFF = "support_staff", _("ondersteuningsteam")
    NEIGHBOURHOOD = "neighbourhood_team", _("wijkteam")
    YOUTH_CARE = "youth_care", _("jeugdhulp")
    EXPERT = "expert_team", _("expertteam")
    OTHER = "other", _("anders")


class ContactKind(TextChoices):
    TALK_SCHOOL = "talk_school", _("gesprek op school")
    HOME_VISIT = "home_visit", _("huisbezoek")
    CALL = "call", _("telefoongesprek")
    VIDEO = "video", _("videogesprek")
    GROUP = "group", _("in de groep")
    MEETING = "meeting", _("overleg")


# A starting value for each kind, corrected by exception; nobody writes minutes down. Ours, not a measured figure.
DEFAULT_MINUTES: dict[str, int] = {
    ContactKind.TALK_SCHOOL: 30,
    ContactKind.HOME_VISIT: 60,
    ContactKind.CALL: 15,
    ContactKind.VIDEO: 30,
    ContactKind.GROUP: 45,
    ContactKind.MEETING: 60,
}


class WithWhom(TextChoices):
    CHILD = "child", _("kind")
    PARENT = "parent", _("ouder")
    CHILD_AND_PARENT = "child_and_parent", _("kind en ouder")
    TEACHER = "teacher", _("leerkracht")
    TEAM = "team", _("team of groep")
    PARTNER = "partner", _("partner")


class Said(TextChoices):
    GIVEN = "given", _("zegt ja")
    REFUSED = "refused", _("zegt nee")
    WITHDRAWN = "withdrawn", _("trekt de toestemming in")


class SaidHow(TextChoices):
    TALK = "talk", _("in een gesprek")
    CALL = "call", _("aan de telefoon")
    SIGNED = "signed", _("op papier, met handtekening")
    MESSAGE = "message", _("in een bericht")
    LINK = "link", _("zelf, met een eigen link")

    @classmethod
    def by_hand(cls) -> list[tuple[str, Any]]:
        """What somebody can write down for another. Who has a link answers without help."""
        return [(one.value, one.label) for one in cls if one is not cls.LINK]


class AskWay(TextChoices):
    """How somebody is asked for consent."""

    LINK = "link", _("met een link die één keer werkt")
    POST = "post", _("met een brief met de post")
    IN_PERSON = "in_person", _("met een brief die je meegeeft")


class AskOutcome(TextChoices):
    """How asking ended."""

    ANSWERED = "answered", _("beantwoord")
    TALK_FIRST = "talk_first", _("wil eerst praten")
    WRONG_CHILD = "wrong_child", _("zegt dat het niet om zijn of haar kind gaat")
    REPLACED = "replaced", _("opnieuw gevraagd")
    WITHDRAWN = "withdrawn", _("ingetrokken")


class Ground(TextChoices):
    """The ground for processing (AVG art. 6)."""

    CONSENT = "consent", _("toestemming voor het gebruik van gegevens")
    LEGAL_DUTY = "legal_duty", _("plicht uit de wet")
    VITAL_INTEREST = "vital_interest", _("levensbelang")
    PUBLIC_TASK = "public_task", _("taak van de gemeente")


class OfferAnswer(TextChoices):
    """What the family said to making its own plan."""

    YES = "yes", _("ja, wij maken zelf een plan")
    NO = "no", _("nee, maak het samen met ons")
    LATER = "later", _("later, vraag het nog eens")


class SharedKind(TextChoices):
    """What is shared. Notes, a child's own talk and safety records are not on the list."""

    AGREEMENT = "agreement", _("een afspraak")
    ADVICE = "advice", _("een advies of tip")
    PLAN = "plan", _("een deel van het plan")
    STATUS = "status", _("hoe het ervoor staat")


class LetterKind(TextChoices):
    """The five letters."""

    CONFIRMATION = "confirmation", _("bevestiging aan de vrager")
    FEEDBACK = "feedback", _("terugkoppeling aan school")
    PLAN = "plan", _("het plan voor het gezin")
    HANDOVER = "handover", _("overdracht aan een volgende professional")
    CLOSING = "closing", _("afsluitbrief")


class LetterWay(TextChoices):
    IN_PERSON = "in_person", _("meegeven")
    POST = "post", _("met de post")


class FilePart(TextChoices):
    """What of a file can be kept back."""

    CONTACT = "contact", _("een contact")
    DOMAIN = "domain", _("een deel van het leven")


class Sensitive(TextChoices):
    """Why a part needs a second reader before the family reads it."""

    CHILD_TALK = "child_talk", _("wat een kind alleen vertelde")
    SAFETY = "safety", _("veiligheid")
    SECRET_ADDRESS = "secret_address", _("een geheim adres of veilig contact")
    OTHER_PERSON = "other_person", _("gaat over iemand anders")


class ReadOutcome(TextChoices):
    WITHHELD = "withheld", _("blijft achter")
    RELEASED = "released", _("mag gelezen worden")


class LifeDomain(TextChoices):
    """Parts of life; one is written down only when there is a reason to."""

    HOME = "home", _("wonen")
    MONEY = "money", _("geld")
    HEALTH = "health", _("gezondheid")
    SCHOOL = "school", _("school en opvang")
    WORK = "work", _("werk en dag van de ouders")
    FRIENDS = "friends", _("vrienden en vrije tijd")
    FAMILY = "family", _("familie en relaties")
    SAFETY = "safety", _("veiligheid")


class ShortContactWith(TextChoices):
    CHILD = "child", _("kind")
    PARENT = "parent", _("ouder")
    TEACHER = "teacher", _("leerkracht")


class Repeat(TextChoices):
    """A second support for the same child. A low threshold must not count as failure."""

    RELAPSE = "relapse", _("het oude probleem is terug")
    NEW_QUESTION = "new_question", _("een nieuwe vraag")
