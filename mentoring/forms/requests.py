"""What is written into a request and about it: the words, opinions, the decision, the outcome."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from accounts.models import User
from mentoring.enums import CommentAuthor, OpinionGiver, RequestAuthor, RequestKind
from mentoring.models import Pair, PairRequest, RequestOpinion
from mentoring.queries.requests import Voice, kinds_for, opinions_of, people_wishing
from mentoring.request_rules import REQUEST_RULES, check_length
from registry import clock
from registry.access import Access
from registry.forms.acts import scan_field
from registry.forms.choice_fields import choice_field
from registry.forms.edit_version import EditVersionMixin
from registry.forms.portal_form import PortalForm, PortalModelForm
from registry.models import Person

ACCEPT, REFUSE = "accept", "refuse"
_PAPER_FIELDS = ("asked_on", "scan")


def _long_text(label: str, *, rows: int = 4, **kwargs: Any) -> forms.CharField:
    """Without a limit in the page: a browser would cut what is pasted in silence."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, validators=[check_length], **kwargs)


class _WrittenRequest(PortalModelForm):
    """The author's words; with a day and a scan where they come from paper."""

    class Meta:
        model = PairRequest
        fields = ["text", "asked_on", "scan"]
        labels = {"text": "Обращение", "asked_on": "Когда обратились"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scan"] = scan_field(required=False, label=self.fields["scan"].label)

    def _leave_out_paper(self) -> None:
        for name in _PAPER_FIELDS:
            del self.fields[name]

    def _of_today(self) -> dict[str, Any]:
        """What somebody asks for oneself is of today and has no scan, whatever the page offers to others."""
        values = {"asked_on": clock.today(), "scan": ""}
        return {name: value for name, value in values.items() if name in self.fields}


class RequestForm(_WrittenRequest):
    """A request about a pair, and its correction as long as nobody has spoken to it."""

    author = forms.ChoiceField(label="Кто обращается")

    class Meta(_WrittenRequest.Meta):
        fields = ["kind", "text", "wished_on", "asked_on", "scan"]
        labels = {**_WrittenRequest.Meta.labels, "kind": "О чём"}
        help_texts = {"wished_on": "Если просите с определённого дня"}

    def __init__(self, *args: Any, pair: Pair | None = None, voices: Sequence[Voice] = (), **kwargs: Any) -> None:
        """`pair` and `voices` are those of a new request; a correction has its `instance`."""
        super().__init__(*args, **kwargs)
        self.voices = {voice.author.value: voice for voice in voices}
        if pair is None:
            for name in ("kind", "author"):
                del self.fields[name]
            if not self.instance.on_paper:
                self._leave_out_paper()
        else:
            self.instance.pair, self.instance.organisation = pair, pair.organisation
            self._offer(pair, voices)
        if self.instance.kind:
            self.fields["text"].help_text = REQUEST_RULES[RequestKind(self.instance.kind)].hint
        visible = [name for name in ("author", "kind", "text") if name in self.fields]
        days = [name for name in ("wished_on", "asked_on") if name in self.fields]
        scan = [name for name in ("scan",) if name in self.fields]
        self.helper.layout = Layout(*visible, Div(*days, css_class="cols"), *scan)

    def _offer(self, pair: Pair, voices: Sequence[Voice]) -> None:
        kinds = choice_field(self, "kind", forms.ChoiceField)
        offered = [(kind.value, _kind_label(kind, voices)) for kind in kinds_for(pair, voices)]
        kinds.choices = [("", "выберите"), *offered]
        kind_asked_for = self.initial.get("kind")
        if kind_asked_for in RequestKind.values:
            self.fields["text"].help_text = REQUEST_RULES[RequestKind(kind_asked_for)].hint
        if len(voices) == 1 and not voices[0].on_paper:
            del self.fields["author"]
        else:
            authors = choice_field(self, "author", forms.ChoiceField)
            authors.choices = [("", "выберите"), *((voice.author.value, _voice_label(pair, voice)) for voice in voices)]
        if not any(voice.on_paper for voice in voices):
            self._leave_out_paper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.instance.pk:
            only = next(iter(self.voices), "") if "author" not in self.fields else ""
            voice = self.voices.get(cleaned.get("author") or only)
            if voice is not None:
                self.instance.author, self.instance.on_paper = voice.author, voice.on_paper
                if not voice.on_paper:
                    cleaned |= self._of_today()
        return cleaned


def _kind_label(kind: RequestKind, voices: Sequence[Voice]) -> str:
    """«Поощрить (наставник, руководитель)» where one page writes for several people."""
    title = REQUEST_RULES[kind].title
    if len(voices) == 1:
        return title
    speaking = [str(voice.author.label) for voice in voices if voice.author in REQUEST_RULES[kind].authors]
    return f"{title} ({', '.join(speaking)})"


def _voice_label(pair: Pair, voice: Voice) -> str:
    people = {RequestAuthor.MENTOR: pair.mentor.person, RequestAuthor.MENTEE: pair.mentee.person}
    if voice.author not in people:
        return f"{voice.author.label.capitalize()}, от себя"
    how = "с бумаги или со слов" if voice.on_paper else "от себя"
    return f"{voice.author.label.capitalize()} {people[voice.author].short_name}, {how}"


class _PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person: Person) -> str:
        return ", ".join(str(part) for part in (person.full_name, person.occupation, person.organisation) if part)


