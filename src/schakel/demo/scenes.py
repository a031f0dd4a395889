"""The scenes of the script, one function each, in the words that stand on the screen."""

from typing import TYPE_CHECKING

from schakel.demo import asking
from schakel.demo.clock import Moment
from schakel.demo.screen import Scene, Script
from schakel.demo.town import Child

if TYPE_CHECKING:
    from schakel.demo.model import Model


def play(model: "Model") -> None:
    """Put every scene on the calendar of the model."""
    script = Script(model)
    for scene in (
        _for_today,
        _group_together,
        _one_parent_missing,
        _home_visit_and_sister,
        _nearly_twelve,
        _look_back,
        _maybe_the_same,
        _marit_in_every_state,
        _samira,
        _at_the_desk,
    ):
        scene(script)


def _for_today(script: Script) -> None:
    scene = Scene(script.model)
    matter = "Sem is sinds de vakantie stil en wil 's ochtends niet naar binnen. Bij het buitenspelen heeft hij snel ruzie."
    scene.exactly(script.today - 7, 10, 12, script.ask(scene, script.marit, "child", "Sem, groep 4", matter))


def _group_together(script: Script) -> None:
    """Two askers about one group, taken as one; nobody has been spoken yet."""
    first, second = Scene(script.model), Scene(script.model)
    teacher = script.teacher_of("groep 6")
    matter = "In groep 6 is elke dag ruzie na de grote pauze. Het kost ons een half uur."
    too = "Na de pauze is het in groep 6 niet rustig te krijgen. Ik hoor graag wat jij ziet."
    first.exactly(script.today - 5, 9, 5, script.ask(first, teacher, "group", "groep 6", matter))
    second.exactly(script.today - 4, 12, 20, script.ask(second, script.hanneke, "group", "groep 6", too))

    def join(now: Moment) -> None:
        assert first.request is not None
        assert second.request is not None
        asking.join(
            script.book, at=now, by=script.fenna, to=first.request, request=second.request, as_="together"
        )

    second.exactly(script.today - 2, 15, 40, join)


def _child(script: Script, last: str, parents: tuple[str, ...], name: str, group: int, place: float) -> Child:
    household = script.family(last, parents, ((name, script.born_in(group, place)),))
    return household.children[0]


def _one_parent_missing(script: Script) -> None:
    scene = Scene(script.model)
    child = _child(script, "Haddad", ("Rasha", "Firas"), "Sara", 5, 0.4)
    matter = "Sara zegt vaak dat haar buik pijn doet. Thuis gaat het ook niet makkelijk, vertelt moeder."
    scene.on(13, 11, 30, script.ask(scene, script.teacher_of("groep 5"), "child", "Sara, groep 5", matter))
    scene.on(11, 9, 15, script.pick_up(scene, "called"))
    scene.on(
        7,
        13,
        45,
        script.clarify(
            scene,
            "Buikpijn op dagen dat er iets nieuws begint.",
            "Misschien durft zij niet te zeggen dat iets te moeilijk is.",
            "Vooraf vertellen wat er komt, en tijd om te wennen.",
            "class",
            "De dag beginnen met plaatjes, voor de hele groep.",
        ),
    )
    scene.on(6, 14, 10, script.name(scene, child, "groep 5"))
    scene.on(3, 8, 40, script.agree(scene, child, 0))


def _home_visit_and_sister(script: Script) -> None:
    """Brother and sister, each with an own file and the same vaste contactpersoon; the home visit is tomorrow."""
    household = script.family(
        "Yıldız", ("Sevgi", "Murat"), (("Kerem", script.born_in(5, 0.7)), ("Elif", script.born_in(2, 0.5)))
    )
    _brother(script, household.children[0])
    _sister(script, household.children[1])


