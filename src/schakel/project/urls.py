"""Every address, one line per room. A path in the browser tells the path in the code."""

from importlib.util import find_spec

from django.urls import include, path

from schakel.project import health

handler500 = "schakel.web.faults.server_error"

# Answered at the door (`health.DoorMiddleware`); named here for who looks for addresses.
_doors = (
    [
        path("gezond/", health.alive, name="alive"),
        path("gereed/", health.ready, name="ready"),
        path("metrics", health.measures, name="metrics"),
    ],
    "project",
)

urlpatterns = [
    path("", include(_doors)),
    path("", include("schakel.access.sign_in_urls")),
    *(
        path("", include(f"schakel.{room}.urls"))
        for room in ("web", "access", "people", "casework", "measures", "exchange")
        if find_spec(f"schakel.{room}.urls")
    ),
]
