"""The scenes of the script around children and parents: a missing yes, brother and sister, a birthday, a day to look back."""

from schakel.demo.screen import Scene, Script
from schakel.demo.town import Child

_SARA = (
    "Sara zegt vaak dat haar buik pijn doet. Thuis gaat het ook niet makkelijk, vertelt moeder.",
    "Buikpijn op dagen dat er iets nieuws begint.",
    "Misschien durft zij niet te zeggen dat iets te moeilijk is.",
    "Vooraf vertellen wat er komt, en tijd om te wennen.",
    "class",
    "De dag beginnen met plaatjes, voor de hele groep.",
)
_KEREM = (
    "Kerem komt vaak te laat en is dan boos. Moeder vroeg mij om hulp met de ochtend.",
    "Te laat op dagen dat vader vroeg werkt.",
    "De ochtend rust op één persoon.",
    "Thuis en op school dezelfde stappen.",
    "home",
    "Een dagritme met plaatjes aan de muur.",
)
_ELIF = (
    "Elif huilt bij het afscheid en wil bij haar broer in de groep. Moeder vindt het ook moeilijk.",
    "Het afscheid duurt lang en is elke dag anders.",
    "Zij weet niet wat er komt.",
    "Een vast afscheid van twee minuten.",
    "class",
    "Een zwaairaam voor de hele groep.",
)
_JIKKE = (
    "Jikke wil niet naar school sinds de nieuwe indeling. Moeder belt elke ochtend.",
    "Naar binnen gaan lukt met een vast gezicht bij de deur.",
    "Zij mist haar vriendin in de andere groep.",
    "Een plek waar zij even kan landen.",
    "team",
    "Samen met het team een afspraak over de ochtend.",
)
_FILIP = (
    "Filip is snel boos als een spel niet lukt. Daarna heeft hij veel spijt.",
    "Boos bij verliezen, niet bij werken.",
    "Hij wil het heel graag goed doen.",
    "Laten zien hoe verliezen gaat.",
    "class",
    "Spelletjes met de hele groep zonder winnaar.",
)
# Days ago, kind of contact, with whom, note.
_WITH_KEREM = (
    (35, "home_visit", "child_and_parent", "Samen plaatjes voor de ochtend gekozen."),
    (21, "talk_school", "child", "Kerem was vier dagen op tijd. Hij liet het trots zien."),
    (9, "home_visit", "parent", "Vader wil meedoen op vrijdag. De plaatjes hangen er nog."),
)
_WITH_FILIP = (
    (120, "talk_school", "child", "Geoefend met even weglopen en terugkomen."),
    (90, "call", "parent", "Thuis gaat het spelen beter."),
)
_JIKKE_GOALS = (
    ("child", "Ik wil naar binnen durven."),
    ("parent", "Ik wil niet meer elke ochtend bellen."),
)
_KEREM_GOALS = (
    ("child", "Ik wil niet meer te laat komen."),
    ("parent", "Wij willen een ochtend zonder ruzie."),
)


def play(script: Script) -> None:
    """Every family of the script."""
    _one_parent_missing(script)
    siblings = (("Kerem", script.born_in(5, 0.7)), ("Elif", script.born_in(2, 0.5)))
    household = script.family("Yıldız", ("Sevgi", "Murat"), siblings)
    _brother(script, household.children[0])
    _sister(script, household.children[1])
    _nearly_twelve(script)
    _look_back(script)


def _child(script: Script, last: str, parents: tuple[str, ...], name: str, group: int) -> Child:
    return script.family(last, parents, ((name, script.born_in(group, 0.5)),)).children[0]


def _one_parent_missing(script: Script) -> None:
    """Mother said yes, father has not been reached."""
    scene, child = Scene(script.model), _child(script, "Haddad", ("Rasha", "Firas"), "Sara", 5)
    teacher = script.teacher_of("groep 5")
    script.opening(scene, teacher, "child", "Sara, groep 5", (13, 11, 7), _SARA)
    scene.on(6, 14, 10, script.name(scene, child, "groep 5"))
    scene.on(3, 8, 40, script.agree(scene, child, 0))


