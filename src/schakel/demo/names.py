"""Common first names and surnames, as they are heard in a Dutch class: combined by chance, about nobody.

Each heritage has its own lists, so that a first name and a surname go together more often than not.
"""

from typing import Final

from schakel.demo.draws import Draws, Table

_DUTCH_CHILD = (
    "Emma Julia Mila Sophie Tess Saar Nora Lotte Fenna Evi Sara Eva "
    "Liv Roos Lieke Noor Isa Vera Fleur Jasmijn Lynn Maud Bo Femke "
    "Noah Liam Lucas Daan Levi Sem Finn Milan James Luuk Bram Mees "
    "Thijs Sam Jesse Teun Gijs Max Lars Hugo Ties Pepijn Ruben Stijn "
    "Jens Mats Owen Guus Sven Koen Tim Nick Lisa Sanne Amber Puck "
    "Suze Loïs Zoë Elin Hanna Jade Nina Olivia Yara Sofie Veerle Pien"
)
_DUTCH_ADULT = (
    "Marieke Linda Sandra Esther Mirjam Karin Ellen Petra Wendy Anouk "
    "Kim Manon Ilse Judith Nicole Astrid Monique Saskia Inge Laura "
    "Martijn Jeroen Mark Peter Erik Marcel Rob Bas Dennis Michiel "
    "Arjan Wouter Sander Frank Paul Maarten Joost Rik Edwin Niels"
)
_DUTCH_LAST = (
    "de Jong|Jansen|de Vries|van den Berg|Bakker|van Dijk|Visser|Smit|"
    "Meijer|de Boer|Mulder|de Groot|Bos|Vos|Peters|Hendriks|"
    "van Leeuwen|Dekker|Brouwer|de Wit|Dijkstra|Smits|de Graaf|"
    "van der Meer|Kok|Jacobs|de Haan|Vermeulen|van den Heuvel|"
    "van der Veen|van den Broek|de Bruijn|Schouten|van Beek|Willems|van Vliet|"
    "Hoekstra|Koster|Prins|Huisman|Peeters|Kuipers|"
    "van der Linden|Kramer|Veenstra|Postma|Verhoeven|Molenaar|Scholten|"
    "Blom|Timmermans|Hermans|Groen|Wouters|Sanders|Evers|Mol"
)
_FRISIAN_CHILD = (
    "Jelle Sjoerd Wietse Hidde Tjeerd Sybren Douwe Fokke Rinse Jorrit "
    "Sietse Ytsen Wybren Bauke Anne Hessel Femke Sytske Nynke Hylke "
    "Baukje Froukje Jikke Tsjikke Famke Wytske Jeltje Aukje Rixt "
    "Ymkje Marrit Dieuwke Elbrich Minke Sjoukje Lieuwe Tjitske Jildou"
)
_FRISIAN_ADULT = (
    "Sjoukje Trienke Aaltje Hiske Doutzen Gerbrich Klaske Maaike Jeltje Tsjerk Germ Haije Klaas "
    "Oeds Siebe Watze Pieter Gosse Eelke Durk"
)
_FRISIAN_LAST = (
    "Hoekstra|Wiersma|Dijkstra|Postma|de Vries|Bouma|Terpstra|Hiemstra|"
    "Zijlstra|Sikkema|Wijbenga|van der Wal|Boersma|Hofstra|Jorritsma|"
    "Elzinga|Haitsma|Kingma|Miedema|Nauta|Osinga|Reitsma|Sinnema|"
    "Tolsma|Wierda|Ypma|Algra|Feenstra|Kooistra|Andringa|Bergsma|Damstra"
)
_TURKISH_CHILD = (
    "Elif Zeynep Defne Ela Asya Azra Meryem Esila Nisa Beren Yusuf Emir Ömer Eymen Mert Kerem "
    "Ali Can Deniz Efe Kaan Berk Ayşe İpek"
)
_TURKISH_ADULT = (
    "Ayşe Fatma Hatice Emine Zehra Sevgi Özlem Filiz Gül Derya Mehmet Mustafa Ahmet Hüseyin "
    "Hasan İbrahim Murat Osman Serkan Tuncay"
)
_TURKISH_LAST = (
    "Yılmaz|Kaya|Demir|Çelik|Şahin|Yıldız|Öztürk|Aydın|Arslan|Doğan|Kılıç|Aslan|Çetin|Koç|Kurt|"
    "Özdemir|Polat|Güneş"
)
_MOROCCAN_CHILD = (
    "Yasmine Salma Inaya Amira Aya Nour Hafsa Safia Lina Malak Adam Mohamed Ayoub Bilal Ilyas "
    "Imran Rayan Zakaria Anas Amin Soufian Naoufal"
)
_MOROCCAN_ADULT = (
    "Fatima Khadija Naima Samira Malika Hanan Loubna Karima Ikram Nadia Mohamed Rachid Hassan "
    "Youssef Said Abdel Mustapha Khalid Driss Karim"
)
_MOROCCAN_LAST = (
    "El Amrani|Bouzid|Benali|El Idrissi|Amrani|Ouali|Haddou|El Khattabi|Azzouz|Bennani|Chakir|"
    "El Mansouri|Tahiri|Boukhari|El Fassi|Saidi"
)
_POLISH_CHILD = (
    "Zofia Zuzanna Hanna Maja Lena Oliwia Julia Amelia Antoni Jakub Szymon Filip Kacper Wojtek "
    "Mikołaj Kuba Igor Oskar Natalia Wiktor"
)
_POLISH_ADULT = (
    "Agnieszka Katarzyna Małgorzata Joanna Monika Ewa Magdalena Piotr Tomasz Krzysztof Marcin "
    "Paweł Marek Grzegorz Łukasz Adam"
)
_POLISH_LAST = (
    "Nowak|Kowalski|Wiśniewski|Wójcik|Kamiński|Lewandowski|Zieliński|Szymański|Woźniak|"
    "Dąbrowski|Mazur|Krawczyk|Kaczmarek|Piotrowski"
)
_SYRIAN_CHILD = (
    "Layan Jana Tala Rand Sidra Maryam Hala Lamar Omar Yazan Karam Majd Laith Jad Taim Hamza "
    "Kinan Nawar Sham Rimas"
)
_SYRIAN_ADULT = (
    "Rasha Hiba Rana Lubna Nisreen Dima Amal Wafaa Samer Bassel Firas Ammar Nabil Ghassan Ziad "
    "Anas Mazen Fadi"
)
_SYRIAN_LAST = (
    "Al Hamwi|Haddad|Khoury|Al Masri|Darwish|Al Ahmad|Kassab|Nasser|Sabbagh|Al Jundi|Shaheen|"
    "Barakat|Al Najjar|Hamdan|Issa|Al Rifai"
)
_UKRAINIAN_CHILD = (
    "Sofiia Anastasiia Polina Daryna Solomiia Zlata Milana Kira Artem Maksym Oleksandr Dmytro "
    "Tymofii Bohdan Matvii Danylo Nazar Myron"
)
_UKRAINIAN_ADULT = (
    "Oksana Olena Iryna Nataliia Svitlana Halyna Yuliia Tetiana Andrii Serhii Volodymyr Ivan "
    "Taras Mykola Oleh Viktor"
)
_UKRAINIAN_LAST = (
    "Shevchenko|Kovalenko|Bondarenko|Tkachenko|Kravchenko|Boyko|Melnyk|Lysenko|Marchenko|"
    "Savchenko|Petrenko|Moroz|Rudenko|Klymenko"
)


