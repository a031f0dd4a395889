"""A file on its way to the worker. Gone once it has been read."""

import uuid

from django.db import models
from django.utils import timezone

from schakel.access.models import User


class Upload(models.Model):
    """The bytes of a file that somebody chose on a page; the worker reads and removes them."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name
