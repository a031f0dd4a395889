"""One peer on a bench panel: values, seconds and peak memory as one JSON line. Run in the peers' environment.

`python bench/effects/peer.py NAME FOLDER [draws]`; the names are the keys of `PEERS`. Peers get the columns
they need already loaded; loading is timed apart. Group-time peers get periods of one month in the comparison
of values (draws 0) and half-years in the timing.
"""

import json
import resource
import sys
import time
import warnings
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

FIRST = 24228
Values = dict[str, float]


def load(folder: Path, half_years: bool) -> pd.DataFrame:
    """Return the panel; half-years average the months of a child."""
    frame = pd.read_parquet(folder / "panel.parquet")
    frame["t"] = frame["month"] - FIRST + 1
    frame["g"] = np.where(frame["start"] > 9000, 0, frame["start"] + 1)
    frame["y"] = frame["cost_cents"].astype(float)
    if half_years:
        frame["t"] = (frame["t"] - 1) // 6 + 1
        frame["g"] = np.where(frame["g"] > 0, (frame["g"] - 1) // 6 + 1, 0)
        keys = ["pseudonym", "school", "g", "t"]
        frame = frame.groupby(keys, sort=False, as_index=False)["y"].mean()
    frame["d"] = ((frame["g"] > 0) & (frame["t"] >= frame["g"])).astype(float)
    return frame


def diff_diff_group_time(frame: pd.DataFrame, draws: int) -> Values:
    """Callaway-Sant'Anna of diff-diff, clustered on schools."""
    from diff_diff import CallawaySantAnna

    model = CallawaySantAnna(
        control_group="never_treated", n_bootstrap=draws, cluster="school", base_period="universal"
    )
    found = model.fit(frame, outcome="y", unit="pseudonym", time="t", first_treat="g", aggregate="all")
    return {"simple": float(found.overall_att), "simple_se": float(found.overall_se)}


def diff_diff_imputation(frame: pd.DataFrame, draws: int) -> Values:
    """Imputation of diff-diff."""
    from diff_diff import ImputationDiD

    model = ImputationDiD(n_bootstrap=0)
    found = model.fit(frame, outcome="y", unit="pseudonym", time="t", first_treat="g")
    return {"imputation": float(found.overall_att)}


def diff_diff_bacon(frame: pd.DataFrame, draws: int) -> Values:
    """Goodman-Bacon of diff-diff."""
    from diff_diff import BaconDecomposition

    found = BaconDecomposition().fit(frame, outcome="y", unit="pseudonym", time="t", first_treat="g")
    return {"bacon": float(sum(c.weight * c.estimate for c in found.comparisons))}


def csdid_group_time(frame: pd.DataFrame, draws: int) -> Values:
    """Callaway-Sant'Anna of csdid."""
    from csdid.att_gt import ATTgt

    model = ATTgt("y", "t", "pseudonym", "g", frame, control_group=["nevertreated"], biters=max(draws, 10))
    fitted = model.fit(est_method="reg", base_period="universal", bstrap=draws > 0)
    return {
        kind: _overall(fitted.aggte(typec=kind, bstrap=draws > 0))
        for kind in ("simple", "group", "dynamic", "calendar")
    }


def _overall(found: Any) -> float:
    return float(found.atte["overall_att"])


def linearmodels_two_way(frame: pd.DataFrame, draws: int) -> Values:
    """Two-way fixed effects of linearmodels."""
    from linearmodels.panel import PanelOLS

    indexed = frame.set_index(["pseudonym", "t"])
    found = PanelOLS(indexed["y"], indexed[["d"]], entity_effects=True, time_effects=True).fit()
    return {"two_way": float(found.params["d"])}


def pyfixest_two_way(frame: pd.DataFrame, draws: int) -> Values:
    """Two-way fixed effects of pyfixest."""
    import pyfixest

    found = pyfixest.feols("y ~ d | pseudonym + t", frame, vcov={"CRV1": "school"}, fixef_tol=1e-12)
    return {"two_way": float(found.coef()["d"])}


def pyfixest_event_study(frame: pd.DataFrame, draws: int) -> Values:
    """Event study of pyfixest with child and month effects."""
    import pyfixest

    frame["rel"] = np.where(frame["g"] > 0, frame["t"] - frame["g"], -1)
    found = pyfixest.feols("y ~ i(rel, ref=-1) | pseudonym + t", frame, vcov={"CRV1": "school"})
    return {"points": float(len(found.coef()))}


def fereg_two_way(frame: pd.DataFrame, draws: int) -> Values:
    """Two-way fixed effects of fereg."""
    import fereg

    found = fereg.feols("y ~ d | pseudonym + t", frame)
    coefficients = found.coef() if callable(found.coef) else found.coef
    return {"two_way": float(np.ravel(np.asarray(coefficients))[0])}


def statspai_group_time(frame: pd.DataFrame, draws: int) -> Values:
    """Callaway-Sant'Anna of statspai."""
    import statspai

    found = statspai.callaway_santanna(frame, y="y", t="t", i="pseudonym", g="g", estimator="reg")
    simple = statspai.aggte(found, type="simple", bstrap=draws > 0, n_boot=max(draws, 10))
    return {"simple": float(simple.estimate)}


def statspai_imputation(frame: pd.DataFrame, draws: int) -> Values:
    """Imputation of statspai."""
    import statspai

    found = statspai.did_imputation(frame, y="y", group="pseudonym", time="t", first_treat="g")
    return {"imputation": float(found.estimate)}


PEERS: dict[str, Callable[[pd.DataFrame, int], Values]] = {
    "diff-diff group-time": diff_diff_group_time,
    "diff-diff imputation": diff_diff_imputation,
    "diff-diff bacon": diff_diff_bacon,
    "csdid group-time": csdid_group_time,
    "linearmodels two-way": linearmodels_two_way,
    "pyfixest two-way": pyfixest_two_way,
    "pyfixest event study": pyfixest_event_study,
    "fereg two-way": fereg_two_way,
    "statspai group-time": statspai_group_time,
    "statspai imputation": statspai_imputation,
}


def main(name: str, folder: Path, draws: int) -> dict[str, Any]:
    """Run one peer."""
    warnings.filterwarnings("ignore")
    begin = time.perf_counter()
    frame = load(folder, half_years=draws > 0 and "group-time" in name)
    import_module(name.split()[0].replace("-", "_"))
    loaded = time.perf_counter()
    values = PEERS[name](frame, draws)
    done = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "peer": name,
        "values": values,
        "load": loaded - begin,
        "fit": done - loaded,
        "cpu": time.process_time(),
        "peak_mb": peak,
    }


if __name__ == "__main__":
    sys.stdout.write(
        json.dumps(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0)) + "\n"
    )