def _brother(script: Script, child: Child) -> None:
    scene = Scene(script.model)
    matter = "Kerem komt vaak te laat en is dan boos. Moeder vroeg mij om hulp met de ochtend."
    scene.on(52, 10, 0, script.ask(scene, script.teacher_of("groep 5"), "child", "Kerem, groep 5", matter))
    scene.on(50, 8, 30, script.pick_up(scene))
    scene.on(
        47,
        14,
        0,
        script.clarify(
            scene,
            "Te laat op dagen dat vader vroeg werkt.",
            "De ochtend rust op één persoon.",
            "Thuis en op school dezelfde stappen.",
            "home",
            "Een dagritme met plaatjes aan de muur.",
        ),
    )
    scene.on(46, 15, 0, script.name(scene, child, "groep 5"))
    scene.on(44, 8, 45, script.agree(scene, child, 0, 1))
    goals = (("child", "Ik wil niet meer te laat komen."), ("parent", "Wij willen een ochtend zonder ruzie."))
    scene.on(
        42, 9, 0, script.start(scene, "Kerem en de ochtend", "Wij maken samen een rustige ochtend.", goals)
    )
    scene.on(
        35,
        14,
        30,
        script.contact(scene, "home_visit", "child_and_parent", "Samen plaatjes voor de ochtend gekozen."),
    )
    scene.on(28, 9, 30, script.helper(scene, "support_staff", script.bram))
    scene.on(
        21,
        10,
        15,
        script.contact(
            scene, "talk_school", "child", "Kerem was vier dagen op tijd. Hij liet het trots zien."
        ),
    )
    scene.on(
        9,
        14,
        30,
        script.contact(
            scene, "home_visit", "parent", "Vader wil meedoen op vrijdag. De plaatjes hangen er nog."
        ),
    )
    scene.on(8, 16, 0, script.add_step(scene, "Nieuwe plaatjes printen", "jeugdondersteuner", 1))
    scene.on(8, 16, 20, script.plan(scene, 1, 14, 30, "Huisbezoek: dagritme met plaatjes doornemen"))


def _sister(script: Script, child: Child) -> None:
    scene = Scene(script.model)
    matter = "Elif huilt bij het afscheid en wil bij haar broer in de groep. Moeder vindt het ook moeilijk."
    scene.on(30, 9, 10, script.ask(scene, script.teacher_of("groep 2"), "child", "Elif, groep 2", matter))
    scene.on(28, 8, 25, script.pick_up(scene))
    scene.on(
        26,
        11,
        0,
        script.clarify(
            scene,
            "Het afscheid duurt lang en is elke dag anders.",
            "Zij weet niet wat er komt.",
            "Een vast afscheid van twee minuten.",
            "class",
            "Een zwaairaam voor de hele groep.",
        ),
    )
    scene.on(26, 14, 0, script.name(scene, child, "groep 2"))
    scene.on(23, 8, 30, script.agree(scene, child, 0, 1))
    scene.on(
        20,
        9,
        0,
        script.start(
            scene,
            "Elif en het afscheid",
            "Elke dag hetzelfde afscheid.",
            (("child", "Ik wil zwaaien bij het raam."),),
        ),
    )
    scene.on(
        12,
        8,
        30,
        script.contact(
            scene, "talk_school", "child_and_parent", "Afscheid geoefend bij het zwaairaam. Het ging snel."
        ),
    )
    scene.on(5, 8, 35, script.plan(scene, 5, 8, 30, "Kijken bij het afscheid"))


