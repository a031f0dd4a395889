"""What people write: short, plain sentences about invented children, groups and teams. Respectful, as one would want to be read.

`{name}` is a first name, `{group}` the name of a group. Nothing here is about anybody.
"""

from typing import Final

MATTER_CHILD: Final = (
    "{name} is sinds een paar weken stil en wil 's ochtends niet naar binnen. Bij het buitenspelen is er snel ruzie.",
    "{name} slaapt slecht en valt overdag bijna in slaap. Thuis is er sinds kort een baby bij.",
    "Op school lukt het stilzitten niet. {name} loopt veel rond en stoort anderen, maar wil het wel graag goed doen.",
    "{name} huilt vaak bij het afscheid. Moeder vindt het ook moeilijk. Hoe pakken we dit samen aan?",
    "{name} komt vaak te laat en mist dan de start. Ik wil weten wat er thuis nodig is zonder te oordelen.",
    "Sinds de scheiding van de ouders wisselt het gedrag van {name} per week. Wat kan ik in de klas doen?",
    "{name} speelt veel alleen en zegt dat niemand mee wil doen. Dat hoor ik nu al een maand.",
    "Ouders maken zich zorgen over boze buien thuis. In de groep zien we er weinig van.",
    "{name} praat in de groep bijna niet. Thuis gaat het praten goed, vertelt vader.",
    "{name} is vaak ziek gemeld op maandag. Ik wil graag meedenken voordat het meer wordt.",
    "{name} heeft thuis veel zorg voor een broertje. Op school merk ik dat het te veel wordt.",
    "Het gezin is net verhuisd. {name} moet wennen en wordt snel boos als iets anders loopt.",
    "{name} wil niet meer mee met gym en zwemmen. We weten niet waarom.",
    "{name} eet op school bijna niets. De ouders zien het ook en weten niet goed wat te doen.",
    "{name} zit veel op een scherm en is daarna moeilijk te bereiken. Ouders vragen om tips.",
    "{name} kan de drukte in de groep slecht aan en kruipt onder de tafel.",
    "Na een val durft {name} weinig meer. Moeder vraagt hoe ze kan helpen.",
    "{name} doet anderen pijn als een spel niet lukt. Daarna volgt veel spijt.",
    "{name} leert Nederlands en raakt gefrustreerd als anderen het niet begrijpen.",
    "{name} is druk op het plein en stil in de klas. Ik krijg er geen vinger achter.",
    "Opa is overleden. {name} stelt veel vragen en wil niet alleen slapen.",
    "{name} vraagt steeds om bevestiging en durft een werkje niet alleen te beginnen.",
)
MATTER_GROUP: Final = (
    "In {group} is veel onrust na de pauze. Het kost ons elke dag een half uur.",
    "Er zijn in {group} twee groepjes die elkaar buitensluiten.",
    "{group} heeft dit jaar drie leerkrachten gehad. De kinderen testen elke regel.",
    "In {group} wordt veel gescholden. We willen een gezamenlijke aanpak.",
    "Bij het overgaan van de ene naar de andere activiteit loopt het in {group} steeds vast.",
    "Een aantal kinderen in {group} bijt en duwt. Ouders spreken ons er op aan.",
    "In {group} zijn veel nieuwe kinderen die de taal nog leren. Hoe maken we er een groep van?",
    "De sfeer in {group} is gespannen sinds het online pesten.",
)
MATTER_TEAM: Final = (
    "Ons team wil beter het gesprek aangaan met ouders die zich zorgen maken.",
    "We zien veel vermoeidheid in het team en willen weten hoe we rust terugbrengen.",
    "Hoe reageren we allemaal hetzelfde op boosheid in de gang?",
    "We zijn te snel met doorverwijzen, vinden we zelf. Hoe doen we eerst iets in de klas?",
    "Het team wil leren kijken naar wat er achter gedrag kan zitten.",
)
MATTER_UNNAMED: Final = (
    "Ik heb een zorg over een kind, maar wil eerst even overleggen.",
    "Een ouder vertelde mij iets waar ik over nadenk. Kun je meedenken zonder naam?",
    "Ik weet niet of dit bij jou hoort. Mag ik je even spreken?",
    "Ik twijfel hoe ik een moeilijk gesprek begin.",
)
REACH: Final = (
    "Na 15:00 op school",
    "Bellen kan tussen de middag",
    "Loop gerust even binnen voor half negen",
    "Dinsdag en donderdag de hele dag",
    "Stuur een bericht, dan bel ik terug",
    "Op de groep, na het buitenspelen",
)
REACH_PARENT: Final = (
    "Bellen na het werk, vanaf 17:00",
    "'s Ochtends op het schoolplein",
    "Liefst een bericht",
)
WE_SEE: Final = (
    "Het gaat mis bij overgangen: naar binnen, naar buiten, van werk naar pauze.",
    "Vooral op maandag en na een vakantie is het moeilijk.",
    "In een klein groepje gaat het goed. In de drukte niet.",
    "Rustig als het duidelijk is wat er komt.",
    "Veel hoofdpijn en buikpijn op dagen met toetsen.",
    "Thuis lukt opruimen met een liedje, op school is er geen vaste vorm.",
    "De ene volwassene krijgt wel contact, de andere nauwelijks.",
    "Boosheid komt na lang volhouden.",
    "Er is weinig slaap en de ochtend thuis is druk.",
)
BEHIND_IT: Final = (
    "Misschien is het lawaai te veel en is er geen plek om even weg te gaan.",
    "Het kan zijn dat er thuis veel verandert en dat school de enige vaste plek is.",
    "Mogelijk is het werk te moeilijk en is boosheid makkelijker dan hulp vragen.",
    "Misschien mist de groep een vast begin van de dag.",
    "De taal kost veel energie; aan het eind van de ochtend is het op.",
    "Het kan verdriet zijn dat nog geen woorden heeft.",
    "Misschien vragen wij allemaal iets anders.",
)
ASKS_OF_US: Final = (
    "Voorspelbaarheid, en een plek om even tot rust te komen.",
    "Samen met thuis dezelfde woorden kiezen.",
    "Een vast moment per dag met dezelfde volwassene.",
    "Minder vragen tegelijk en meer laten zien.",
    "De groep eerst, dan pas dit ene kind.",
    "Vaker zeggen wat goed gaat.",
    "Rust bij ons, zodat er rust bij hen kan komen.",
)
OFFERED: Final = (
    "Een vast begin van de dag met plaatjes voor de hele groep.",
    "Een rustplek in de klas die van iedereen is.",
    "Samen met het team een afspraak over de gang.",
    "Een dagritme thuis aan de muur.",
)
OFFERED_NONE: Final = (
    "De vraag gaat over iets dat het kind zelf wil vertellen.",
    "De groep is er al mee aan het werk.",
)
AGREED: Final = {
    "consultation": (
        "We proberen drie weken een vaste start van de dag en kijken dan samen.",
        "Jij voert het gesprek met ouders; ik denk vooraf met je mee.",
        "We letten twee weken op wanneer het wél lukt.",
        "Je begint klein: elke dag één moment van echte aandacht.",
    ),
    "short_intervention": (
        "Vier keer een gesprekje op school en een beloningskaart thuis.",
        "Een dagritme met plaatjes, thuis en in de klas hetzelfde.",
        "Vijf keer samen oefenen met boos worden en weer rustig worden.",
        "Moeder en ik oefenen samen het naar bed gaan, drie weken lang.",
    ),
    "expertise_transfer": (
        "Twee bijeenkomsten met het team over gedrag begrijpen.",
        "Ik kijk een ochtend mee in de groep en we bespreken het na.",
        "De leerkracht krijgt een signaallijst met tips voor morgen.",
        "Samen maken we een stappenkaart voor drukke momenten.",
    ),
    "return_to_school_plan": (
        "We bouwen de uren op: eerst de ochtend, met een vast gezicht bij de deur.",
        "Elke week een uur meer, en vrijdag kijken we met ouders terug.",
    ),
    "support": (
        "Wij beginnen met een rustige ochtend en spreken elkaar elke week.",
        "Ik kom om de week thuis langs en doe mee in de groep.",
        "We maken samen een plan met kleine stappen.",
        "Ik ben er elke dinsdag, voor kind en ouders.",
    ),
    "referral": (
        "Samen met ouders melden we aan; ik blijf tot de hulp begint.",
        "We vragen onderzoek aan en houden ondertussen de stappen op school vast.",
    ),
}
TITLES_CHILD: Final = (
    "{name} en thuis",
    "{name} en de ochtend",
    "{name} en vrienden maken",
    "{name} en boos worden",
    "Weer graag naar school: {name}",
    "{name} en slapen",
    "{name} na de verhuizing",
    "{name} en durven",
)
TITLES_GROUP: Final = ("Rust in {group}", "{group} weer samen", "Buiten spelen met {group}")
GOALS: Final = {
    "child": (
        "Ik wil weer graag naar school.",
        "Ik wil een vriendje om mee te spelen.",
        "Ik wil niet zo snel boos worden.",
        "Ik wil in mijn eigen bed slapen.",
        "Ik wil durven praten in de kring.",
        "Ik wil dat papa en mama niet meer schreeuwen.",
    ),
    "parent": (
        "Wij willen een ochtend zonder ruzie.",
        "Ik wil weten wat ik kan zeggen als het misgaat.",
        "Wij willen weer samen eten aan tafel.",
        "Ik wil dat school en wij hetzelfde doen.",
    ),
    "teacher": ("Ik wil elke dag even contact hebben.", "Ik wil rust na de pauze."),
}
STEPS: Final = (
    ("Plaatjes voor het dagritme maken", "jeugdondersteuner"),
    ("Elke ochtend een hand bij de deur", "leerkracht"),
    ("Twee avonden op tijd naar bed, dan kijken", "ouders"),
    ("Gymleraar vragen mee te denken", "intern begeleider"),
    ("Samen naar de buurtsport kijken", "moeder"),
    ("Rustplek in de klas inrichten", "leerkracht"),
    ("Bellen met opa over de woensdag", "vader"),
    ("Kaart met drie hulpvragen maken", "jeugdondersteuner en kind"),
)
NOTES: Final = (
    "Goed gesprek gehad. Het dagritme helpt, vooral 's ochtends.",
    "Samen gekeken naar de beloningskaart. Vijf stickers deze week.",
    "Moeder vertelt dat de avonden rustiger zijn.",
    "Vader kon niet komen; we bellen volgende week.",
    "In de klas meegekeken. Het naar binnen gaan lukte zonder hulp.",
    "Geoefend met even weggaan voordat het te veel is.",
    "Korte terugval na de vakantie. We pakken de plaatjes weer op.",
    "Leerkracht en ouders gebruiken nu dezelfde woorden.",
    "Kind liet trots het werkje van de week zien.",
    "Afgesproken dat we minder vaak afspreken; het gaat goed.",
    "Samen gewandeld en gepraat. Dat praat makkelijker dan aan tafel.",
    "Ouders zijn moe. Besproken wie er in de familie kan helpen.",
    "Stap besproken die niet lukte, en hem kleiner gemaakt.",
    "",
    "",
    "",
)
NEXT: Final = (
    "Dagritme met plaatjes doornemen",
    "Samen met moeder terugkijken",
    "In de groep meedoen",
    "Bellen met ouders",
)
REASON_UP: Final = (
    "Thuis is meer hulp nodig dan wij kunnen geven.",
    "Meer mensen zijn nodig, met één plan.",
    "De zorgen groeien; samen met ouders gekozen voor onderzoek.",
)
REASON_DOWN: Final = (
    "Het lukt weer met wat school gewoon doet.",
    "Ouders kunnen zelf verder, de buurvrouw helpt op woensdag.",
    "De jeugdhulp is klaar; wij houden contact op school.",
    "Meedoen bij de sportclub doet nu het werk.",
)
DECIDED_BY: Final = (
    "ouders en jeugdondersteuner",
    "ouders, kind en school",
    "ouders en wijkteam",
    "moeder en jeugdondersteuner",
)
CLOSING: Final = (
    "De doelen zijn grotendeels gehaald. School en thuis gaan samen verder.",
    "Het gaat goed genoeg. Bij een nieuwe vraag weten ze de weg.",
    "Gezin en school hebben hun eigen aanpak gevonden.",
    "De hulp gaat verder bij een ander; wij hebben warm overgedragen.",
)
CLOSING_EARLY: Final = (
    "Ouders willen nu even zelf verder.",
    "We krijgen geen contact meer. De deur blijft open.",
    "Het gezin is verhuisd.",
)
WITHDRAWN: Final = (
    "Het is opgelost.",
    "De vraag is al met een collega besproken.",
    "Ouders willen nu nog niet.",
    "Het kind gaat naar een andere school.",
)
OUTCOME: Final = (
    "Fijn dat er iemand was die tijd had.",
    "Ik vond het eerst spannend, later niet meer.",
    "We hadden dit eerder moeten vragen.",
    "Bedankt!",
    "",
    "",
    "",
)
VERIFIED: Final = ("gezagsregister ingezien", "ouders toonden uittreksel", "inschrijving van de school")

GOES_WELL = (
    "Samen buiten spelen gaat goed.",
    "Er is een juf die het kind vertrouwt.",
    "Opa en oma helpen elke week.",
    "Thuis eten we samen, zonder telefoon.",
    "Op zwemles lukt alles.",
)
