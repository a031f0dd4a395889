"""The closing lines of `make run`: who one can be."""

from schakel.demo import personas


def log_ins() -> list[str]:
    """One line per persona: address, name and what one sees."""
    width = max(len(persona.email) for persona in personas.all())
    return [f"{persona.email:<{width}}  {persona.name}: {persona.sees}" for persona in personas.all()]
