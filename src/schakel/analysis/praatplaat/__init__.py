"""The praatplaat: one A3 picture of how the support around professionals is organised, to talk about.

    scenario and/or forecast  ->  chart (frozen: roles, tasks, knobs, figures)  ->  picture (PDF and SVG)

Four support roles are known: administrative supporter, lawyer, placement coordinator, work coach. What each of
them does, which knobs there are and how the week goes is read from the own scenario and forecast; what was not
given stays an empty place that says what is to be filled in. Nothing is made up.
"""

from schakel.analysis.praatplaat.chart import Chart, Empty, Figure, Knob, Role
from schakel.analysis.praatplaat.picture import picture
from schakel.analysis.praatplaat.sources import SourceError, chart_from

__all__ = ["Chart", "Empty", "Figure", "Knob", "Role", "SourceError", "chart_from", "picture"]
