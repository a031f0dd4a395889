"""From a plan to a frozen roll-out: the draw of the chosen design, and the power of all of them."""

import json
from dataclasses import asdict, dataclass

from schakel.analysis.panel.provenance import code_version
from schakel.analysis.rollout.lot import Drawn, draw
from schakel.analysis.rollout.noise import Noise, noise_of
from schakel.analysis.rollout.plan import RolloutPlan
from schakel.analysis.rollout.power import Power, power


@dataclass(frozen=True, slots=True)
class Rollout:
    """The draw of the chosen design, what each design could detect, and how to repeat the draw."""

    title: str
    chosen: str
    unit: str
    drawn: tuple[Drawn, ...]
    powers: tuple[Power, ...]
    noise: Noise
    number: str
    how: str
    digest: str
    stored_on: str
    code_version: str

    def to_json(self) -> str:
        """The whole roll-out; the same bytes for the same plan."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)

    def power_of(self, design: str) -> Power:
        """The power of one design by its name."""
        return next(one for one in self.powers if one.design == design)


def roll_out(plan: RolloutPlan) -> Rollout:
    """Draw and judge; every design is judged on the draw that the same number would give it."""
    noise = noise_of(plan)
    draws = {design.name: draw(plan.schools, design, plan.number) for design in plan.designs}
    window = {"first": plan.first, "last": plan.last, "period_months": plan.period_months}
    return Rollout(
        title=plan.title,
        chosen=plan.chosen,
        unit=plan.unit,
        drawn=draws[plan.chosen],
        powers=tuple(power(name, drawn, noise, **window) for name, drawn in draws.items()),
        noise=noise,
        number=plan.number,
        how=plan.drawn,
        digest=plan.digest,
        stored_on=plan.stored_on.isoformat(),
        code_version=code_version(),
    )
