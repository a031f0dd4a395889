"""A web worker starts with everything read that does not depend on who asks."""

from django.template import engines
from django.template.backends.django import DjangoTemplates

from schakel.project import warm


def test_every_template_is_read_before_the_first_page() -> None:
    warm.up()
    engine = engines["django"]
    assert isinstance(engine, DjangoTemplates)
    (loader,) = engine.engine.template_loaders
    read = loader.get_template_cache  # type: ignore[attr-defined]  # the cached loader's
    assert {"casework/support.html", "casework/my_week.html", "web/base.html"} <= set(warm.templates())
    assert not set(warm.templates()) - read.keys()