def _brother(script: Script, child: Child) -> None:
    """The home visit is tomorrow, and there is something to print first."""
    scene, teacher = Scene(script.model), script.teacher_of("groep 5")
    script.opening(scene, teacher, "child", "Kerem, groep 5", (52, 50, 47), _KEREM)
    scene.on(46, 15, 0, script.name(scene, child, "groep 5"))
    scene.on(44, 8, 45, script.agree(scene, child, 0, 1))
    agreed = "Wij maken samen een rustige ochtend."
    scene.on(42, 9, 0, script.start(scene, "Kerem en de ochtend", agreed, _KEREM_GOALS))
    scene.on(40, 9, 30, script.helper(scene, "support_staff", script.bram))
    for days_ago, kind, whom, note in _WITH_KEREM:
        scene.on(days_ago, 14, 30, script.contact(scene, kind, whom, note))
    scene.on(8, 16, 0, script.add_step(scene, "Nieuwe plaatjes printen", "jeugdondersteuner", 1))
    scene.on(8, 16, 20, script.plan(scene, 1, 14, 30, "Huisbezoek: dagritme met plaatjes doornemen"))


def _sister(script: Script, child: Child) -> None:
    """An own file, the same vaste contactpersoon, and the parents that are known through her brother."""
    scene, teacher = Scene(script.model), script.teacher_of("groep 2")
    script.opening(scene, teacher, "child", "Elif, groep 2", (30, 28, 26), _ELIF)
    scene.on(26, 15, 0, script.name(scene, child, "groep 2"))
    scene.on(23, 8, 30, script.agree(scene, child, 0, 1))
    goals = (("child", "Ik wil zwaaien bij het raam."),)
    scene.on(20, 9, 0, script.start(scene, "Elif en het afscheid", "Elke dag hetzelfde afscheid.", goals))
    note = "Afscheid geoefend bij het zwaairaam. Het ging snel."
    scene.on(12, 8, 30, script.contact(scene, "talk_school", "child_and_parent", note))
    scene.on(5, 8, 35, script.plan(scene, 5, 8, 30, "Kijken bij het afscheid"))


def _nearly_twelve(script: Script) -> None:
    """From her birthday she has a say of her own; the help went down a rung last week."""
    household = script.family("Wiersma", ("Hiske",), (("Jikke", script.turning_twelve(5)),))
    scene, child = Scene(script.model), household.children[0]
    script.opening(scene, script.hanneke, "child", "Jikke, groep 8", (95, 94, 90), _JIKKE)
    scene.on(90, 15, 0, script.name(scene, child, "groep 8"))
    scene.on(88, 9, 0, script.agree(scene, child, 0))
    agreed = "Elke week een ochtend meer, met een vast gezicht bij de deur."
    scene.on(86, 9, 30, script.start(scene, "Jikke weer graag naar school", agreed, _JIKKE_GOALS))
    up, down = (
        "Er waren meer mensen nodig, met één plan.",
        "Het lukt weer met een vast gezicht bij de deur.",
    )
    scene.on(70, 10, 0, script.move(scene, "team_around_family", up, "moeder en jeugdondersteuner"))
    scene.on(69, 10, 0, script.helper(scene, "neighbourhood_team", None, "Medewerker wijkteam"))
    plan = "Met wijkteam en school één plan gemaakt."
    scene.on(49, 13, 0, script.contact(scene, "meeting", "partner", plan))
    scene.on(
        27, 9, 0, script.contact(scene, "talk_school", "child", "Jikke kwam vier ochtenden zelf binnen.")
    )
    scene.on(8, 15, 0, script.move(scene, "short_support", down, "moeder, Jikke en school"))
    what = "Met Jikke praten over wat zij zelf wil beslissen"
    scene.on(8, 15, 20, script.plan(scene, 3, 10, 15, what))


def _look_back(script: Script) -> None:
    """Closed eight weeks ago: does it still go well?"""
    scene, child = Scene(script.model), _child(script, "Nowak", ("Agnieszka", "Tomasz"), "Filip", 3)
    teacher = script.teacher_of("groep 3")
    script.opening(scene, teacher, "child", "Filip, groep 3", (150, 148, 145), _FILIP)
    scene.on(145, 15, 0, script.name(scene, child, "groep 3"))
    scene.on(141, 9, 0, script.agree(scene, child, 0, 1))
    agreed, goals = (
        "We oefenen met boos worden en weer rustig worden.",
        (("child", "Ik wil niet zo snel boos worden."),),
    )
    scene.on(140, 9, 0, script.start(scene, "Filip en boos worden", agreed, goals))
    for days_ago, kind, whom, note in _WITH_FILIP:
        scene.on(days_ago, 10, 0, script.contact(scene, kind, whom, note))
    why = "Het lukt met wat de leerkracht gewoon doet."
    scene.on(75, 10, 0, script.move(scene, "school_basic", why, "ouders en leerkracht"))
    scene.on(54, 10, 0, script.close(scene, "Filip vraagt nu zelf om een pauze.", 2))
