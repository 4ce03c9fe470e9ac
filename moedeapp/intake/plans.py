"""Run sheets (drejebøger): the ready-made formats of an evening."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from moedeapp import resources
from moedeapp.model.commands.evening import PlannedStep
from moedeapp.model.meeting import MeetingType, Phase


@dataclass(frozen=True, slots=True)
class Plan:
    """One format: what it is called, for how many, and its steps in order."""

    key: str
    name: str
    description: str
    type: MeetingType
    heads: tuple[int, int]
    """fewest and most people it suits"""
    steps: tuple[PlannedStep, ...]

    @property
    def minutes(self) -> int:
        """How long the whole evening takes."""
        return sum(step.minutes * step.times for step in self.steps)


def plans(language: str) -> list[Plan]:
    """Every run sheet that comes with the program, by name, in ``da`` or ``en``."""
    files = resources.path("templates").glob("*.toml")
    found = (_plan(file.stem, file.read_text(encoding="utf-8"), language) for file in files)
    return sorted(found, key=lambda plan: plan.name)


def _plan(key: str, text: str, language: str) -> Plan:
    values = tomllib.loads(text)
    return Plan(
        key=key,
        name=values["name"][language],
        description=values["description"][language],
        type=MeetingType(values["type"]),
        heads=(values["heads_from"], values["heads_to"]),
        steps=tuple(step(values, language) for values in values["steps"]),
    )


def step(values: Mapping[str, Any], language: str) -> PlannedStep:
    """One step as a run sheet writes it; its texts are plain or given by language."""

    def said(name: str) -> str:
        text = values.get(name, "")
        return str(text[language] if isinstance(text, Mapping) else text)

    return PlannedStep(
        phase=Phase(values["phase"]),
        title=said("title"),
        minutes=values["minutes"],
        how=said("how"),
        group=said("group"),
        times=values.get("times", 1),
        silent=values.get("silent", False),
        listening=values.get("listening", False),
    )
