"""The arithmetic of sealing: keyed digests of rows, chained in blocks. Bytes in, bytes out.

BLAKE2b in keyed mode (RFC 7693) as message authentication; the key is kept outside the database, so that who can change the table
cannot make the digests fit. A row digest is 16 bytes, a block digest 32.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

ROW_BYTES = 16
BLOCK_BYTES = 32
GENESIS = bytes(BLOCK_BYTES)


@dataclass(frozen=True)
class Block:
    """What a seal states. `row_digests` is the concatenation, in the order of `row_ids`."""

    number: int
    from_transaction: int
    to_transaction: int
    row_ids: Sequence[int]
    row_digests: bytes
    previous: bytes
    sealed_at_us: int


def row_digest(key: bytes, canonical: bytes) -> bytes:
    """Digest of the canonical text of one row (`sealer.CANONICAL`)."""
    return blake2b(canonical, key=key, digest_size=ROW_BYTES, person=b"schakel-row").digest()


def block_digest(key: bytes, block: Block) -> bytes:
    """Digest of a whole block, the previous block's digest included: this is the chain."""
    head = f"{block.number}|{block.from_transaction}|{block.to_transaction}|{block.sealed_at_us}|{len(block.row_ids)}|"
    state = blake2b(head.encode(), key=key, digest_size=BLOCK_BYTES, person=b"schakel-block")
    state.update(block.previous)
    state.update(b"".join(number.to_bytes(8, "big") for number in block.row_ids))
    state.update(block.row_digests)
    return state.digest()


def key_id(key: bytes) -> str:
    """A name for a key that tells nothing about it."""
    return blake2b(key, digest_size=8, person=b"schakel-key").hexdigest()


def digests(joined: bytes) -> list[bytes]:
    return [joined[start : start + ROW_BYTES] for start in range(0, len(joined), ROW_BYTES)]