class Heritage:
    """First names of children and adults, and surnames, that are heard together."""

    def __init__(self, child: str, adult: str, last: str) -> None:
        self.child, self.adult, self.last = child.split(), adult.split(), last.split("|")


HERITAGES: Final = Table(
    [
        (Heritage(_DUTCH_CHILD, _DUTCH_ADULT, _DUTCH_LAST), 0.50),
        (Heritage(_FRISIAN_CHILD, _FRISIAN_ADULT, _FRISIAN_LAST), 0.24),
        (Heritage(_TURKISH_CHILD, _TURKISH_ADULT, _TURKISH_LAST), 0.06),
        (Heritage(_MOROCCAN_CHILD, _MOROCCAN_ADULT, _MOROCCAN_LAST), 0.07),
        (Heritage(_POLISH_CHILD, _POLISH_ADULT, _POLISH_LAST), 0.05),
        (Heritage(_SYRIAN_CHILD, _SYRIAN_ADULT, _SYRIAN_LAST), 0.05),
        (Heritage(_UKRAINIAN_CHILD, _UKRAINIAN_ADULT, _UKRAINIAN_LAST), 0.03),
    ]
)


def adult(draws: Draws) -> str:
    """A full name of somebody who works somewhere."""
    heritage = draws.by(HERITAGES)
    return f"{draws.pick(heritage.adult)} {draws.pick(heritage.last)}"
