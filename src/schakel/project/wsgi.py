"""The door for the web server: gunicorn loads `schakel.project.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schakel.project.settings")

application = get_wsgi_application()
