"""Which form, role model and kinds a row of a pair means: by its words, else by who the two are and where."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mentoring.pairing.sides import is_head, side_of_mentee, sides_of_mentor
from mentoring.queries.new_pairs import forms_of
from registry.enums import ParticipantSide
from registry.models import Form, Kind, Mentee, Mentor, Organisation, RoleModel
from registry.models.policy import PolicyRules
from registry.policies.rules_in_force import RulesInForce
from russian.search_key import fold

_DASHES = re.compile(r"\s*[-–—−/]\s*|\s+(?:и|над)\s+")
_PARTS = re.compile(r"[,;\n()+]|\s/\s")
#: Beginnings of the words by which orders name the two sides.
_SIDE_WORDS: tuple[tuple[str, ParticipantSide], ...] = (
    ("педагог вуз", ParticipantSide.LECTURER),
    ("преподаватель вуз", ParticipantSide.LECTURER),
    ("студент", ParticipantSide.STUDENT),
    ("директор", ParticipantSide.HEAD),
    ("заведующ", ParticipantSide.HEAD),
    ("руководител", ParticipantSide.HEAD),
    ("работодател", ParticipantSide.EMPLOYER),
    ("предприяти", ParticipantSide.EMPLOYER),
    ("специалист предприят", ParticipantSide.EMPLOYER),
    ("ученик", ParticipantSide.PUPIL),
    ("обучающ", ParticipantSide.PUPIL),
    ("учащ", ParticipantSide.PUPIL),
    ("школьник", ParticipantSide.PUPIL),
    ("воспитанник", ParticipantSide.PUPIL),
    ("учител", ParticipantSide.TEACHER),
    ("педагог", ParticipantSide.TEACHER),
    ("воспитател", ParticipantSide.TEACHER),
    ("преподавател", ParticipantSide.TEACHER),
    ("тьютор", ParticipantSide.TEACHER),
    ("молод", ParticipantSide.TEACHER),
    ("опытн", ParticipantSide.TEACHER),
    ("начинающ", ParticipantSide.TEACHER),
)


def spelling(text: str) -> str:
    """Equal for «Учитель – учитель», «учитель-учитель» and «УЧИТЕЛЬ / учитель»."""
    return fold(_DASHES.sub(" ", text))


@dataclass(frozen=True, slots=True)
class Wording:
    """What the words of a row name. `unknown`: words that no dictionary has."""

    form: Form | None = None
    role_model: RoleModel | None = None
    kinds: tuple[Kind, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(slots=True)
class Dictionaries:
    """Forms, role models and kinds by their spellings; each is read once."""

    forms: Sequence[Form]
    role_models: Sequence[RoleModel]
    kinds: Sequence[Kind]
    policies: Sequence[PolicyRules] = ()
    #: how the posts of heads begin
    leading_posts: tuple[str, ...] = ()
    _forms: dict[str, Form] = field(init=False)
    _models: dict[str, RoleModel] = field(init=False)
    _kinds: dict[str, Kind] = field(init=False)

    def __post_init__(self) -> None:
        self._forms = {spelling(name): form for form in reversed(self.forms) for name in (form.title, *form.aliases)}
        by_code = {form.code: form for form in self.forms}
        for policy in self.policies:
            for code, label in policy.form_labels.items():
                if code in by_code:
                    self._forms[spelling(label)] = by_code[code]
        self._models = {spelling(model.title): model for model in self.role_models}
        self._kinds = {spelling(name): kind for kind in reversed(self.kinds) for name in (kind.title, *kind.aliases)}
        for policy in self.policies:
            for model in self.role_models:
                self._models[spelling(policy.role_model_label(model))] = model
            for kind in self.kinds:
                self._kinds[spelling(policy.kind_label(kind))] = kind

    def read(self, texts: Mapping[str, str]) -> Wording:
        """`texts`: what stands in the columns form, model and kind; each may hold any of the three."""
        form, model, kinds, unknown = None, None, [], []
        for column in ("form", "model", "kind"):
            text = texts.get(column, "")
            for part in self._parts(text):
                key = spelling(part)
                if named_form := self._forms.get(key):
                    form = form or named_form
                elif key in self._models:
                    model = model or self._models[key]
                elif key in self._kinds:
                    kinds.append(self._kinds[key])
                elif named_form := self._by_sides(part):
                    form = form or named_form
                elif key:
                    unknown.append(part.strip())
        if model is not None and form is None:
            form = next((one for one in self.forms if one.pk == model.form_id), None)
        return Wording(form, model, tuple(dict.fromkeys(kinds)), tuple(unknown))

    def _parts(self, text: str) -> Iterable[str]:
        """The whole cell when a dictionary has it, else what stands between commas and brackets."""
        key = spelling(text)
        whole = key in self._forms or key in self._models or key in self._kinds
        return (text,) if whole else (part for part in _PARTS.split(text) if part.strip())

    def _by_sides(self, text: str) -> Form | None:
        """«воспитатель – молодой воспитатель»: by the words of both sides, where no dictionary has the whole."""
        mentor, _, mentee = text.replace("—", "–").replace("-", "–").partition("–")
        sides = side_summary(mentor), side_summary(mentee)
        if None in sides:
            return None
        return next((f for f in self.forms if sides[0] in f.mentor_sides and sides[1] in f.mentee_sides), None)

    def suiting(
        self, mentor: Mentor, mentee: Mentee, organisation: Organisation, policy: RulesInForce | None
    ) -> list[Form]:
        """Forms in which these two may work there, the likeliest first (Холм, пп. 4.1–4.3)."""
        sides, side = sides_of_mentor(mentor, self.leading_posts), side_of_mentee(mentee)
        suitable = [
            form
            for form in self.offered(policy)
            if not sides.isdisjoint(form.mentor_sides)
            and side in form.mentee_sides
            and (not form.organisation_kinds or organisation.kind in (*form.organisation_kinds, *form.doubtful_kinds))
        ]
        only_heads = [ParticipantSide.HEAD]
        if ParticipantSide.HEAD in sides and is_head(mentor.person, self.leading_posts):
            suitable.sort(key=lambda form: form.mentor_sides != only_heads)
        return suitable

    def offered(self, policy: RulesInForce | None) -> list[Form]:
        """Forms of the policy; without one all that the dictionary has in use."""
        if policy is None:
            return [form for form in self.forms if form.in_use]
        policy_forms = {form.pk for form in forms_of(policy)}
        return [form for form in self.forms if form.pk in policy_forms]


def side_summary(text: str) -> ParticipantSide | None:
    """Whom «молодой педагог» or «директор школы» stands for; the first of the list counts."""
    term = fold(text)
    return next((side for begins, side in _SIDE_WORDS if re.search(rf"\b{begins}", term)), None)
