"""Names with a letter that no Dutch keyboard has are found by their plain letters too: their search words are made again."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

from schakel.rules import names

LETTERS = "[ıłøđðþæœħŧ]"


def make_again(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    persons = apps.get_model("people", "Person").objects
    strange = Q(first_name__iregex=LETTERS) | Q(last_name__iregex=LETTERS)
    for person in persons.filter(strange).iterator():
        person.search_words = names.search_words(person.first_name, person.last_name)
        person.save(update_fields=["search_words"])


class Migration(migrations.Migration):
    dependencies = [("people", "0002_family")]

    operations = [migrations.RunPython(make_again, migrations.RunPython.noop, elidable=True)]