def _nearly_twelve(script: Script) -> None:
    """From her birthday she has a say of her own; the help went down a rung last week."""
    household = script.family("Wiersma", ("Hiske",), (("Jikke", script.turning_twelve(5)),))
    child, scene = household.children[0], Scene(script.model)
    matter = "Jikke wil niet naar school sinds de nieuwe indeling. Moeder belt elke ochtend."
    scene.on(95, 10, 40, script.ask(scene, script.hanneke, "child", "Jikke, groep 8", matter))
    scene.on(94, 9, 20, script.pick_up(scene, "called"))
    scene.on(
        90,
        14,
        0,
        script.clarify(
            scene,
            "Naar binnen gaan lukt met een vast gezicht bij de deur.",
            "Zij mist haar vriendin in de andere groep.",
            "Een plek waar zij even kan landen.",
            "team",
            "Samen met het team een afspraak over de ochtend.",
        ),
    )
    scene.on(90, 15, 0, script.name(scene, child, "groep 8"))
    scene.on(88, 9, 0, script.agree(scene, child, 0))
    scene.on(
        86,
        9,
        30,
        script.start(
            scene,
            "Jikke weer graag naar school",
            "Elke week een ochtend meer, met een vast gezicht bij de deur.",
            (("child", "Ik wil naar binnen durven."), ("parent", "Ik wil niet meer elke ochtend bellen.")),
        ),
    )
    scene.on(
        70,
        10,
        0,
        script.move(
            scene,
            "team_around_family",
            "Er waren meer mensen nodig, met één plan.",
            "moeder en jeugdondersteuner",
        ),
    )
    scene.on(69, 10, 0, script.helper(scene, "neighbourhood_team", None, "Medewerker wijkteam"))
    scene.on(
        49, 13, 0, script.contact(scene, "meeting", "partner", "Met wijkteam en school één plan gemaakt.")
    )
    scene.on(
        27, 9, 0, script.contact(scene, "talk_school", "child", "Jikke kwam vier ochtenden zelf binnen.")
    )
    scene.on(
        8,
        15,
        0,
        script.move(
            scene,
            "short_support",
            "Het lukt weer met een vast gezicht bij de deur.",
            "moeder, Jikke en school",
        ),
    )
    scene.on(8, 15, 20, script.plan(scene, 3, 10, 15, "Met Jikke praten over wat zij zelf wil beslissen"))


def _look_back(script: Script) -> None:
    scene = Scene(script.model)
    child = _child(script, "Nowak", ("Agnieszka", "Tomasz"), "Filip", 3, 0.6)
    matter = "Filip is snel boos als een spel niet lukt. Daarna heeft hij veel spijt."
    scene.on(150, 9, 0, script.ask(scene, script.teacher_of("groep 3"), "child", "Filip, groep 3", matter))
    scene.on(148, 8, 30, script.pick_up(scene))
    scene.on(
        145,
        10,
        0,
        script.clarify(
            scene,
            "Boos bij verliezen, niet bij werken.",
            "Hij wil het heel graag goed doen.",
            "Laten zien hoe verliezen gaat.",
            "class",
            "Spelletjes met de hele groep zonder winnaar.",
        ),
    )
    scene.on(145, 14, 0, script.name(scene, child, "groep 3"))
    scene.on(141, 9, 0, script.agree(scene, child, 0, 1))
    scene.on(
        140,
        9,
        0,
        script.start(
            scene,
            "Filip en boos worden",
            "We oefenen met boos worden en weer rustig worden.",
            (("child", "Ik wil niet zo snel boos worden."),),
        ),
    )
    scene.on(
        120, 10, 0, script.contact(scene, "talk_school", "child", "Geoefend met even weglopen en terugkomen.")
    )
    scene.on(90, 10, 0, script.contact(scene, "call", "parent", "Thuis gaat het spelen beter."))
    scene.on(
        75,
        10,
        0,
        script.move(
            scene, "school_basic", "Het lukt met wat de leerkracht gewoon doet.", "ouders en leerkracht"
        ),
    )
    scene.on(54, 10, 0, script.close(scene, "Filip vraagt nu zelf om een pauze.", 2))


def _maybe_the_same(script: Script) -> None:
    one, other = Scene(script.model), Scene(script.model)
    matter = "Noor speelt veel alleen en zegt dat niemand mee wil doen."
    too = "Ik hoorde van de overblijf dat Noor elke dag alleen op de bank zit."
    one.exactly(
        script.today - 2, 11, 50, script.ask(one, script.marit, "child", "Noor, groep 4", matter, "will_talk")
    )
    other.exactly(
        script.today - 1, 14, 5, script.ask(other, script.hanneke, "child", "Noor, groep 4", too, "will_talk")
    )


