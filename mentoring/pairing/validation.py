"""What the rules say of a pair: refusals that stop it and warnings that are only shown."""

from dataclasses import dataclass, field

from registry.actions.refusals import LinkedRefusal


class PairRefused(LinkedRefusal):
    pass


@dataclass
class PairValidation:
    #: field of the pair → messages; the key "" is the pair as a whole
    refusals: dict[str, list[str]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    #: message → code of the issue that the import of pairs raises for the same reason
    codes: dict[str, str] = field(default_factory=dict)
    #: message → address of what it speaks of
    links: dict[str, str] = field(default_factory=dict)

    def refuse(self, about: str, message: str, *, code: str = "", link: str = "") -> None:
        self.refusals.setdefault(about, []).append(message)
        if link:
            self.links[message] = link
        self._add_code(message, code)

    def warn(self, message: str, *, code: str = "") -> None:
        self.warnings.append(message)
        self._add_code(message, code)

    def _add_code(self, message: str, code: str) -> None:
        if code:
            self.codes[message] = code

    def enforce(self) -> None:
        """Raises PairRefused with every refusal beside its field."""
        if self.refusals:
            refusals = {about or "__all__": messages for about, messages in self.refusals.items()}
            raise PairRefused(refusals, self.links)
