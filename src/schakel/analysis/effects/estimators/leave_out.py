"""The headline without each school in turn: one small system per school, or one for all of them.

Leaving school s out takes its part off the month equations, `(A - A_s) b = v - v_s`. When children neither come nor
go, `A_s` is the number of children times one matrix per start option; a single eigen-decomposition per option
then solves the equations of all its schools at once.
"""

import numpy as np
from numpy.typing import NDArray

from schakel.analysis.effects.basis import TypeBasis, mirrored
from schakel.analysis.effects.estimators.assigned import month_effects
from schakel.analysis.effects.estimators.imputation import Imputation

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
BLOCK = 200


def leave_one_out_effects(found: Imputation) -> Floats:
    """Return the headline without each school in turn, (S,); nan where nothing treated is left."""
    sums = found.sums
    schools = np.arange(len(sums.option))
    early = (~sums.late[sums.option])[:, None, :]
    own_number = sums.count[schools, :, sums.option] * early
    own_score = sums.deviation(sums.option) * early
    basis = sums.basis
    alone = (own_number.sum(axis=0) - own_number <= 1e-9) & (own_number.sum(axis=0) > 0)
    if isinstance(basis, TypeBasis) and basis.number.shape[2] == 1 and not alone.any():
        b = _all_at_once(found, basis, own_number, own_score)
    else:
        blocks = np.array_split(schools, -(-len(schools) // BLOCK))
        b = np.concatenate([_one_by_one(found, part, own_number, own_score) for part in blocks])
    return _effects_without(found, b)


def _one_by_one(found: Imputation, block: Ints, own_number: Floats, own_score: Floats) -> Floats:
    """Return the month effects without each school of a block, (n, L, T)."""
    sums = found.sums
    number, score = own_number.sum(axis=0), own_score.sum(axis=0)
    A = found.A + mirrored(sums.basis.each(block, sums.option[block]))
    place = np.arange(A.shape[-1])
    A[..., place, place] -= own_number[block]
    A[..., place, place] += (number - own_number[block] <= 1e-9) & (number > 0)
    return month_effects(A, score - own_score[block])


def _all_at_once(found: Imputation, basis: TypeBasis, own_number: Floats, own_score: Floats) -> Floats:
    """Return the same for all schools, when every child was there in the same months."""
    sums, right = found.sums, own_score.sum(axis=0) - own_score
    out = np.zeros_like(own_score)
    for level in range(out.shape[1]):
        inverse = np.linalg.inv(np.linalg.cholesky(found.A[level]))
        size = basis.number[:, level, 0]
        for option in np.unique(sums.option):
            here = (sums.option == option) & (size > 0)
            if not here.any():
                continue
            one = np.flatnonzero(here)[0]
            part = np.diag(own_number[one, level] / size[one]) - mirrored(basis.pattern[0, option])
            share, turn = np.linalg.eigh(inverse @ part @ inverse.T)
            turn = inverse.T @ turn
            out[here, level] = ((right[here, level] @ turn) / (1 - np.outer(size[here], share))) @ turn.T
        out[size == 0, level] = found.b[level]
    return out


def _effects_without(found: Imputation, b: Floats) -> Floats:
    """Return the headline of the treated schools but one under month effects b, (S, L, T) -> (S,)."""
    sums = found.sums
    seen = (found.number > 0).astype(float)
    slope = np.einsum("nlt,nltu->nlu", seen, found.cross, optimize=True) - found.number
    fixed = found.excess.sum(axis=(1, 2)) - np.einsum("nlt,lt->n", slope, found.b)
    number = found.number.sum(axis=(1, 2))
    top = fixed.sum() + b.reshape(len(b), -1) @ slope.reshape(len(slope), -1).sum(axis=0)
    top[sums.treated] -= fixed + np.einsum("nlt,nlt->n", b[sums.treated], slope)
    bottom = np.full(len(b), number.sum())
    bottom[sums.treated] -= number
    nothing = np.full(len(b), np.nan)
    return np.asarray(np.divide(top, bottom, out=nothing, where=bottom > 1e-9), dtype=np.float64)