class WishForm(_WrittenRequest):
    """A mentor or a mentee asks for a pair that is not there yet."""

    person = _PersonField(label="Кто просит", queryset=Person.objects.none())
    author = forms.ChoiceField(
        label="Кем хочет быть", choices=[(a.value, a.label) for a in REQUEST_RULES[RequestKind.NEW_PAIR].authors]
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = Access.of(user).person_ids
        people = people_wishing(user)
        choice_field(self, "person", forms.ModelChoiceField).queryset = people
        self.instance.kind = RequestKind.NEW_PAIR
        self.fields["text"].help_text = REQUEST_RULES[RequestKind.NEW_PAIR].hint
        candidates = list(people[:2])
        if len(candidates) == 1:
            self.initial["person"] = candidates[0].pk
            self.initial["author"] = _usual_side(candidates[0])
        if candidates and all(person.pk in self.own for person in candidates):
            self._leave_out_paper()
        visible = ["person", "author", "text", *(name for name in _PAPER_FIELDS if name in self.fields)]
        self.helper.layout = Layout(*visible)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        person, author = cleaned.get("person"), cleaned.get("author")
        if person and author:
            if getattr(person, author, None) is None:
                self.add_error("author", f"{person.short_name} не в базе для этой роли. Выберите другую.")
            request = self.instance
            request.person, request.author, request.organisation = person, author, person.organisation
            request.on_paper = person.pk not in self.own
            if not request.on_paper:
                cleaned |= self._of_today()
        return cleaned


def _usual_side(person: Person) -> str:
    return RequestAuthor.MENTEE if getattr(person, "mentee", None) is not None else RequestAuthor.MENTOR


class OpinionForm(PortalModelForm):
    versioned_when_new = True

    class Meta:
        model = RequestOpinion
        fields = ["text", "minutes"]
        labels = {"text": "Мнение", "minutes": "Протокол"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.giver != OpinionGiver.COUNCIL:
            del self.fields["minutes"]


class RequestDecisionForm(EditVersionMixin, PortalForm):
    """The decision. It knows what the page showed: who decides on what has meanwhile been said anew, is told."""

    verdict = forms.ChoiceField(
        label="Решение", choices=[(ACCEPT, "Удовлетворить"), (REFUSE, "Отказать")], widget=forms.RadioSelect
    )
    reason = _long_text("Причина решения", rows=3)

    def __init__(self, *args: Any, request: PairRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)
        asker = request.asker
        reader = asker.short_name if asker else request.get_author_display()
        self.fields["reason"].help_text = f"Её прочтут {reader} и куратор"
        self.add_version()

    def beside_fields(self) -> dict[str, str]:
        """What the decision is about."""
        request = self.request
        opinions = {f"Мнение: {o.get_giver_display()}": o.text for o in opinions_of(request)}
        return {"Состояние": request.get_status_display(), "Обращение": request.text, **opinions}


class OutcomeForm(PortalForm):
    outcome = _long_text("Чем кончилось", rows=3, help_text="Например: «кабинет 214 по средам», «приказ № 96-ОД»")


class CommentForm(PortalForm):
    text = _long_text(
        "Замечание",
        help_text="Его прочтут все, кто видит программу. О здоровье и семейных обстоятельствах здесь не пишите",
    )
    author = forms.ChoiceField(label="Чьё замечание")

    def __init__(self, *args: Any, authors: Sequence[tuple[CommentAuthor, bool]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.authors = dict(authors)
        choices = [(author.value, author.label.capitalize()) for author, _ in authors]
        choice_field(self, "author", forms.ChoiceField).choices = choices
        if len(choices) == 1:
            self.initial["author"] = choices[0][0]
            self.fields["author"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        author = cleaned.get("author")
        on_paper = self.authors.get(CommentAuthor(author), False) if author else False
        return {**cleaned, "on_paper": on_paper}


class AnswerForm(PortalForm):
    answer = _long_text("Ответ", rows=3, required=False, help_text="Без ответа замечание будет принято к сведению")
