"""Reference data. Nothing here is invented: every row points at the edition it came from."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.access.models import Guarded
from schakel.access.roles import Kind
from schakel.web.labels import Labelled


class Edition(Labelled):
    """One publication by one source on one day."""

    source = models.CharField(_("bron"), max_length=200)
    name = models.CharField(_("naam"), max_length=200)
    published_on = models.DateField(_("gepubliceerd op"))
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "name", "published_on"], name="edition_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.published_on:%Y-%m-%d})"


class HolidayRegion(models.TextChoices):
    NORTH = "noord", _("Noord")
    MIDDLE = "midden", _("Midden")
    SOUTH = "zuid", _("Zuid")


class Area(Guarded):
    """Where one coordinator oversees the work; by default a municipality."""

    relation_kind: ClassVar[Kind] = Kind.AREA

    name = models.CharField(_("gebied"), max_length=120, unique=True)
    region = models.CharField(_("vakantieregio"), max_length=6, choices=HolidayRegion, blank=True)

    def __str__(self) -> str:
        return self.name


class SchoolSite(Guarded):
    """One location of a school, of childcare, or of both under one roof (child centre)."""

    relation_kind: ClassVar[Kind] = Kind.SITE

    class Sort(models.TextChoices):
        SCHOOL = "school", _("school")
        CHILDCARE = "childcare", _("kinderopvang")
        CHILD_CENTRE = "child_centre", _("kindcentrum")

    sort = models.CharField(max_length=12, choices=Sort, default=Sort.SCHOOL)
    brin = models.CharField(_("BRIN-nummer"), max_length=4, blank=True)
    site_number = models.CharField(_("vestigingsnummer"), max_length=2, blank=True)
    lrk_number = models.CharField(_("LRK-nummer"), max_length=12, blank=True)
    name = models.CharField(_("naam"), max_length=160)
    street = models.CharField(_("straat"), max_length=120, blank=True)
    house_number = models.CharField(_("huisnummer"), max_length=20, blank=True)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)
    city = models.CharField(_("plaats"), max_length=80, blank=True)
    municipality_code = models.CharField(_("gemeentenummer"), max_length=4, blank=True)
    municipality = models.CharField(_("gemeente"), max_length=80, blank=True)
    denomination = models.CharField(_("denominatie"), max_length=80, blank=True)
    phone = models.CharField(_("telefoon"), max_length=30, blank=True)
    website = models.CharField(_("website"), max_length=200, blank=True)
    pupils = models.PositiveIntegerField(_("aantal leerlingen"), null=True, blank=True)
    area = models.ForeignKey(
        Area, verbose_name=_("gebied"), null=True, blank=True, on_delete=models.PROTECT, related_name="sites"
    )
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    edition = models.ForeignKey(
        Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="sites"
    )

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["brin", "site_number"],
                condition=~models.Q(brin=""),
                name="one_site_for_each_brin_and_number",
            )
        ]

    def __str__(self) -> str:
        return self.name


class SchoolHoliday(Labelled):
    """One holiday of one region, first and last day included. Schools may deviate."""

    region = models.CharField(max_length=6, choices=HolidayRegion)
    school_year = models.CharField(max_length=9)
    name = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField()
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="holidays")

    class Meta:
        ordering: ClassVar = ["starts_on", "region"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region", "school_year", "name"], name="holiday_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="holiday_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.region} {self.school_year}"


class Code(Labelled):
    """One code of one published list."""

    class List(models.TextChoices):
        REFERRER = "referrer", _("verwijzer")
        CLOSURE = "closure", _("reden einde (CBS)")
        IJW_END_REASON = "ijw_end_reason", _("reden einde (iJw)")
        IJW_PRODUCT_CATEGORY = "ijw_product_category", _("productcategorie (iJw)")
        IJW_UNIT = "ijw_unit", _("eenheid (iJw)")
        IJW_FREQUENCY = "ijw_frequency", _("frequentie (iJw)")

    list = models.CharField(max_length=24, choices=List)
    code = models.CharField(max_length=4)
    label_nl = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="codes")

    class Meta:
        ordering: ClassVar = ["list", "code"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["list", "code"], name="code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.label_nl}"
