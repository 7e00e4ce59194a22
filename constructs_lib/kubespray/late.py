"""Values that Terraform knows only at apply, carried through text that is rendered at synth."""

from __future__ import annotations


class LateValues:
    """Stands in for references while text is rendered, so that a renderer sees plain words.

    `word` gives a word for a reference; `text` puts the references back into what was rendered, and keeps everything else
    from being read as Terraform's own `${...}` and `%{...}`.
    """

    def __init__(self) -> None:
        self._references: dict[str, str] = {}

    def word(self, reference: str) -> str:
        """A word for a value: itself where it is known at synth, else one to be replaced in `text`."""
        if "${" not in reference:
            return reference
        word = f"late-value-{len(self._references)}-of-terraform"
        self._references[word] = reference
        return word

    def text(self, rendered: str) -> str:
        """The rendered text as a Terraform template."""
        escaped = rendered.replace("${", "$${").replace("%{", "%%{")
        parts = escaped.split("late-value-")
        out = [parts[0]]
        for part in parts[1:]:
            number, _, rest = part.partition("-of-terraform")
            out += [self._references[f"late-value-{number}-of-terraform"], rest]
        return "".join(out)
