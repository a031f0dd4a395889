"""Every address, one line per room. A path in the browser tells the path in the code."""

from importlib.util import find_spec

from django.urls import include, path

urlpatterns = [
    path("", include("schakel.access.sign_in_urls")),
    *(
        path("", include(f"schakel.{room}.urls"))
        for room in ("web", "access", "casework", "measures", "exchange")
        if find_spec(f"schakel.{room}.urls")
    ),
]
