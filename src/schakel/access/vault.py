"""Secrets that stand in a field: encrypted with a key that the database does not have.

AES-256-GCM (NIST SP 800-38D). A sealed text reads `1.KEY.TEXT`: the layout, the name of the key, and nonce with cipher text
in base64. The name of the key makes rotation possible: the first of `FIELD_KEYS` seals, all of them open. `about` says whose
secret it is and is bound in: a text that is moved to somebody else's row does not open there.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from schakel.access.seal import key_id

LAYOUT = "1"
NONCE_BYTES = 12


class SecretUnreadable(RuntimeError):
    """The text was changed or moved, or the key that sealed it is not here."""


def seal(text: str, *, about: str) -> str:
    """`text`, readable only with the key of this installation and only as a secret of `about`."""
    key, nonce = settings.FIELD_KEYS[0], secrets.token_bytes(NONCE_BYTES)
    hidden = AESGCM(key).encrypt(nonce, text.encode(), about.encode())
    return ".".join((LAYOUT, key_id(key), urlsafe_b64encode(nonce + hidden).decode()))


def unseal(sealed: str, *, about: str) -> str:
    """The text again.

    Raises:
        SecretUnreadable: nothing is ever given back that was not sealed so.
    """
    layout, name, body = _parts(sealed)
    key = next((each for each in settings.FIELD_KEYS if key_id(each) == name), None)
    if layout != LAYOUT or key is None:
        raise SecretUnreadable(
            f"This secret was sealed with key {name}, which is not here. Add that key to SCHAKEL_FIELD_KEYS_BEFORE."
        )
    try:
        raw = urlsafe_b64decode(body)
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], about.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise SecretUnreadable("This secret was changed, or stands with somebody else's.") from error


def is_current(sealed: str) -> bool:
    """Whether the key that seals today sealed this."""
    return _parts(sealed)[:2] == (LAYOUT, key_id(settings.FIELD_KEYS[0]))


def _parts(sealed: str) -> tuple[str, str, str]:
    layout, _, rest = sealed.partition(".")
    name, _, body = rest.partition(".")
    return layout, name, body
