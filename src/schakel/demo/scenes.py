"""The scenes of the script around questions: asked, joined, perhaps the same, answered, at the desk."""

from typing import TYPE_CHECKING

from schakel.demo import asking, scenes_families
from schakel.demo.clock import Moment
from schakel.demo.screen import Scene, Script

if TYPE_CHECKING:
    from schakel.demo.model import Model

_SEM = "Sem is sinds de vakantie stil en wil 's ochtends niet naar binnen. Bij het buitenspelen heeft hij snel ruzie."
_NOOR = "Noor speelt veel alleen en zegt dat niemand mee wil doen."
_NOOR_TOO = "Ik hoorde van de overblijf dat Noor elke dag alleen op de bank zit."
_PAUSE = "In groep 6 is elke dag ruzie na de grote pauze. Het kost ons een half uur."
_PAUSE_TOO = "Na de pauze is het in groep 6 niet rustig te krijgen. Ik hoor graag wat jij ziet."
_GYM = (
    "Na het overstappen van gym naar rekenen ben ik de groep kwijt.",
    "Het gaat mis bij overgangen.",
    "Er is geen vast teken dat iets nieuws begint.",
    "Een vast begin, elke keer hetzelfde.",
    "class",
    "Een liedje als teken voor de hele groep.",
)
_DAAN = (
    "Daan durft een werkje niet alleen te beginnen en vraagt steeds of het goed is.",
    "Beginnen lukt als de eerste stap voorgedaan is.",
    "Hij is bang om fouten te maken.",
    "Fouten maken mag zichtbaar zijn.",
    "class",
    "Elke dag een fout van de juf vieren.",
)
_DAAN_ANSWER = "Je doet de eerste stap voor en loopt dan weg; na drie weken kijken we samen."
_OUTSIDE = (
    "Het naar buiten gaan duurt lang en geeft veel gehuil.",
    "Er is veel wachten bij de kapstok.",
    "Wachten is voor peuters heel lang.",
    "Minder tegelijk.",
    "class",
    "In groepjes van vier naar buiten.",
)
_OUTSIDE_ANSWER = "In groepjes van vier naar buiten, met een liedje bij de kapstok."
_BITES = "In de peutergroep wordt veel gebeten sinds er drie nieuwe kinderen zijn."
_AT_DESK = (
    (8, "Wij willen in groep 7 iets doen aan het schelden, maar weten niet hoe we beginnen."),
    (6, "In groep 7 vallen veel kinderen stil als ze iets niet weten. Kun je meedenken?"),
)


def play(model: "Model") -> None:
    """Put every scene on the calendar of the model."""
    script = Script(model)
    for scene in (
        _for_today,
        _group_together,
        _maybe_the_same,
        _marit_unanswered,
        _marit_answered,
        _samira,
        _at_the_desk,
        scenes_families.play,
    ):
        scene(script)


def _for_today(script: Script) -> None:
    scene = Scene(script.model)
    scene.exactly(script.today - 7, 10, 12, script.ask(scene, script.marit, "child", "Sem, groep 4", _SEM))


def _group_together(script: Script) -> None:
    """Two askers about one group, taken as one; nobody has been spoken yet."""
    first, second = Scene(script.model), Scene(script.model)
    teacher = script.teacher_of("groep 6")
    first.exactly(script.today - 5, 9, 5, script.ask(first, teacher, "group", "groep 6", _PAUSE))
    second.exactly(
        script.today - 4, 12, 20, script.ask(second, script.hanneke, "group", "groep 6", _PAUSE_TOO)
    )

    def join(now: Moment) -> None:
        asking.join(
            script.book, at=now, by=script.fenna, to=first.asked, request=second.asked, as_="together"
        )

    second.exactly(script.today - 2, 15, 40, join)


def _maybe_the_same(script: Script) -> None:
    one, other = Scene(script.model), Scene(script.model)
    words, know = "Noor, groep 4", "will_talk"
    one.exactly(script.today - 2, 11, 50, script.ask(one, script.marit, "child", words, _NOOR, know))
    other.exactly(script.today - 1, 14, 5, script.ask(other, script.hanneke, "child", words, _NOOR_TOO, know))


def _marit_unanswered(script: Script) -> None:
    """What a teacher sees of a question that was picked up, and of one that was clarified."""
    met, clear = Scene(script.model), Scene(script.model)
    matter = "Ik wil even overleggen over een gesprek met ouders."
    met.on(6, 9, 30, script.ask(met, script.marit, "unnamed", "", matter))
    met.on(2, 8, 20, script.pick_up(met))
    script.opening(clear, script.marit, "group", "groep 4", (16, 13, 9), _GYM)


def _marit_answered(script: Script) -> None:
    """One with an answer that was shared, and one that she took back."""
    done, gone = Scene(script.model), Scene(script.model)
    script.opening(done, script.marit, "child", "Daan, groep 4", (38, 36, 33), _DAAN)
    done.on(31, 15, 30, script.answer(done, "consultation", _DAAN_ANSWER))
    matter = "Mees was een paar dagen erg verdrietig."
    gone.on(60, 9, 0, script.ask(gone, script.marit, "child", "Mees, groep 4", matter, "advice_first"))

    def withdraw(now: Moment) -> None:
        asking.withdraw(script.book, at=now, by=script.marit, request=gone.asked, why="Het is opgelost.")

    gone.on(58, 12, 0, withdraw)


def _samira(script: Script) -> None:
    now_open, done = Scene(script.model), Scene(script.model)
    ask = script.ask(now_open, script.samira, "group", "peutergroep", _BITES)
    now_open.exactly(script.today - 3, 13, 15, ask)
    script.opening(done, script.samira, "group", "peutergroep", (44, 43, 40), _OUTSIDE)
    done.on(39, 11, 0, script.answer(done, "expertise_transfer", _OUTSIDE_ANSWER))


def _at_the_desk(script: Script) -> None:
    """Sites without an own supporter: one question that is late, one that is nearly."""
    without = [school for school in script.model.schools if school.supported_from is None and school.size]
    for school, (days_ago, matter) in zip(without, _AT_DESK, strict=False):
        scene = Scene(script.model)
        asker = script.teacher_of("groep 7", school.number)
        step = script.ask(scene, asker, "group", "groep 7", matter, site=school.number)
        scene.exactly(script.today - days_ago, 11, 10, step)
