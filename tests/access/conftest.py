"""Who has an account in these tests."""

import pytest

from schakel.access.models import User
from schakel.access.roles import Role
from tests.cast import user


@pytest.fixture
def fenna() -> User:
    return user("Fenna de Boer", Role.YOUTH_SUPPORTER)