def _marit_in_every_state(script: Script) -> None:
    """Picked up, clarified, answered with what was shared, withdrawn: what a teacher can see of each."""
    met, clear, done, gone = (Scene(script.model) for _ in range(4))
    met.on(
        6,
        9,
        30,
        script.ask(met, script.marit, "unnamed", "", "Ik wil even overleggen over een gesprek met ouders."),
    )
    met.on(2, 8, 20, script.pick_up(met))
    clear.on(
        16,
        15,
        10,
        script.ask(
            clear,
            script.marit,
            "group",
            "groep 4",
            "Na het overstappen van gym naar rekenen ben ik de groep kwijt.",
        ),
    )
    clear.on(13, 8, 40, script.pick_up(clear))
    clear.on(
        9,
        10,
        0,
        script.clarify(
            clear,
            "Het gaat mis bij overgangen.",
            "Er is geen vast teken dat iets nieuws begint.",
            "Een vast begin, elke keer hetzelfde.",
            "class",
            "Een liedje als teken voor de hele groep.",
        ),
    )
    done.on(
        38,
        12,
        15,
        script.ask(
            done,
            script.marit,
            "child",
            "Daan, groep 4",
            "Daan durft een werkje niet alleen te beginnen en vraagt steeds of het goed is.",
        ),
    )
    done.on(36, 8, 30, script.pick_up(done))
    done.on(
        33,
        14,
        0,
        script.clarify(
            done,
            "Beginnen lukt als de eerste stap voorgedaan is.",
            "Hij is bang om fouten te maken.",
            "Fouten maken mag zichtbaar zijn.",
            "class",
            "Elke dag een fout van de juf vieren.",
        ),
    )
    done.on(
        31,
        15,
        30,
        script.answer(
            done,
            "consultation",
            "Je doet de eerste stap voor en loopt dan weg; na drie weken kijken we samen.",
        ),
    )
    gone.on(
        60,
        9,
        0,
        script.ask(
            gone,
            script.marit,
            "child",
            "Mees, groep 4",
            "Mees was een paar dagen erg verdrietig.",
            "advice_first",
        ),
    )

    def withdraw(now: Moment) -> None:
        assert gone.request is not None
        asking.withdraw(script.book, at=now, by=script.marit, request=gone.request, why="Het is opgelost.")

    gone.on(58, 12, 0, withdraw)


def _samira(script: Script) -> None:
    now_open, done = Scene(script.model), Scene(script.model)
    matter = "In de peutergroep wordt veel gebeten sinds er drie nieuwe kinderen zijn."
    now_open.exactly(
        script.today - 3, 13, 15, script.ask(now_open, script.samira, "group", "peutergroep", matter)
    )
    done.on(
        44,
        9,
        45,
        script.ask(
            done,
            script.samira,
            "group",
            "peutergroep",
            "Het naar buiten gaan duurt lang en geeft veel gehuil.",
        ),
    )
    done.on(43, 9, 0, script.pick_up(done))
    done.on(
        40,
        10,
        30,
        script.clarify(
            done,
            "Er is veel wachten bij de kapstok.",
            "Wachten is voor peuters heel lang.",
            "Minder tegelijk.",
            "class",
            "In groepjes van vier naar buiten.",
        ),
    )
    done.on(
        39,
        11,
        0,
        script.answer(
            done, "expertise_transfer", "In groepjes van vier naar buiten, met een liedje bij de kapstok."
        ),
    )


def _at_the_desk(script: Script) -> None:
    """Sites without an own supporter: one question nearly late, one that is."""
    without = [school for school in script.model.schools if school.supported_from is None and school.size]
    for days_ago, place, matter in (
        (8, 0, "Wij willen in {group} iets doen aan het schelden, maar weten niet hoe we beginnen."),
        (6, 1, "In {group} vallen veel kinderen stil als ze iets niet weten. Kun je meedenken?"),
    ):
        if place < len(without):
            scene, group = Scene(script.model), "groep 7"
            asker = script.teacher_of(group, without[place].number)
            step = script.ask(
                scene, asker, "group", group, matter.format(group=group), site=without[place].number
            )
            scene.exactly(script.today - days_ago, 11, 10, step)
